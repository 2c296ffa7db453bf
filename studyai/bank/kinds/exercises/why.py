"""Says why a seed has no usable draw, and why a slip seldom turns up: which rule, which step, which slip, how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from studyai.bank.kinds.exercises.parts import rule_part
from studyai.exercise.definition import Exercise, Slip, Step
from studyai.exercise.givens import Givens, bind
from studyai.exercise.precision import asked_decimals, confusable
from studyai.exercise.sample import ATTEMPTS, Variant, draw
from studyai.exercise.slips import slip_formula, slips_at
from studyai.exercise.solve import NOTHING, Line, solve, solve_as_far
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import holds, run_strictly, strict_arithmetic

MOST_REASONS = 3  # that are told
LONGEST_FORMULA = 80


@dataclass(frozen=True, slots=True)
class Reason:
    """What is in the way, and the part of the exercise that it is about."""

    text: str
    part: str = ""


def why_unusable(exercise: Exercise, level: int, seed: int) -> tuple[str, str]:
    """Return why none of the seed's draws can be used, most frequent reasons first, and the part to look at."""
    reasons = Counter(_refusal(exercise, draw(exercise, level, seed, attempt)) for attempt in range(ATTEMPTS))
    return _told(reasons, ATTEMPTS), next(iter(reasons.most_common(1)))[0].part


def why_rare(step: Step, slip: Slip, variants: Sequence[Variant]) -> str:
    """Return why the slip is not given away where it is not, most frequent reasons first."""
    lines = [line for variant in variants for line in variant.solution.lines if line.step.symbol == step.symbol]
    reasons = Counter(reason for line in lines if (reason := _absence(line, slip.tag)) is not None)
    return f"Slip {slip.tag} {_told(reasons, len(lines))}" if reasons else "Its step is never reached"


def _told(reasons: Counter[Reason], total: int) -> str:
    return "; ".join(
        f"{reason.text} in {count} of {total} draws" for reason, count in reasons.most_common(MOST_REASONS)
    )


def _refusal(exercise: Exercise, givens: Givens) -> Reason:
    """Return the first thing that makes the draw unusable."""
    values = bind(exercise, givens)
    for number, rule in enumerate(required.rule for required in exercise.require):
        try:
            if not holds(rule.compiled, values):
                return Reason(f"the rule `{shortened(rule.text)}` refuses", rule_part(number))
        except EvaluationError as problem:
            return Reason(f"the rule `{shortened(rule.text)}` has no value ({problem})", rule_part(number))
    try:
        solve(exercise, givens, bound=values)
    except EvaluationError as problem:
        return _without_value(exercise, givens, problem)
    return Reason("nothing speaks against it")


def _without_value(exercise: Exercise, givens: Givens, problem: EvaluationError) -> Reason:
    solved = solve_as_far(exercise, givens, NOTHING).lines
    symbols = [step.symbol for step in exercise.steps()]
    after = symbols.index(solved[-1].step.symbol) + 1 if solved else 0
    symbol = symbols[after % len(symbols)]
    return Reason(f"step {symbol} has no value ({problem})", symbol)


def _absence(line: Line, tag: str) -> Reason | None:
    """Return why an answer to the line cannot give the slip away; None where it can."""
    told_apart = slips_at(line)
    slip = next((slip for slip in line.step.slips if slip.tag == tag), None)
    if any(slipped.slip is slip for slipped in told_apart):
        return None
    if slip is None:
        return Reason("has no formula for the options chosen")
    try:
        with strict_arithmetic():
            if slip.when is not None and not holds(slip.when.compiled, line.values):
                return Reason(f"has the `when: {shortened(slip.when.text)}`, which is 0,")
            value = run_strictly(slip_formula(slip).compiled, line.values)
    except EvaluationError as problem:
        return Reason(f"has no value ({problem})")
    decimals = asked_decimals(line.value, line.step.decimals)
    if confusable(value, line.value, decimals):
        return Reason(f"equals step {line.step.symbol}'s value")
    same = next(other for other in told_apart if confusable(value, other.value, decimals))
    return Reason(f"equals slip {same.slip.tag}")


def shortened(text: str) -> str:
    """Return the formula, or its beginning where it is long."""
    return text if len(text) <= LONGEST_FORMULA else f"{text[: LONGEST_FORMULA - 1]}…"
