"""How exactly an answer is asked, and when two values count as the same."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from studyai.formula.arrays import entries, shape_of
from studyai.formula.expression import Expression
from studyai.formula.probing import alike
from studyai.formula.values import Scalar, Value

DECIMALS_OF_NO_WHOLE_NUMBER = 2  # where whole numbers are asked and a mistake gives 13.33
LEAST_DIGITS = 3  # a small value is asked to this many significant digits
MOST_DECIMALS = 12
RELATIVE = 5e-6  # of a large value, where half a unit of the last decimal would ask too much
SLACK = 1e-9  # floating-point noise at the very edge of the tolerance


def asked_decimals(value: Value, decimals: int) -> int:
    """Return the decimals asked for: as the step says, more where the largest entry is small.

    0 means whole numbers, exactly; where the value is not whole after all, 3 decimals are asked.
    An expression has none.
    """
    if isinstance(value, Expression):
        return 0
    numbers = list(map(float, entries(value)))
    if decimals == 0:
        if all(map(float.is_integer, numbers)):
            return 0
        decimals = LEAST_DIGITS
    largest = max(map(abs, numbers))
    if largest == 0 or not math.isfinite(largest):
        return decimals
    return min(MOST_DECIMALS, max(decimals, LEAST_DIGITS - 1 - math.floor(math.log10(largest))))


def tolerance(entry: Scalar, decimals: int) -> float:
    """Return how far an answer may lie from the entry: half a unit of the last decimal; 0 for whole numbers."""
    if decimals == 0:
        return 0.0
    return max(0.5 * 10.0**-decimals, RELATIVE * abs(float(entry))) * (1 + SLACK)


def agrees(typed: Value, truth: Value, decimals: int) -> bool:
    """Return whether a typed value is right within the asked precision; expressions are compared at points."""
    if isinstance(typed, Expression) or isinstance(truth, Expression):
        return isinstance(typed, Expression) and isinstance(truth, Expression) and alike(typed, truth)
    return shape_of(typed) == shape_of(truth) and not differing(typed, truth, decimals)


def differing(typed: Value, truth: Value, decimals: int) -> list[int]:
    """Return the places (in reading order) of the entries that are not right; shapes must be equal."""
    pairs = enumerate(zip(entries(typed), entries(truth), strict=True))
    return [place for place, (one, other) in pairs if not _near(one, other, decimals)]


def _near(one: Scalar, other: Scalar, decimals: int) -> bool:
    if decimals == 0:
        return one == other or (
            (isinstance(one, float) or isinstance(other, float)) and abs(float(one) - float(other)) < SLACK
        )
    return abs(float(one) - float(other)) <= tolerance(other, decimals)


def confusable(one: Value, other: Value, decimals: int) -> bool:
    """Return whether the values are so near that a rounded answer could stand for both."""
    return len(told_apart([one, other], decimals)) == 1


def told_apart(values: Iterable[Value], decimals: int) -> list[int]:
    """Return the places of the values that no rounded answer could take for one of those returned before."""
    places: list[int] = []
    expressions: list[Expression] = []
    numbers: dict[tuple[int, ...], list[list[float]]] = {}
    for place, value in enumerate(values):
        if isinstance(value, Expression):
            if any(alike(value, other) for other in expressions):
                continue
            expressions.append(value)
        else:
            ones, of_this_shape = list(map(float, entries(value))), numbers.setdefault(shape_of(value), [])
            if _is_confusable(ones, of_this_shape, decimals):
                continue
            of_this_shape.append(ones)
        places.append(place)
    return places


def _is_confusable(ones: list[float], with_any: list[list[float]], decimals: int) -> bool:
    limit, share = 10.0 ** -(decimals or DECIMALS_OF_NO_WHOLE_NUMBER) * (1 + SLACK), 2 * RELATIVE * (1 + SLACK)
    for others in with_any:  # loops, for every slip of every draw comes here
        if ones == others:
            return True
        if decimals == 0 and all(map(float.is_integer, ones)) and all(map(float.is_integer, others)):
            continue
        for one, other in zip(ones, others, strict=True):
            difference = abs(one - other)
            if difference > limit and difference > share * abs(other):
                break
        else:
            return True
    return False


def rounded(entry: Scalar, decimals: int) -> float | int:
    """Return the entry as a learner would write it, at the asked decimals."""
    if isinstance(entry, int) or (isinstance(entry, Fraction) and entry.denominator == 1):
        return int(entry)
    return round(float(entry), decimals) if decimals else float(entry)
