"""How an answer is written where its shape can be read in one way only, and where decimal commas betray themselves."""

from __future__ import annotations

import math

import numpy as np

from studyai.formula.arrays import as_array, entries, shape_of
from studyai.formula.errors import FormulaError
from studyai.formula.expression import Expression
from studyai.formula.values import Value


def in_shape(typed: Value, truth: Value) -> Value:
    """Return the answer in the shape of the truth, where it has one reading.

    A number stands for a list or a matrix of one entry, and the other way round; a list for a matrix of one row or of
    one column.
    """
    if isinstance(typed, Expression) or isinstance(truth, Expression):
        return typed
    wanted, got = shape_of(truth), shape_of(typed)
    is_single = math.prod(wanted) == math.prod(got) == 1
    is_line = len(got) == 1 and len(wanted) == 2 and sorted(wanted) == [1, *got]
    if wanted == got or not (is_single or is_line):
        return typed
    if not wanted:
        return entries(typed)[0]
    return as_array(np.reshape(np.asarray(entries(typed), dtype=object), wanted).tolist())


def check_decimal_commas(text: str, typed: Value, truth: Value) -> None:
    """Raise FormulaError where twice as many entries as asked, all whole, betray decimal commas: [0,881] for 0.881."""
    if isinstance(typed, Expression) or isinstance(truth, Expression):
        return
    wanted, got, numbers = shape_of(truth), shape_of(typed), entries(typed)
    doubled = [(*wanted[:-1], 2 * wanted[-1])] if wanted else []
    if math.prod(wanted) == 1:
        doubled.append((2,))
    if "," not in text or got not in doubled or not all(isinstance(number, int) for number in numbers):
        return
    if any(decimals < 0 for decimals in numbers[1::2]):
        return
    meant = ", ".join(f"{whole}.{decimals}" for whole, decimals in zip(numbers[::2], numbers[1::2], strict=True))
    raise FormulaError(f"the decimal sign is a point: write {meant}", text.index(","))
