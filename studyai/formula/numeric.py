"""The meaning of each listed function: exact where mathematics is, float64 where it must be.

Scalars are int, Fraction or float; arrays are NumPy arrays, exact ones of objects. Errors are
ArithmeticError (no such value) or ValueError (shapes do not fit).
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from studyai.formula.arrays import as_array, check_fit, describe, entries, shape_of, tidy
from studyai.formula.expression import Expression
from studyai.formula.values import Array, Scalar, Value
from studyai.formula.windows import Windows, pair

MOST_BITS = 4096  # of an exact power; beyond it a power is computed in floating point


def elementwise(function: Callable[[Any], Scalar]) -> Callable[[Value], Value]:
    """Return `function` of a scalar, applied to every entry of an array."""

    def apply(value: Value) -> Value:
        if isinstance(value, np.ndarray):
            return _by_entry(function, value)
        return function(value)

    return apply


def _by_entry(function: Callable[..., Any], *values: Any) -> Array:
    check_fit(*values)
    return tidy(np.frompyfunc(function, len(values), 1)(*values))


def divide(left: Value, right: Value) -> Value:
    """Divide exactly: two whole numbers give a fraction, not a float."""
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return _by_entry(divide, left, right)
    if type(left) is int and type(right) is int:
        quotient, rest = divmod(left, right)
        return Fraction(left, right) if rest else quotient
    divided: Value = operator.truediv(left, right)
    return divided


def power(base: Value, exponent: Value) -> Value:
    """Take whole exponents exactly, if they are of bounded size, else floating point."""
    if isinstance(base, np.ndarray) or isinstance(exponent, np.ndarray):
        return _by_entry(power, base, exponent)
    if isinstance(base, Expression) or isinstance(exponent, Expression):
        raised: Value = operator.pow(base, exponent)
        return raised
    whole = type(exponent) is int or (isinstance(exponent, Fraction) and exponent.denominator == 1)
    if whole and isinstance(base, (int, Fraction)) and _bits(base) * abs(int(exponent)) <= MOST_BITS:
        return Fraction(base) ** int(exponent) if exponent < 0 else base ** int(exponent)
    result = float(base) ** float(exponent)
    if isinstance(result, complex):
        raise ArithmeticError("a negative number has no real fractional power")
    return float(result)


def _bits(base: int | Fraction) -> int:
    if base in (0, 1, -1):
        return 0
    return max(base.numerator.bit_length(), base.denominator.bit_length())


def sqrt(value: Scalar) -> Scalar:
    """Return the root; exact for exact squares."""
    if value < 0:
        raise ArithmeticError("the square root of a negative number")
    if isinstance(value, (int, Fraction)):
        top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
        if top * top == value.numerator and bottom * bottom == value.denominator:
            return divide(top, bottom)  # type: ignore[return-value]
    return math.sqrt(value)


def log(value: Scalar) -> float:
    """Return the natural logarithm."""
    if value <= 0:
        raise ArithmeticError("the logarithm of a number that is not positive")
    return math.log(value)


def sigmoid(value: Scalar) -> float:
    """1/(1 + e^−z), computed from the side that does not overflow."""
    if value >= 0:
        return 1 / (1 + math.exp(-value))
    grown = math.exp(value)
    return grown / (1 + grown)


def relu(value: Scalar) -> Scalar:
    """max(0, z)."""
    return value if value > 0 else 0


def step(value: Scalar) -> int:
    """1 from 0 on: the convention step(0) = 1."""
    return 1 if value >= 0 else 0


def sign(value: Scalar) -> int:
    """−1, 0 or 1."""
    return (value > 0) - (value < 0)


def softmax(value: Value, mask: Value = 1) -> Value:
    """Take the softmax along the last axis; what the mask has 0 at gets no share.

    Shifted by the maximum against overflow.
    """
    array = _array(value, "softmax").astype(np.float64)
    check_fit(array, mask)
    if np.broadcast_shapes(array.shape, shape_of(mask)) != array.shape:
        raise ValueError(f"a mask of {describe(shape_of(mask))} is too large for {describe(array.shape)}")
    open_to = np.broadcast_to(np.asarray(mask, dtype=bool), array.shape)
    if not open_to.any(axis=-1).all():
        raise ValueError("softmax needs something that is not masked in each row")
    largest = np.where(open_to, array, -np.inf).max(axis=-1, keepdims=True)
    grown = np.where(open_to, np.exp(np.where(open_to, array, largest) - largest), 0.0)
    result: Array = grown / grown.sum(axis=-1, keepdims=True)
    return result


def total(value: Value, axis: Value | None = None) -> Value:
    """Return the sum of all entries; along an axis, of each column (0) or row (1) of a matrix."""
    if axis is None:
        return sum(entries(value))
    return as_array([total(line) for line in lines_along(value, axis)])


def mean(value: Value, axis: Value | None = None) -> Value:
    """Return the mean of all entries; along an axis, of each column (0) or row (1) of a matrix."""
    if axis is None:
        return divide(total(value), len(entries(value)))
    return as_array([mean(line) for line in lines_along(value, axis)])


def lines_along(value: Value, axis: Value) -> list[Array]:
    """Return the columns (axis 0) or rows (axis 1) of a matrix."""
    matrix = _matrix(value, "a sum or mean along an axis")
    if axis not in (0, 1):
        raise ValueError("an axis is 0 (each column) or 1 (each row)")
    return list(matrix.T if axis == 0 else matrix)


def column_mean(matrix: Value) -> Value:
    """Return the mean of each column: over a batch, of each feature."""
    return as_array([mean(column) for column in _matrix(matrix, "column_mean").T])


def outer(left: Value, right: Value) -> Value:
    """Return every entry of one vector times every entry of another: `left` down the rows, `right` along them."""
    column, row = _array(left, "outer"), _array(right, "outer")
    if column.ndim != 1 or row.ndim != 1:
        raise ValueError("outer needs two vectors")
    return tidy(column[:, None].astype(object) * row.astype(object))


def maximum(*values: Value) -> Value:
    """Return the largest of one array's entries, or of several scalars."""
    return max(entry for value in values for entry in entries(value))


