"""How exactly an answer is asked, on both sides of every limit."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from studyai.exercise.precision import (
    agrees,
    asked_decimals,
    confusable,
    differing,
    rounded,
    told_apart,
    tolerance,
)
from studyai.formula.arrays import as_array
from studyai.formula.expression import Expression
from studyai.formula.parse import parse_formula
from studyai.formula.values import Scalar, Value


def expression(text: str) -> Expression:
    return Expression(parse_formula(text))


@pytest.mark.parametrize(
    ("value", "of_the_step", "asked"),
    [
        (0.5, 3, 3),
        (123.456, 3, 3),
        (0.1, 3, 3),  # 0.100 has three significant digits
        (0.0999, 3, 4),
        (0.00123, 3, 5),
        (-0.0123, 3, 4),
        (1e-9, 3, 11),
        (1e-10, 3, 12),
        (1e-11, 3, 12),  # more than 12 are never asked
        (500, 1, 1),
        (50, 1, 1),
        (5, 1, 2),
        (1, 1, 2),
        (0.5, 1, 3),
        (0, 3, 3),
        (0, 1, 1),
        (math.inf, 3, 3),
        (as_array([0.001, -5.0]), 3, 3),  # the largest entry decides
        (as_array([0.001, -0.02]), 3, 4),
        (7, 0, 0),
        (7.0, 0, 0),
        (0, 0, 0),
        (as_array([[1, 2], [3, 4]]), 0, 0),
        (Fraction(7, 2), 0, 3),
        (as_array([1, 2.5]), 0, 3),
        (Fraction(1, 20), 0, 4),
        (expression("2*w"), 3, 0),
    ],
)
def test_as_many_decimals_are_asked_as_the_step_says_and_three_digits_of_a_small_value(
    value: Value, of_the_step: int, asked: int
) -> None:
    assert asked_decimals(value, of_the_step) == asked


@pytest.mark.parametrize(
    ("entry", "decimals", "far"),
    [
        (7, 0, 0.0),
        (7, 1, 0.05),
        (0.5, 3, 0.0005),
        (-100, 3, 0.0005),  # five millionths of 100 are as much
        (-200, 3, 0.001),
        (10**6, 3, 5.0),
        (Fraction(1, 3), 2, 0.005),
    ],
)
def test_an_answer_may_lie_half_a_unit_of_the_last_decimal_away(entry: Scalar, decimals: int, far: float) -> None:
    assert tolerance(entry, decimals) == pytest.approx(far, rel=1e-8)


@pytest.mark.parametrize(
    ("typed", "truth", "decimals", "right"),
    [
        (0.123, 0.1235, 3, True),  # a half may be rounded down
        (0.124, 0.1235, 3, True),  # and up
        (0.123, 0.12351, 3, False),
        (0.124, 0.12349, 3, False),
        (0.3, 0.35, 1, True),
        (0.4, 0.35, 1, True),
        (-0.5, 0.5, 3, False),
        (Fraction(1, 3), 0.333, 3, True),
        (200_001, 200_000, 3, True),  # five millionths of a large value
        (200_001.1, 200_000, 3, False),
        (13, 13, 0, True),
        (14, 13, 0, False),
        (13 + 1e-10, 13, 0, True),  # sqrt(13)**2 is no whole number in floating point
        (13, 13 + 1e-10, 0, True),
        (-13 - 1e-10, -13, 0, True),
        (13 + 1e-8, 13, 0, False),
        (1e-9, 0, 0, False),
        (0.0, 0, 0, True),
        (13.0, -13, 0, False),
        (Fraction(13 * 10**10 + 1, 10**10), 13, 0, False),  # a fraction is exact, and this one is not 13
        (as_array([1, 2]), as_array([1, 2]), 0, True),
        (as_array([1, 2]), as_array([[1, 2]]), 0, False),
        (as_array([1, 2]), as_array([1, 3]), 0, False),
        (as_array([0.12, 0.46]), as_array([0.123, 0.456]), 2, True),
        (as_array([0.12, 0.47]), as_array([0.123, 0.456]), 2, False),
        (expression("w + w"), expression("2*w"), 0, True),
        (expression("w + 1"), expression("2*w"), 0, False),
        (2, expression("2"), 0, False),
        (expression("2"), 2, 0, False),
    ],
)
def test_an_answer_is_right_within_the_asked_decimals(typed: Value, truth: Value, decimals: int, right: bool) -> None:
    assert agrees(typed, truth, decimals) is right


def test_wrong_entries_are_told_by_their_places_in_reading_order() -> None:
    truth = as_array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    assert differing(as_array([[1.0004, 2.0, 3.0006], [4.0, -5.0, 6.0]]), truth, 3) == [2, 4]
    assert differing(truth, truth, 3) == []


@pytest.mark.parametrize(
    ("one", "other", "decimals", "alike"),
    [
        (0.123, 0.124, 3, True),  # 0.1235 may be rounded to both
        (0.123, 0.12401, 3, False),
        (0.123, -0.123, 3, False),
        (0.001, 0.003, 3, False),
        (100_000.0, 100_001.0, 3, True),  # ten millionths of a large value
        (100_000.0, 100_001.1, 3, False),
        (26.6, 26.7, 1, True),
        (26.6, 26.8, 1, False),
        (13.33, 13.34, 0, True),  # of what is not whole, two decimals are written
        (13.33, 13.36, 0, False),
        (13.0, 14.0, 0, False),
        (13, 13.01, 0, True),
        (as_array([1, 2.5]), as_array([1, 2.5]), 0, True),
        (as_array([1, 2.5]), as_array([2, 2.5]), 0, False),
        (as_array([0.1, 0.2]), as_array([0.1, 0.3]), 3, False),
        (as_array([0.1, 0.2]), as_array([[0.1], [0.2]]), 3, False),
        (expression("2*w"), expression("w + w"), 0, True),
        (expression("2*w"), expression("w + 2"), 0, False),
        (expression("2"), 2, 0, False),
    ],
)
def test_values_that_one_rounded_answer_could_stand_for_are_confusable(
    one: Value, other: Value, decimals: int, alike: bool
) -> None:
    assert confusable(one, other, decimals) is alike
    assert confusable(other, one, decimals) is alike


@pytest.mark.parametrize(
    ("values", "decimals", "told"),
    [
        ([1, 1.0004, 2, 2.0004, 1, 3], 3, [0, 2, 5]),
        ([0, 0.0009, 0.0018], 3, [0, 2]),  # held against what stays, not against what went
        ([expression("2*w"), 2, expression("w + w"), expression("3*w"), 2, as_array([2])], 3, [0, 1, 3, 5]),
        ([], 3, []),
    ],
)
def test_of_values_that_look_alike_the_first_stays(values: list[Value], decimals: int, told: list[int]) -> None:
    assert told_apart(values, decimals) == told


@pytest.mark.parametrize(
    ("entry", "decimals", "written"),
    [
        (7, 3, "7"),
        (Fraction(6, 2), 3, "3"),
        (Fraction(2, 3), 3, "0.667"),
        (-0.12345, 4, "-0.1235"),
        (3.0, 3, "3.0"),
        (2.75, 1, "2.8"),
        (Fraction(11, 4), 0, "2.75"),  # where whole numbers are asked, what is not whole is not rounded to one
        (2.75, 0, "2.75"),
    ],
)
def test_an_entry_is_rounded_as_a_learner_would_write_it(entry: Scalar, decimals: int, written: str) -> None:
    assert str(rounded(entry, decimals)) == written
