"""The arithmetic of one output cell of each matrix function, as a small formula of numbers.

A rule takes the function's argument values and the cell's index and returns a tree such as
`1·0 + 2·1`, which draws and evaluates like any other formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from studyai.formula import numeric
from studyai.formula.arrays import entries
from studyai.formula.tree import Binary, Call, Node, Number, Put
from studyai.formula.values import Value
from studyai.formula.windows import Windows

Cell = tuple[int, ...]


def added(terms: Sequence[Node]) -> Node:
    """Return `a + b + c`."""
    return reduce(lambda left, right: Binary("+", left, right), terms)


def product(left: Value, right: Value) -> Node:
    """`left · right`."""
    return Binary("*", Put(left), Put(right))


def dot(left: Sequence[Any], right: Sequence[Any]) -> Node:
    """Return the sum of the products of two lists, pair by pair."""
    return added([product(one, other) for one, other in zip(left, right, strict=True)])


def matrix_product(left: Any, right: Any, cell: Cell) -> Node:
    """Return a row of `left` times a column of `right`; either may be a vector."""
    row = left[cell[0]] if left.ndim == 2 else left
    column = right[:, cell[-1]] if right.ndim == 2 else right
    return dot(row.tolist(), column.tolist())


def softmax(values: Sequence[Any], cell: Cell) -> Node:
    """e^z of this entry over the sum of e^z along its row, masked entries left out."""
    row = values[0][cell[:-1]].tolist()
    mask = values[1] if len(values) > 1 else 1
    kept = np.broadcast_to(mask, values[0].shape)[cell[:-1]].tolist()
    if not kept[cell[-1]]:
        return Number(0)
    powers = {place: Call("exp", (Put(entry),)) for place, entry in enumerate(row) if kept[place]}
    return Binary("/", powers[cell[-1]], added(list(powers.values())))


def total(values: Sequence[Any], cell: Cell) -> Node:
    """Return every entry (of the column or row that the axis asks for), added."""
    return added([Put(entry) for entry in entries(_line(values, cell))])


def mean(values: Sequence[Any], cell: Cell) -> Node:
    """Return every entry (of the column or row that the axis asks for) added, over how many there are."""
    line = _line(values, cell)
    return Binary("/", total([line], ()), Number(len(entries(line))))


def _line(values: Sequence[Any], cell: Cell) -> Value:
    return values[0] if len(values) == 1 else numeric.lines_along(values[0], values[1])[cell[0]]


def column_mean(values: Sequence[Any], cell: Cell) -> Node:
    """Return the column's entries added, over how many there are."""
    return mean([values[0][:, cell[0]]], ())


def outer(values: Sequence[Any], cell: Cell) -> Node:
    """Return one entry of each vector, multiplied."""
    left, right = values
    return product(left.item(cell[0]), right.item(cell[1]))


def maximum(values: Sequence[Any], cell: Cell) -> Node:
    """Return the largest of the entries, each written out."""
    return Call("max", tuple(Put(entry) for value in values for entry in entries(value)))


def minimum(values: Sequence[Any], cell: Cell) -> Node:
    """Return the smallest of the entries, each written out."""
    return Call("min", tuple(Put(entry) for value in values for entry in entries(value)))


def conv2d(values: Sequence[Any], cell: Cell) -> Node:
    """Return kernel entry times the pixel under it, row by row and channel by channel; padding enters as 0."""
    windows = numeric.conv_windows(*values)
    places = windows.places(*cell)
    return added(
        [
            product(_pixel(pixels.tolist(), windows, place), weight)
            for pixels, weights in numeric.channels(*values[:2])
            for line, weight_line in zip(places, weights.tolist(), strict=True)
            for place, weight in zip(line, weight_line, strict=True)
        ]
    )


def _pixel(pixels: list[list[Any]], windows: Windows, place: tuple[int, int]) -> Any:
    return pixels[place[0]][place[1]] if windows.inside(place) else 0


def max_pool(values: Sequence[Any], cell: Cell) -> Node:
    """max of the entries under the window."""
    return Call("max", tuple(Put(entry) for entry in _under(values, cell)))


def average_pool(values: Sequence[Any], cell: Cell) -> Node:
    """Return the entries under the window, added, over the count that the convention asks for."""
    counted = bool(values[5]) if len(values) > 5 else True
    windows = numeric.pool_windows(*values[:5])
    under = added([Put(entry) for entry in _under(values, cell)])
    row, column = cell
    return Binary("/", under, Number(numeric.pool_count(windows, row, column, counted)))


def l2_pool(values: Sequence[Any], cell: Cell) -> Node:
    """Return the root of the sum of squares under the window."""
    squares = [Binary("**", Put(entry), Number(2)) for entry in _under(values, cell)]
    return Call("sqrt", (added(squares),))


def _under(values: Sequence[Any], cell: Cell) -> list[Any]:
    windows = numeric.pool_windows(*values[:5])
    return numeric.seen(values[0].tolist(), windows, *cell)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The rule of a function that only moves entries: the entry itself."""

    function: Callable[..., Value]

    def __call__(self, values: Sequence[Any], cell: Cell) -> Node:
        """Return the entry that has moved to this cell."""
        moved = self.function(*values)
        return Put(moved[cell] if isinstance(moved, np.ndarray) else moved)