def minimum(*values: Value) -> Value:
    """Return the smallest of one array's entries, or of several scalars."""
    return min(entry for value in values for entry in entries(value))


def argmax(value: Value) -> Value:
    """Return the place of the largest entry, counted from 0; the first of equals."""
    numbers = entries(value)
    return numbers.index(max(numbers))


def where(condition: Value, chosen: Value, other: Value) -> Value:
    """`chosen` where the condition holds, else `other`."""
    if any(isinstance(value, np.ndarray) for value in (condition, chosen, other)):
        return _by_entry(lambda is_so, one, another: one if is_so else another, condition, chosen, other)
    return chosen if condition else other


def concat(*values: Value) -> Value:
    """Return vectors (and scalars) one behind the other."""
    return as_array([entry for value in values for entry in entries(value)])


def one_hot(index: Value, size: Value) -> Value:
    """Return a vector of `size` zeros with a 1 at `index`, counted from 0; of a vector of indices a row each."""
    if isinstance(index, np.ndarray):
        return as_array([one_hot(place, size) for place in index.tolist()])
    if not isinstance(index, int) or not isinstance(size, int) or not 0 <= index < size:
        raise ValueError("one_hot needs a whole index from 0 to size − 1")
    return as_array([int(place == index) for place in range(size)])


def length(value: Value) -> Value:
    """Return how many entries the first axis has."""
    return len(_array(value, "length"))


def conv2d(image: Value, kernel: Value, stride: Value = 1, padding: Value = 0, dilation: Value = 1) -> Value:
    """Return cross-correlation of a map H×W with a kernel, zeros outside; the kernel is not flipped.

    Of an image C×H×W with a kernel C×F×F the channels' maps are added up.
    """
    windows = conv_windows(image, kernel, stride, padding, dilation)
    layers = [(pixels.tolist(), weights.tolist()) for pixels, weights in channels(image, kernel)]

    def cell(row: int, column: int) -> Scalar:
        products: Scalar = 0
        for pixels, weights in layers:
            for line, weight_line in zip(windows.places(row, column), weights, strict=True):
                for place, weight in zip(line, weight_line, strict=True):
                    if windows.inside(place):
                        products += weight * pixels[place[0]][place[1]]
        return products

    return _map(windows, cell)


