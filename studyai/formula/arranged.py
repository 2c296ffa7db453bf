"""Functions that only arrange entries: counting, stacking, cutting a series or an image into parts."""

from __future__ import annotations

import numpy as np

from studyai.formula.arrays import as_array, describe, shape_of, tidy
from studyai.formula.tree import Array, Value
from studyai.formula.windows import Windows, pair

MOST_COUNTED = 10_000
LARGEST_SIDE = 1000


def counted(size: Value) -> Value:
    """The vector 0, 1, …, size − 1."""
    return as_array(list(range(_whole(size, "range", MOST_COUNTED))))


def lower_triangle(size: Value) -> Value:
    """A square matrix with 1 on and below the diagonal, 0 above: what each token of a sequence may see."""
    side = _whole(size, "lower_triangle", LARGEST_SIDE)
    return as_array([[int(column <= row) for column in range(side)] for row in range(side)])


def stacked(*values: Value) -> Value:
    """Vectors (a row each) and matrices one below another."""
    return tidy(_joined([_rows(value) for value in values], 0))


def beside(*values: Value) -> Value:
    """Matrices side by side."""
    return tidy(_joined([_rows(value) for value in values], 1))


def patches(image: Value, size: Value, stride: Value | None = None) -> Value:
    """The windows of a map as rows, each read row by row; they do not overlap unless a stride is given."""
    if not isinstance(image, np.ndarray) or image.ndim != 2:
        raise ValueError(f"patches needs a matrix, not {describe(shape_of(image))}")
    height, width = image.shape
    windows = Windows((height, width), pair(size, "patch"), pair(size if stride is None else stride, "stride"))
    rows, columns = windows.outputs
    places = [windows.places(row, column) for row in range(rows) for column in range(columns)]
    return as_array([[image[place] for line in window for place in line] for window in places])


def part(series: Value, start: Value, count: Value) -> Value:
    """Up to `count` entries (of a matrix: rows) from the one at `start`, counted from 0."""
    if not isinstance(series, np.ndarray):
        raise ValueError("only a list has parts")
    if not isinstance(start, int) or not 0 <= start < len(series):
        raise ValueError(f"a part starts at a whole number from 0 to {len(series) - 1}")
    return series[start : start + _whole(count, "part", MOST_COUNTED)]


def _whole(size: Value, word: str, most: int) -> int:
    if not isinstance(size, int) or not 1 <= size <= most:
        raise ValueError(f"{word} needs a whole number from 1 to {most}")
    return size


def _rows(value: Value) -> Array:
    if not isinstance(value, np.ndarray):
        raise ValueError("only vectors and matrices can be stacked")
    return value[None] if value.ndim == 1 else value


def _joined(parts: list[Array], axis: int) -> Array:
    if len({part.shape[1 - axis] for part in parts}) > 1:
        shapes = " and ".join(describe(part.shape) for part in parts)
        raise ValueError(f"{shapes} do not fit {'below one another' if axis == 0 else 'side by side'}")
    return np.concatenate([part.astype(object) for part in parts], axis)
