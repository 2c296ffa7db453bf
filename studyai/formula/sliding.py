"""The window that a cell of a formula's value comes from: which map, which entries, what no window reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from studyai.formula.cells import Cell, own_cell
from studyai.formula.evaluate import Values, evaluate
from studyai.formula.functions import FUNCTIONS
from studyai.formula.tree import Binary, Call, Compare, Items, Negate, Node, Transpose, children, walk
from studyai.formula.values import Array, Value
from studyai.formula.windows import Windows


@dataclass(frozen=True, slots=True, eq=False)
class Slide:
    """A map under a sliding window: its formula, its channels (height × width each), one output cell.

    `zeros` is whether padding enters the arithmetic as zeros; else it is left out.
    """

    node: Node
    channels: tuple[Array, ...]
    windows: Windows
    zeros: bool
    cell: tuple[int, int]

    @property
    def window(self) -> tuple[list[int], list[int]]:
        """The rows and the columns whose crossings the window covers, on padding too."""
        return self.windows.line(0, self.cell[0]), self.windows.line(1, self.cell[1])


def has_windows(node: Node) -> bool:
    """Return whether a sliding window stands anywhere in the formula."""
    return any(isinstance(part, Call) and FUNCTIONS[part.function].sliding is not None for part in walk(node))


def slides_at(node: Node, values: Values, cell: Cell) -> Iterator[Slide]:
    """Yield the windows that entry `cell` of the formula's value comes from, where `cell_arithmetic` writes them out.

    None for a formula without a sliding window. Raises EvaluationError where the formula has no value.
    """
    if not has_windows(node):
        return
    match node:
        case Call(function, arguments) if (sliding := FUNCTIONS[function].sliding) is not None:
            given = [evaluate(part, values) for part in arguments]
            windows, zeros = sliding.windows(*given), sliding.zeros(*given)
            yield Slide(arguments[0], _channels(given[0]), windows, zeros, (cell[0], cell[1]))
        case Transpose(operand):
            yield from slides_at(operand, values, cell[::-1])
        case Items(items):
            yield from slides_at(items[cell[0]], values, cell[1:])
        case _ if _by_entry(node):
            for part in children(node):
                yield from slides_at(part, values, own_cell(part, values, cell))


def _by_entry(node: Node) -> bool:
    """Return whether a cell comes from the same cell of the node's parts; else their values are put in as numbers."""
    match node:
        case Call(function):
            return FUNCTIONS[function].cell is None
        case Binary(operator):
            return operator != "@"
        case _:
            return isinstance(node, Negate | Compare)


def _channels(image: Value) -> tuple[Array, ...]:
    assert isinstance(image, np.ndarray)
    return tuple(image) if image.ndim == 3 else (image,)