def channels(image: Value, kernel: Value) -> list[tuple[Array, Array]]:
    """Return each channel of an image with its part of the kernel; one pair for two matrices."""
    pixels, weights = _array(image, "conv2d"), _array(kernel, "conv2d")
    if pixels.ndim == weights.ndim == 2:
        return [(pixels, weights)]
    if pixels.ndim != 3 or weights.ndim != 3 or len(pixels) != len(weights):
        shapes = f"{describe(pixels.shape)} and {describe(weights.shape)}"
        raise ValueError(f"conv2d needs two matrices, or an image and a kernel of as many channels, not {shapes}")
    return list(zip(pixels, weights, strict=True))


def max_pool(image: Value, size: Value, stride: Value, padding: Value = 0, ceiling: Value = 0) -> Value:
    """Return the largest entry of each window; padding never wins."""
    pixels, windows = _pooled(image, size, stride, padding, ceiling)
    return _map(windows, lambda row, column: max(seen(pixels, windows, row, column)))


def average_pool(
    image: Value, size: Value, stride: Value, padding: Value = 0, ceiling: Value = 0, counted: Value = 1
) -> Value:
    """Return the mean of each window; padding counts as zeros if `counted`, else it is left out."""
    pixels, windows = _pooled(image, size, stride, padding, ceiling)

    def cell(row: int, column: int) -> Scalar:
        under = seen(pixels, windows, row, column)
        return divide(sum(under), pool_count(windows, row, column, bool(counted)))  # type: ignore[return-value]

    return _map(windows, cell)


def l2_pool(image: Value, size: Value, stride: Value, padding: Value = 0, ceiling: Value = 0) -> Value:
    """Return the root of each window's sum of squares."""
    pixels, windows = _pooled(image, size, stride, padding, ceiling)
    return _map(windows, lambda row, column: sqrt(sum(entry**2 for entry in seen(pixels, windows, row, column))))


def pool_count(windows: Windows, row: int, column: int, counted: bool) -> int:
    """Return how many entries a mean divides by: with padding those of map and padding, else those of the map."""
    lies = windows.inside_padding if counted else windows.inside
    return sum(lies(place) for line in windows.places(row, column) for place in line)


def seen(pixels: list[list[Any]], windows: Windows, row: int, column: int) -> list[Any]:
    """Return the map's entries under one window, padding left out."""
    places = (place for line in windows.places(row, column) for place in line)
    return [pixels[place[0]][place[1]] for place in places if windows.inside(place)]


def conv_windows(image: Value, kernel: Value, stride: Value = 1, padding: Value = 0, dilation: Value = 1) -> Windows:
    """Return the windows of a convolution, from its arguments; they lie alike on every channel."""
    pixels, weights = channels(image, kernel)[0]
    return Windows(
        _sides(pixels),
        _sides(weights),
        pair(stride, "stride"),
        pair(padding, "padding"),
        pair(dilation, "dilation"),
    )


def pool_windows(image: Value, size: Value, stride: Value, padding: Value = 0, ceiling: Value = 0) -> Windows:
    """Return the windows of a pooling, from its arguments; padding is at most half the window, as in PyTorch."""
    windows = Windows(
        _sides(image),
        pair(size, "window"),
        pair(stride, "stride"),
        pair(padding, "padding"),
        ceiling=bool(ceiling),
    )
    if any(2 * windows.padding[side] > windows.size[side] for side in (0, 1)):
        raise ValueError("the padding of a pooling is at most half its window")
    return windows


def _pooled(
    image: Value, size: Value, stride: Value, padding: Value, ceiling: Value
) -> tuple[list[list[Any]], Windows]:
    return _matrix(image, "pooling").tolist(), pool_windows(image, size, stride, padding, ceiling)


def _map(windows: Windows, cell: Callable[[int, int], Scalar]) -> Array:
    rows, columns = windows.outputs
    return as_array([[cell(row, column) for column in range(columns)] for row in range(rows)])


def _sides(value: Value) -> tuple[int, int]:
    height, width = _matrix(value, "a sliding window").shape
    return height, width


def _array(value: Value, word: str) -> Array:
    if not isinstance(value, np.ndarray):
        raise ValueError(f"{word} needs a list, not a number")
    return value


def _matrix(value: Value, word: str) -> Array:
    if not isinstance(value, np.ndarray) or value.ndim != 2:
        raise ValueError(f"{word} needs a matrix, not {describe(shape_of(value))}")
    return value
