"""Slips: the value a learner gets who makes a classic mistake, found by solving with one step overridden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studyai.exercise.definition import Formula, Slip
from studyai.exercise.precision import asked_decimals, distinct
from studyai.exercise.solve import Line, Override, Solution, solve
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import run_strictly, strict_arithmetic
from studyai.formula.tree import Value


@dataclass(frozen=True, slots=True)
class Slipped:
    """A slip and the value it gives at one line."""

    slip: Slip
    value: Value


def slips_at(line: Line, values: Mapping[str, Value] | None = None) -> list[Slipped]:
    """Return each slip of the line's step that can be made with these values (by default the true ones)."""
    with strict_arithmetic():
        return _slips_at(line, line.values if values is None else values)


def _slips_at(line: Line, names: Mapping[str, Value]) -> list[Slipped]:
    slipped: list[Slipped] = []
    for slip in line.step.slips:
        try:
            if slip.when is None or run_strictly(slip.when.compiled, names):
                slipped.append(Slipped(slip, run_strictly(slip_formula(slip).compiled, names)))
        except EvaluationError:
            continue  # it leads nowhere with these numbers, so nobody can have made it
    return slipped


def noticeable_slips(line: Line) -> list[Slipped]:
    """Return the slips that change the value: with a user's own givens some do not."""
    decimals = asked_decimals(line.value, line.step.decimals)
    return [slipped for slipped in slips_at(line) if distinct([line.value, slipped.value], decimals)]


def slip_formula(slip: Slip) -> Formula:
    """Return the slip's formula, its convention chosen."""
    assert isinstance(slip.formula, Formula)
    return slip.formula


def slips_are_distinct(solution: Solution) -> bool:
    """Return whether, at every line, the truth and every slip could be told apart by a rounded answer."""
    with strict_arithmetic():
        return all(
            distinct(
                [line.value, *(slipped.value for slipped in _slips_at(line, line.values))],
                asked_decimals(line.value, line.step.decimals),
            )
            for line in solution.lines
            if line.step.slips
        )


def solve_with_slip(solution: Solution, line: Line, slip: Slip) -> Solution:
    """Return the whole solution of a learner who makes the slip at this step, in every round of its block."""
    return solve(solution.exercise, solution.givens, Override({line.step.symbol: slip_formula(slip).compiled}, {}))
