"""How long an answer that is an expression takes to be marked: right in several forms, each slip, and wrong."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

from benchmarks.figure import Figure, median, percentile
from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.mark import Verdict, mark
from studyai.exercise.sample import Variant, sample
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Line
from studyai.exercise.symbolic import variables
from studyai.formula.expression import Expression

SEEDS = 5  # of every level
REACH = 100.0  # ms, each
HOSTILE = (
    "{w} + 1/9**9**9",
    "{w}*(9**9**9)**0",
    "{w} + 1e-18",
    "{w} + sin(1e20*{w})",
    "exp(exp(exp(exp(exp({w}*1e9)))))",
    "({w} + 1)**1e20",
    "*".join(["({w} + 2)**20"] * 20),
    "+".join(["tanh(sin({w}))"] * 30),
    "(" * 55 + "{w}" + ")" * 55,
)


def answers(line: Line) -> Iterator[tuple[str, str]]:
    """Yield what is typed to a step, each with what it is: right, a slip's, or otherwise wrong."""
    truth = str(line.value)
    yield "right", truth
    yield "right", f"2*({truth})/2"
    yield "right", f"({truth})*(sin(1)**2 + cos(1)**2)"
    yield "right", f"-(-({truth}) + 1) + 1"
    for slipped in slips_at(line):
        yield "slip", str(slipped.value)
    for wrong in ("{} + 1", "3*({})", "-({})", "({})**2", "({}) + 1e-18"):
        yield "wrong", wrong.format(truth)
    for hostile in HOSTILE:
        yield "hostile", hostile.replace("{w}", variables(line)[0])
        yield "hostile", f"({truth}) + {hostile.replace('{w}', variables(line)[0])}"[:600]


def variants() -> Iterator[Variant]:
    """Yield seeds of every level of the exercises that ask for an expression."""
    bank = Bank([built_in()])
    for identifier in bank.ids():
        exercise = bank.exercise(identifier)
        if any(given.variables for given in exercise.givens.values()):
            yield from (sample(exercise, level, seed) for level in exercise.levels for seed in range(SEEDS))


def measure() -> list[Figure]:
    """The table's row."""
    times: list[tuple[float, str]] = []
    verdicts: Counter[tuple[str, Verdict]] = Counter()
    for variant in variants():
        for line in variant.solution.lines:
            for kind, text in answers(line) if isinstance(line.value, Expression) else ():
                began = time.thread_time()
                marked = mark(variant.solution, line.key, text)
                times.append((1000 * (time.thread_time() - began), f"{variant.id} {line.key}={text[:60]}"))
                verdicts[kind, marked.verdict] += 1
    only = [took for took, _ in times]
    slowest, which = max(times)
    said = ", ".join(f"{kind} {verdict} {count:,}" for (kind, verdict), count in sorted(verdicts.items()))
    return [
        Figure(
            f"an expression marked, time of the processor: {len(times):,} answers ({said})",
            "–",
            f"{median(only):.1f} ms; 99 %: {percentile(only, 0.99):.1f} ms; the slowest {slowest:.1f} ms: {which}",
            f"≤ {REACH:.0f} ms, each",
            slowest <= REACH and verdicts["right", Verdict.CORRECT] == sum(verdicts["right", one] for one in Verdict),
        )
    ]
