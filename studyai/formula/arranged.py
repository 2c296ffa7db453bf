"""Functions that only arrange entries: counting, stacking, cutting a series or an image into parts."""

from __future__ import annotations

import numpy as np

from studyai.formula.arrays import as_array, describe, entries, shape_of, tidy
from studyai.formula.values import Array, Value
from studyai.formula.windows import Windows, pair

MOST_COUNTED = 10_000
LARGEST_SIDE = 1000


def counted(size: Value) -> Value:
    """Return the vector 0, 1, …, size − 1."""
    return as_array(list(range(_whole(size, "range", MOST_COUNTED))))


def lower_triangle(size: Value) -> Value:
    """Return a square matrix with 1 on and below the diagonal, 0 above: what each token of a sequence may see."""
    side = _whole(size, "lower_triangle", LARGEST_SIDE)
    return as_array([[int(column <= row) for column in range(side)] for row in range(side)])


def stacked(*values: Value) -> Value:
    """Return vectors (a row each) and matrices one below another."""
    return tidy(_joined([_rows(value) for value in values], 0))


def beside(*values: Value) -> Value:
    """Return matrices side by side."""
    return tidy(_joined([_rows(value) for value in values], 1))


def patches(image: Value, size: Value, stride: Value | None = None) -> Value:
    """Return the windows of a map as rows, each read row by row; they do not overlap unless a stride is given."""
    pixels = _matrix(image, "patches")
    height, width = pixels.shape
    windows = Windows((height, width), pair(size, "patch"), pair(size if stride is None else stride, "stride"))
    rows, columns = windows.outputs
    places = [windows.places(row, column) for row in range(rows) for column in range(columns)]
    return as_array([[pixels[place] for line in window for place in line] for window in places])


def part(series: Value, start: Value, count: Value) -> Value:
    """Return up to `count` entries (of a matrix: rows) from the one at `start`, counted from 0.

    With lists, a number for each axis, a block: `part(X, [1, 0], [2, 3])` has rows 1 to 2, columns 0 to 2.
    """
    if not isinstance(series, np.ndarray):
        raise ValueError("only a list has parts")
    starts, counts = _numbers(start), _numbers(count)
    counts = counts * len(starts) if len(counts) == 1 else counts
    if not len(counts) == len(starts) <= series.ndim:
        raise ValueError(f"a part of {describe(series.shape)} takes a start and a count for each axis that is cut")
    for begin, length in zip(starts, series.shape, strict=False):
        if not isinstance(begin, int) or not 0 <= begin < length:
            raise ValueError(f"a part starts at a whole number from 0 to {length - 1}")
    sizes = [_whole(size, "part", MOST_COUNTED) for size in counts]
    return series[tuple(slice(begin, begin + size) for begin, size in zip(starts, sizes, strict=True))]


def take(series: Value, places: Value) -> Value:
    """Return the entry (of a matrix: the row) at a place, counted from 0.

    Of a vector of places, return their entries one behind the other.
    """
    if not isinstance(series, np.ndarray):
        raise ValueError("entries can only be taken from a list")
    if isinstance(places, np.ndarray):
        return as_array([take(series, place) for place in places.tolist()])
    if not isinstance(places, int) or not 0 <= places < len(series):
        raise ValueError(f"a place is a whole number from 0 to {len(series) - 1}")
    entry: Value = series[places] if series.ndim > 1 else series.item(places)
    return entry


def top_k(value: Value, count: Value) -> Value:
    """Return the places of the `count` largest entries in reading order from 0, the largest first.

    Of equal entries the first counts as the larger.
    """
    numbers = entries(value)
    if not isinstance(count, int) or not 1 <= count <= len(numbers):
        raise ValueError(f"top_k takes 1 to {len(numbers)} of as many entries")
    by_size = sorted(range(len(numbers)), key=lambda place: -numbers[place])
    return as_array(by_size[:count])


def flip(value: Value, axis: Value | None = None) -> Value:
    """Reverse along one axis (0: rows from bottom to top), or along every axis: half a turn."""
    if not isinstance(value, np.ndarray):
        raise ValueError("flip needs a list, not a number")
    if axis is None:
        return np.flip(value)
    if not isinstance(axis, int) or not 0 <= axis < value.ndim:
        raise ValueError(f"flip takes an axis from 0 to {value.ndim - 1}")
    return np.flip(value, axis)


def shift(matrix: Value, places: Value) -> Value:
    """Return entries moved by [down, right]; what leaves is lost and zeros come in."""
    image = _matrix(matrix, "shift")
    down, right = pair(places, "shift")
    height, width = image.shape
    rows, columns = range(-down, height - down), range(-right, width - right)
    inside = Windows((height, width), (1, 1)).inside
    return as_array([[image[row, column] if inside((row, column)) else 0 for column in columns] for row in rows])


def enlarge(matrix: Value, times: Value) -> Value:
    """Return each entry as a block of that size, [height, width] or one number for both: the nearest neighbour."""
    image = _matrix(matrix, "enlarge")
    down, right = (_whole(factor, "enlarge", LARGEST_SIDE) for factor in pair(times, "enlargement"))
    if down * image.shape[0] > LARGEST_SIDE or right * image.shape[1] > LARGEST_SIDE:
        raise ValueError(f"an enlarged side has {LARGEST_SIDE} entries at most")
    return image.repeat(down, 0).repeat(right, 1)


def _matrix(value: Value, word: str) -> Array:
    if not isinstance(value, np.ndarray) or value.ndim != 2:
        raise ValueError(f"{word} needs a matrix, not {describe(shape_of(value))}")
    return value


def _numbers(value: Value) -> list[Value]:
    numbers: list[Value] = value.tolist() if isinstance(value, np.ndarray) else [value]
    return numbers


def _whole(size: Value, word: str, most: int) -> int:
    if not isinstance(size, int) or not 1 <= size <= most:
        raise ValueError(f"{word} needs a whole number from 1 to {most}")
    return size


def _rows(value: Value) -> Array:
    if not isinstance(value, np.ndarray) or value.ndim > 2:
        raise ValueError("only vectors and matrices can be stacked")
    return value[None] if value.ndim == 1 else value


def _joined(parts: list[Array], axis: int) -> Array:
    if len({part.shape[1 - axis] for part in parts}) > 1:
        shapes = " and ".join(describe(part.shape) for part in parts)
        raise ValueError(f"{shapes} do not fit {'below one another' if axis == 0 else 'side by side'}")
    return np.concatenate([part.astype(object) for part in parts], axis)
