"""A simulated learner: types every step rounded as asked, computes on from what was typed, makes one slip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studyai.exercise.mark import Verdict, mark
from studyai.exercise.precision import asked_decimals, rounded
from studyai.exercise.sample import Variant
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Line, Override, solve
from studyai.formula.arrays import nested
from studyai.formula.values import Scalar, Value


@dataclass(frozen=True)
class Meeting:
    """One answer and how it was marked; `slip` (STEP.TAG) is None for a right answer."""

    where: str
    slip: str | None
    as_it_should: bool
    said: str


def meetings(variant: Variant) -> Iterator[Meeting]:
    """At every step, with all steps before done right: each slip that can be made there, then the right answer."""
    read: dict[str, Value] = {}
    for line in variant.solution.lines:
        own = _from(variant, read, line)
        served = {slipped.slip.tag for slipped in slips_at(line)}
        for slipped in (one for one in slips_at(own) if one.slip.tag in served):
            given = mark(variant.solution, line.key, as_typed(slipped.value, line), read)
            named = given.verdict is Verdict.SLIP and given.slip == slipped.slip.tag
            said = f"{line.key}: {given.verdict} {given.slip}"
            yield Meeting(variant.id, f"{line.step.symbol}.{slipped.slip.tag}", named, said)
        given = mark(variant.solution, line.key, as_typed(own.value, line), read)
        yield Meeting(variant.id, None, given.verdict is Verdict.CORRECT, f"{line.key}: {given.verdict}")
        read[line.key] = line.value if given.value is None else given.value


def _from(variant: Variant, read: dict[str, Value], line: Line) -> Line:
    """The step as it is computed from what was typed before."""
    return solve(variant.exercise, variant.givens, Override({}, read)).line(line.key)


def as_typed(value: Value, line: Line) -> str:
    """The value at the decimals that the step asks for; of whole numbers, as exactly as it needs."""
    decimals = asked_decimals(line.value, line.step.decimals) or asked_decimals(value, 0)

    def entry_text(entry: Scalar) -> str:
        number = rounded(entry, decimals)
        return str(number) if isinstance(number, int) else f"{number:.{decimals or 6}f}"

    return _listed(nested(value, entry_text))


def _listed(shown: object) -> str:
    return f"[{', '.join(map(_listed, shown))}]" if isinstance(shown, list) else str(shown)
