"""The second opinion: the givens handed to the oracle, its answer held against the solution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from studyai.client.errors import WorkerProblem
from studyai.client.worker import Worker
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Solution
from studyai.exercise.symbolic import variables
from studyai.formula.arrays import as_array, entries, exact_number, nested, shape_of
from studyai.formula.expression import Expression
from studyai.formula.probing import column, fingerprint, values_at
from studyai.formula.values import Array, Value
from studyai.protocol import Values

REFUSALS = ("bad-givens", "refused")  # what the worker says where an oracle does not take the givens
AGREED = 1e-8  # the largest relative difference of two float64 computations that counts as agreement


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether torch agrees: its values by key, the largest relative difference, what went wrong if anything.

    `refused`: torch does not take these givens, so that it neither agrees nor disagrees; `problem` says why.
    """

    agrees: bool
    values: Values
    difference: float
    problem: str = ""
    refused: bool = False

    @property
    def disagreement(self) -> str:
        """What there is to say where torch does not agree; empty where it does."""
        if self.agrees:
            return ""
        return f"torch {'cannot check this' if self.refused else 'disagrees'}: {self.problem}"


def oracle_givens(solution: Solution) -> Values:
    """Return the givens as they travel: exact numbers, conventions by name."""
    givens = {
        symbol: value if isinstance(value, str) else nested(value, exact_number)
        for symbol, value in solution.givens.items()
    }
    return {**givens, **{name: points.tolist() for name, points in points_of(solution).items()}}


def points_of(solution: Solution) -> dict[str, Array]:
    """Return where expressions are compared: each variable's values at the points where all of them have one."""
    values = solution.lines[0].values
    expressions = [value for value in values.values() if isinstance(value, Expression)]
    if not expressions:
        return {}
    answers = [line.value for line in solution.lines if isinstance(line.value, Expression)]
    everywhere = zip(*map(fingerprint, [*expressions, *answers]), strict=True)
    places = [place for place, numbers in enumerate(everywhere) if all(map(math.isfinite, numbers))]
    return {name: column(name)[np.array(places, dtype=int)] for name in variables(solution.lines[0])}


def in_numbers(solution: Solution, value: Value) -> Value:
    """Return what an oracle's value is held against: of an expression its values at the points."""
    return values_at(value.node, points_of(solution)) if isinstance(value, Expression) else value


def compare(solution: Solution, answer: Values | str) -> Comparison:
    """Hold an oracle's answer against the solution: every asked value must be in it, and nothing but steps.

    A text is why the oracle refused.
    """
    if isinstance(answer, str):
        return Comparison(False, {}, math.inf, answer, refused=True)
    lines = {line.key: in_numbers(solution, line.value) for line in solution.lines}
    missing = [key for key in solution.answer if key not in answer]
    if missing:
        return Comparison(False, answer, math.inf, f"the oracle says nothing about {', '.join(missing)}")
    unknown = [key for key in answer if key not in lines]
    if unknown:
        return Comparison(False, answer, math.inf, f"the oracle answers {', '.join(unknown)}, which is no step")
    differences = {key: difference(lines[key], answer[key]) for key in answer}
    largest = max(differences.values())
    wrong = [key for key, value in differences.items() if not value <= AGREED]
    return Comparison(not wrong, answer, largest, f"different: {', '.join(wrong)}" if wrong else "")


def difference(ours: Value, theirs: Any) -> float:
    """Return the largest difference of two values' entries, relative to the larger of 1 and their size."""
    other = _read(theirs)
    if other is None or shape_of(ours) != shape_of(other):
        return math.inf
    pairs = zip(entries(ours), entries(other), strict=True)
    return max(abs(float(one) - float(two)) / max(1.0, abs(float(one))) for one, two in pairs)


def _read(value: Any) -> Value | None:
    try:
        if isinstance(value, list):
            return as_array(_numbers(value))
        number: Value = _numbers(value)
    except (ValueError, ZeroDivisionError):
        return None
    return number


def _numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    if isinstance(value, str):
        return float(value) if value.strip("-") in ("nan", "inf") else Fraction(value)
    return value


async def check(worker: Worker, variant: Variant) -> Comparison:
    """Ask the oracle of this variant; raises WorkerLost. An oracle that refuses neither agrees nor disagrees."""
    try:
        return compare(variant.solution, await worker.check(variant.exercise.oracle, oracle_givens(variant.solution)))
    except WorkerProblem as problem:
        return _unanswered(problem)


def _unanswered(problem: WorkerProblem) -> Comparison:
    return Comparison(False, {}, math.inf, problem.message, refused=problem.name in REFUSALS)


async def check_many(worker: Worker, variants: Sequence[Variant]) -> list[Comparison]:
    """Do as `check`, for many variants of one exercise in one go."""
    if not variants:
        return []
    givens = [oracle_givens(variant.solution) for variant in variants]
    try:
        answers = await worker.check_many(variants[0].exercise.oracle, givens)
    except WorkerProblem as problem:
        return [_unanswered(problem)] * len(variants)
    return [compare(variant.solution, answer) for variant, answer in zip(variants, answers, strict=True)]
