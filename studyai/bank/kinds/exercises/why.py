"""Says why a seed has no usable draw, and why a slip never turns up: which rule, which step, which slip, how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from studyai.bank.kinds.exercises.parts import rule_part, slip_part
from studyai.exercise.definition import Exercise, Slip, Step
from studyai.exercise.givens import Givens, bind
from studyai.exercise.precision import asked_decimals, distinct
from studyai.exercise.sample import ATTEMPTS, SamplingError, draw, sample
from studyai.exercise.slips import slip_formula, slips_at
from studyai.exercise.solve import NOTHING, Line, solve, solve_as_far
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import run, run_strictly, strict_arithmetic

MOST_REASONS = 3  # that are told
SEEDS = 50  # of each level, in which a slip is looked for


@dataclass(frozen=True, slots=True)
class Reason:
    """What is in the way, and the part of the exercise that it is about."""

    text: str
    part: str = ""


def why_unusable(exercise: Exercise, level: int, seed: int) -> tuple[str, str]:
    """Return why none of the seed's draws can be used, most frequent reasons first, and the part to look at."""
    reasons = Counter(_refusal(exercise, draw(exercise, level, seed, attempt)) for attempt in range(ATTEMPTS))
    return _told(reasons, ATTEMPTS), next(iter(reasons.most_common(1)))[0].part


def why_never(exercise: Exercise, step: Step, slip: Slip) -> str:
    """Return why the slip turns up in no variant, most frequent reasons first."""
    reasons = Counter(
        _absence(line, slip.tag)
        for level in exercise.levels
        for seed in range(1, SEEDS + 1)
        for line in _lines(exercise, level, seed)
        if line.step.symbol == step.symbol
    )
    return _told(reasons, reasons.total()) if reasons else "its step is never reached"


def _told(reasons: Counter[Reason], total: int) -> str:
    return "; ".join(
        f"{reason.text} in {count} of {total} draws" for reason, count in reasons.most_common(MOST_REASONS)
    )


def _lines(exercise: Exercise, level: int, seed: int) -> tuple[Line, ...]:
    try:
        return sample(exercise, level, seed).solution.lines
    except (SamplingError, EvaluationError):
        return ()


def _refusal(exercise: Exercise, givens: Givens) -> Reason:
    """Return the first thing that makes the draw unusable."""
    values = bind(exercise, givens)
    for number, (rule, _) in enumerate(exercise.require):
        try:
            if not run(rule.compiled, values):
                return Reason(f"the rule `{rule.text}` refuses", rule_part(number))
        except EvaluationError as problem:
            return Reason(f"the rule `{rule.text}` has no value ({problem})", rule_part(number))
    try:
        lines = solve(exercise, givens, bound=values).lines
    except EvaluationError as problem:
        return _without_value(exercise, givens, problem)
    return next(_collisions(lines), Reason("nothing speaks against it"))


def _without_value(exercise: Exercise, givens: Givens, problem: EvaluationError) -> Reason:
    solved = solve_as_far(exercise, givens, NOTHING).lines
    symbols = [step.symbol for step in exercise.steps()]
    after = symbols.index(solved[-1].step.symbol) + 1 if solved else 0
    symbol = symbols[after % len(symbols)]
    return Reason(f"step {symbol} has no value ({problem})", symbol)


def _collisions(lines: tuple[Line, ...]) -> Iterator[Reason]:
    """Yield each slip that equals the truth or another slip of its step."""
    for line in lines:
        decimals = asked_decimals(line.value, line.step.decimals)
        others = [(f"step {line.step.symbol}'s value", line.value)]
        for slipped in slips_at(line):
            name = f"slip {slipped.slip.tag} of step {line.step.symbol}"
            part = slip_part(line.step.symbol, slipped.slip.tag)
            yield from (
                Reason(f"{name} equals {other}", part)
                for other, value in others
                if not distinct([slipped.value, value], decimals)
            )
            others.append((f"slip {slipped.slip.tag}", slipped.value))


def _absence(line: Line, tag: str) -> Reason:
    """Return why nobody can have made the slip at this line."""
    slip = next((slip for slip in line.step.slips if slip.tag == tag), None)
    if slip is None:
        return Reason("it has no formula for the options chosen")
    try:
        with strict_arithmetic():
            if slip.when is not None and not run_strictly(slip.when.compiled, line.values):
                return Reason(f"its `when: {slip.when.text}` is 0")
            run_strictly(slip_formula(slip).compiled, line.values)
    except EvaluationError as problem:
        return Reason(f"it has no value ({problem})")
    return Reason(f"it equals step {line.step.symbol}'s value or another slip")
