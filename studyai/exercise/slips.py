"""Slips: the value a learner gets who makes a classic mistake, found by solving with one step overridden."""

from __future__ import annotations

from dataclasses import dataclass

from studyai.exercise.definition import Formula, Slip
from studyai.exercise.precision import asked_decimals, confusable
from studyai.exercise.solve import Line, Override, Solution, solve
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import run_strictly, strict_arithmetic
from studyai.formula.values import Value


@dataclass(frozen=True, slots=True)
class Slipped:
    """A slip and the value it gives at one line."""

    slip: Slip
    value: Value


def slips_at(line: Line) -> list[Slipped]:
    """Return the slips that an answer to the line can give away, each with its value.

    Whoever gets the truth by a slip cannot be told of it, and of two slips with one value only the first is named.
    """
    decimals = asked_decimals(line.value, line.step.decimals)
    told_apart: list[Slipped] = []
    for slipped in _made_at(line):
        others = (line.value, *(one.value for one in told_apart))
        if not any(confusable(slipped.value, other, decimals) for other in others):
            told_apart.append(slipped)
    return told_apart


def _made_at(line: Line) -> list[Slipped]:
    """Return the slips that lead to a value with these numbers, whatever it is."""
    made: list[Slipped] = []
    with strict_arithmetic():
        for slip in line.step.slips:
            try:
                if slip.when is None or run_strictly(slip.when.compiled, line.values):
                    made.append(Slipped(slip, run_strictly(slip_formula(slip).compiled, line.values)))
            except EvaluationError:
                continue  # it leads nowhere with these numbers, so nobody can have made it
    return made


def slip_formula(slip: Slip) -> Formula:
    """Return the slip's formula, its convention chosen."""
    assert isinstance(slip.formula, Formula)
    return slip.formula


def is_worth_asking(solution: Solution) -> bool:
    """Return whether the numbers give away a fifth at least of the slips that can be made with them."""
    lines = [line for line in solution.lines if line.step.slips]
    return 5 * sum(len(slips_at(line)) for line in lines) >= sum(len(_made_at(line)) for line in lines)


def solve_with_slip(solution: Solution, line: Line, slip: Slip) -> Solution:
    """Return the whole solution of a learner who makes the slip at this step, in every round of its block."""
    return solve(solution.exercise, solution.givens, Override({line.step.symbol: slip_formula(slip).compiled}, {}))
