"""Proves an exercise's slips: each turns up often enough to be worth its words, and as its example says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from studyai.bank.kinds.exercises.examples import example_problem
from studyai.bank.kinds.exercises.parts import slip_part
from studyai.exercise.definition import Exercise, Slip, Step
from studyai.exercise.sample import Variant
from studyai.exercise.slips import slips_at

LEAST_SHARE = 0.05  # of the seeds of one level at least
FEWEST_SEEDS = 100  # with fewer, that a slip did not turn up says nothing


def turned_up(variants: Sequence[Variant]) -> Counter[str]:
    """Return how many of the variants each slip can be given away in."""
    return Counter(
        part
        for variant in variants
        for part in {
            slip_part(line.step.symbol, one.slip.tag) for line in variant.solution.lines for one in slips_at(line)
        }
    )


def rare_slips(exercise: Exercise, shares: Mapping[int, Mapping[str, float]]) -> Iterator[tuple[Step, Slip, str]]:
    """Yield each slip that turns up in too few seeds of every level, and how few; `shares` are by level and part."""
    for step in exercise.steps():
        for slip in step.slips:
            name = slip_part(step.symbol, slip.tag)
            level = max(shares, key=lambda level: shares[level].get(name, 0.0))
            share = shares[level].get(name, 0.0)
            if share < LEAST_SHARE:
                yield (
                    step,
                    slip,
                    f"slip {slip.tag} of step {step.symbol} turns up in {share:.1%} of the seeds at most "
                    f"(level {level}), but {LEAST_SHARE:.0%} are asked: sample other numbers, or take it out",
                )


def wrong_examples(exercise: Exercise) -> Iterator[tuple[Step, Slip, str]]:
    """Yield each slip that is not marked as its example says, and what is wrong."""
    for step in exercise.steps():
        for slip in step.slips:
            problem = example_problem(exercise, step, slip)
            if problem:
                yield step, slip, f"slip {slip.tag} of step {step.symbol}: {problem}"
