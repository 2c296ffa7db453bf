"""Slips: the value a learner gets who makes a classic mistake, found by solving with one step overridden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studyai.exercise.definition import Formula, Slip
from studyai.exercise.precision import asked_decimals, told_apart
from studyai.exercise.solve import Line, Override, Solution, solve
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import holds, run_strictly, strict_arithmetic
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
    with strict_arithmetic():
        return _told_apart(line, _made_at(line))


def _told_apart(line: Line, made: Sequence[Slipped]) -> list[Slipped]:
    decimals = asked_decimals(line.value, line.step.decimals)
    _, *places = told_apart([line.value, *(slipped.value for slipped in made)], decimals)
    return [made[place - 1] for place in places]


def _made_at(line: Line) -> list[Slipped]:
    """Return the slips that lead to a value with these numbers, whatever it is; inside `strict_arithmetic`."""
    made: list[Slipped] = []
    for slip in line.step.slips:
        try:
            if slip.when is None or holds(slip.when.compiled, line.values):
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
    named = possible = 0
    ahead = sum(len(line.step.slips) for line in solution.lines)
    with strict_arithmetic():
        for line in solution.lines:
            if 5 * named >= possible + ahead:
                break  # whatever the lines ahead give away
            made = _made_at(line)
            possible += len(made)
            named += len(_told_apart(line, made)) if made else 0
            ahead -= len(line.step.slips)
    return 5 * named >= possible


def solve_with_slip(solution: Solution, line: Line, slip: Slip) -> Solution:
    """Return the whole solution of a learner who makes the slip at this step, in every round of its block."""
    return solve(solution.exercise, solution.givens, Override({line.step.symbol: slip_formula(slip).compiled}, {}))
