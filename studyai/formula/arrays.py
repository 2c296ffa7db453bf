"""Values: exact scalars (int, Fraction), floats, and NumPy arrays that are exact (object) or float64."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from studyai.formula.expression import Expression
from studyai.formula.values import Array, Scalar, Value

type_of_float = np.dtype(np.float64)
MOST_AXES = 8


def tidy(array: Array) -> Array:
    """Return the array as float64 when any entry is a float, else as exact objects."""
    if array.dtype == type_of_float:
        return array
    if array.dtype != np.dtype(object):
        return array.astype(object)
    if any(isinstance(entry, float) for entry in array.flat):
        return array.astype(np.float64)
    return array


def as_array(nested: Any) -> Array:
    """Return an array of nested lists of scalars; raises ValueError when the rows are ragged or nested too deeply."""
    shape = _shape(nested)
    if len(shape) > MOST_AXES:
        raise ValueError(f"lists may be nested {MOST_AXES} deep at most")
    array = np.empty(shape, dtype=object)
    if array.ndim == 1:
        array[:] = nested
    else:
        for place, item in enumerate(nested):
            array[place] = as_array(item)
    return tidy(array)


def _shape(nested: Any) -> tuple[int, ...]:
    if isinstance(nested, np.ndarray):
        return tuple(nested.shape)
    if not isinstance(nested, (list, tuple)):
        return ()
    if not nested:
        raise ValueError("a list may not be empty")
    first, *rest = (_shape(item) for item in nested)
    for place, shape in enumerate(rest, start=2):
        if shape != first:
            raise ValueError(f"ragged: entry {place} has {describe(shape)}, the first has {describe(first)}")
    return (len(nested), *first)


def describe(shape: tuple[int, ...]) -> str:
    """Return a shape in words: a number, 3 entries, a 2×3 matrix."""
    if not shape:
        return "a number"
    if len(shape) == 1:
        return f"{shape[0]} {'entry' if shape[0] == 1 else 'entries'}"
    return "a " + "×".join(str(size) for size in shape) + (" matrix" if len(shape) == 2 else " array")


def shape_of(value: Value) -> tuple[int, ...]:
    """Return the value's shape; () for a scalar."""
    return value.shape if isinstance(value, np.ndarray) else ()


def check_fit(*values: Value) -> None:
    """Raise ValueError, with the shapes in words, where values cannot be taken entry by entry."""
    shapes = [shape_of(value) for value in values]
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        raise ValueError(f"{' and '.join(map(describe, shapes))} do not fit together") from None


def entries(value: Value) -> list[Scalar]:
    """Return every entry in reading order; a scalar is one entry. Raises TypeError for an expression."""
    if isinstance(value, Expression):
        raise TypeError("an expression has no entries")
    return value.ravel().tolist() if isinstance(value, np.ndarray) else [value]


def nested(value: Value, convert: Any) -> Any:
    """Return the value as nested lists (or one scalar), each entry converted; an expression as its text."""
    if isinstance(value, Expression):
        return str(value)
    if isinstance(value, np.ndarray):
        return [nested(item, convert) for item in value]
    return convert(value)


def plain_number(value: Scalar) -> int | float:
    """Return an entry for JSON: an int where it is whole and exact, else a float."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return float(value) if isinstance(value, float) else int(value)


def exact_number(value: Scalar) -> int | float | str:
    """Return an entry that loses nothing on the way: `1/3` as text, floats and ints as they are."""
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    return plain_number(value)


def same(left: Value, right: Value) -> bool:
    """Return whether two values have the same shape and the same entries, exactly; expressions: the same tree."""
    if isinstance(left, Expression) or isinstance(right, Expression):
        return left is right or (isinstance(left, Expression) and left == right)
    return shape_of(left) == shape_of(right) and entries(left) == entries(right)
