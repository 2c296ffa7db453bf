"""What is right but for how it was rounded: to too few decimals, cut, or off by one unit in the last digit."""

from __future__ import annotations

import math

from studyai.exercise.precision import SLACK
from studyai.formula.arrays import entries
from studyai.formula.values import Value

LEAST_KNOWN_DIGITS = 4  # of a large whole number, so that a guess is no answer
MANY_DIGITS = 7


def said_of_rounding(typed: Value, truth: Value, decimals: int) -> str:
    """Return what to say of an answer that was found but not written as asked; empty for any other.

    Both have one shape and are numbers.
    """
    pairs = [(float(one), float(true)) for one, true in zip(entries(typed), entries(truth), strict=True)]
    if decimals == 0:
        return "Right so far, but give the whole number to its last digit." if _is_approximate(pairs) else ""
    for given in range(decimals + 1):
        if given < decimals and all(_is_rounded(one, true, given) for one, true in pairs):
            return f"Right so far, but give {decimals} decimals."
        if given and all(_is_rounded(one, true, given) or _is_cut(one, true, given) for one, true in pairs):
            return f"This is cut, not rounded: round to {decimals} decimals."
    return ""


def is_one_unit_off(typed: Value, truth: Value, decimals: int) -> bool:
    """Return whether no entry is further off than one unit of the last decimal asked."""
    if decimals == 0:
        return False
    unit = 10.0**-decimals
    pairs = zip(entries(typed), entries(truth), strict=True)
    return all(abs(float(one) - round(float(true), decimals)) <= unit * (1 + SLACK) for one, true in pairs)


def _is_rounded(one: float, true: float, decimals: int) -> bool:
    """Return whether it is the truth at this many decimals (a half up or down); 0 for 0.4 tells nothing."""
    if decimals == 0 and abs(true) < 1 and true != 0:
        return False
    return _has_decimals(one, decimals) and abs(true - one) <= 0.5 * 10.0**-decimals + SLACK


def _is_cut(one: float, true: float, decimals: int) -> bool:
    """Return whether it is the truth with the decimals behind these left out."""
    kept = math.floor(abs(true) * 10.0**decimals + SLACK) / 10.0**decimals
    return kept != 0 and _has_decimals(one, decimals) and abs(one - math.copysign(kept, true)) <= SLACK


def _has_decimals(one: float, decimals: int) -> bool:
    return abs(round(one, decimals) - one) < SLACK


def _is_approximate(pairs: list[tuple[float, float]]) -> bool:
    """Return whether each is the whole number asked, or what a calculator shows of a large one."""
    return all(one == true or _has_first_digits(one, true) for one, true in pairs)


def _has_first_digits(one: float, true: float) -> bool:
    digits = len(str(abs(int(true))))
    return digits >= MANY_DIGITS and any(
        one == round(true, known - digits) for known in range(LEAST_KNOWN_DIGITS, digits)
    )
