"""Multiple choice: the right value of a step among what its slips lead to, all told apart, in random order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studyai.exercise.definition import Slip
from studyai.exercise.mark import Mark, Verdict, mark_value
from studyai.exercise.precision import asked_decimals, confusable, rounded
from studyai.exercise.sample import Variant
from studyai.exercise.slips import slips_at, solve_with_slip
from studyai.exercise.solve import Line, Solution
from studyai.formula.arrays import as_array, nested
from studyai.formula.errors import EvaluationError
from studyai.formula.expression import Expression
from studyai.formula.values import Value

COUNT = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose, and the slip that leads to it; None for the right one."""

    value: Value
    slip: Slip | None


def choices(solution: Solution, step_symbol: str, count: int = COUNT, *, source: random.Random) -> list[Choice]:
    """Return up to `count` values of the line with this key, the right one among them.

    First come the step's own slips; where these are too few, what slips of earlier steps lead to here.
    No rounded answer could stand for two of them. Raises KeyError for an unknown key.
    """
    line = solution.line(step_symbol)
    decimals = asked_decimals(line.value, line.step.decimals)
    own = [Choice(slipped.value, slipped.slip) for slipped in slips_at(line)]
    source.shuffle(own)
    chosen = [Choice(line.value, None)]
    for choice in (*own, *_carried(solution, line)):
        if len(chosen) == count:
            break
        if not any(confusable(choice.value, one.value, decimals) for one in chosen):
            chosen.append(choice)
    source.shuffle(chosen)
    return chosen


def offered(variant: Variant, line: Line) -> list[Choice]:
    """Return the choices of a variant's step, in an order that only the variant decides."""
    return choices(variant.solution, line.key, source=random.Random(f"choices:{variant.id}:{line.key}"))


def mark_choice(solution: Solution, key: str, choice: Choice, earlier: Mapping[str, Value]) -> Mark:
    """Return the mark of a chosen value: as if it had been typed, but what was not right is the slip that led to it."""
    given = mark_value(solution, key, choice.value, earlier)
    if choice.slip is None or given.earns_credit:
        return given
    return Mark(key, Verdict.SLIP, choice.slip.say, choice.slip.tag, choice.value)


def as_shown(choice: Choice, line: Line) -> Value:
    """Return the choice's value at the asked decimals: choices are still told apart by it."""
    value = choice.value
    decimals = asked_decimals(line.value, line.step.decimals)
    if isinstance(value, Expression) or decimals == 0:
        return value
    shown = nested(value, lambda entry: rounded(entry, decimals))
    return as_array(shown) if isinstance(shown, list) else shown


def _carried(solution: Solution, line: Line) -> Iterator[Choice]:
    """Yield what the line's value becomes after a slip at an earlier step, the latest step first."""
    for earlier in reversed(solution.lines[: solution.lines.index(line)]):
        for slipped in slips_at(earlier):
            try:
                value = solve_with_slip(solution, earlier, slipped.slip).line(line.key).value
            except (EvaluationError, KeyError):
                continue  # it leads nowhere with these numbers
            yield Choice(value, slipped.slip)
