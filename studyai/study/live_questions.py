"""Questions from a live model: the bank's exercises with its numbers, held against what its own tensors have."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from studyai.bank.bank import Bank
from studyai.errors import ToldError
from studyai.exercise.definition import Given
from studyai.exercise.givens import GivenError
from studyai.exercise.mark import Verdict, mark_value
from studyai.exercise.precision import agrees, asked_decimals, rounded
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Line
from studyai.formula.arrays import as_array, entries, shape_of
from studyai.formula.errors import EvaluationError
from studyai.formula.values import Value
from studyai.protocol import LiveNumber
from studyai.study.items.live import LiveItem, pose

SAME = 1e-3  # how far rounded givens may lead from the truth, relative to the larger of 1 and the value


class Disagreement(ToldError):
    """The exercise's answer is not what the model has: one of the two is wrong."""


def live_questions(bank: Bank, asked: Sequence[LiveNumber]) -> list[LiveItem]:
    """Return the first good question of every kind, in the order in which the kinds come; none that disagrees."""
    good: dict[str, LiveItem] = {}
    for one in asked:
        if one.kind not in good:
            try:
                posed = live_question(bank, one)
            except Disagreement:
                continue
            if posed is not None:
                good[one.kind] = posed
    return list(good.values())


def live_question(bank: Bank, asked: LiveNumber) -> LiveItem | None:
    """Return the question, marked like any other; None where its numbers make no good one.

    They do not when they are outside of what the exercise takes, when rounding them moves the answer further than
    the asked precision, or when a classic mistake would not be told from the right answer. Raises `Disagreement`
    where rounding alone cannot be the reason.
    """
    try:
        posed = checked_question(bank, asked)
    except (GivenError, EvaluationError):
        return None
    return posed if _is_good(posed, truth_of(asked)) else None


def checked_question(bank: Bank, asked: LiveNumber) -> LiveItem:
    """Return the question whether it is a good one or not: it was asked for by name.

    Raises `Disagreement`, and GivenError or EvaluationError where the exercise does not take its numbers.
    """
    exercise = bank.exercise(asked.exercise)
    givens = {name: _value(exercise.givens[name], value) for name, value in asked.givens.items()}
    posed = pose(bank, asked.exercise, givens, asked.key, asked.about)
    _check_same(posed, truth_of(asked))
    return posed


def truth_of(asked: LiveNumber) -> Value:
    """Return what the model has."""
    return as_array(asked.truth) if isinstance(asked.truth, list) else _exact(asked.truth)


def _value(given: Given, value: Any) -> Any:
    if given.options:
        return value
    if isinstance(value, list):
        return as_array([_value(given, entry) for entry in value])
    return _exact(value)


def _exact(value: Any) -> Any:
    number: Any = Fraction(Decimal(value)) if isinstance(value, str) else value
    return int(number) if isinstance(number, Fraction) and number.denominator == 1 else number


def _check_same(posed: LiveItem, truth: Value) -> None:
    ours = posed.line.value
    pairs = zip(entries(ours), entries(truth), strict=True) if shape_of(ours) == shape_of(truth) else None
    if pairs is None or any(abs(float(a) - float(b)) > SAME * max(1.0, abs(float(a))) for a, b in pairs):
        raise Disagreement(f"{posed.about} ({posed.variant.exercise.id}): {ours} by the exercise, {truth} in the model")


def _is_good(posed: LiveItem, truth: Value) -> bool:
    line = posed.line
    decimals = asked_decimals(line.value, line.step.decimals)
    if not agrees(truth, line.value, decimals) or not agrees(as_asked(truth, decimals), line.value, decimals):
        return False
    return not line.step.slips or _is_named(posed, line)


def _is_named(posed: LiveItem, line: Line) -> bool:
    """Return whether one of the slips at least is recognised by its value."""
    solution = posed.variant.solution
    marks = (mark_value(solution, posed.line.key, one.value, {}) for one in slips_at(line))
    return any(one.verdict is Verdict.SLIP for one in marks)


def as_asked(value: Value, decimals: int) -> Value:
    """Return a value as a learner writes it, at the asked decimals."""
    numbers = [rounded(entry, decimals) for entry in entries(value)]
    return as_array(numbers).reshape(shape_of(value)) if shape_of(value) else numbers[0]
