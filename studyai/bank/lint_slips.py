"""Proves an exercise's slips: each turns up often enough to be worth its words, and as its example says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from studyai.bank.examples import example_problem
from studyai.exercise.definition import Exercise, Slip, Step
from studyai.exercise.sample import Variant
from studyai.exercise.slips import slips_at

LEAST_SHARE = 0.05  # of the seeds of one level at least


def slip_name(step: Step, slip: Slip) -> str:
    """Return what names a slip within its exercise: `theta.uphill`."""
    return f"{step.symbol}.{slip.tag}"


def turned_up(variants: Sequence[Variant]) -> Counter[str]:
    """Return how many of the variants each slip can be given away in."""
    return Counter(
        name
        for variant in variants
        for name in {slip_name(line.step, one.slip) for line in variant.solution.lines for one in slips_at(line)}
    )


def rare_slips(exercise: Exercise, shares: Mapping[int, Mapping[str, float]]) -> Iterator[str]:
    """Yield a finding for each slip that turns up in too few seeds of every level; `shares` are by level and name."""
    for step in exercise.steps():
        for slip in step.slips:
            name = slip_name(step, slip)
            level = max(shares, key=lambda level: shares[level].get(name, 0.0))
            share = shares[level].get(name, 0.0)
            if share < LEAST_SHARE:
                yield (
                    f"slip {slip.tag} of step {step.symbol} turns up in {share:.1%} of the seeds at most "
                    f"(level {level}), but {LEAST_SHARE:.0%} are asked: sample other numbers, or take it out"
                )


def wrong_examples(exercise: Exercise) -> Iterator[str]:
    """Yield a finding for each slip that is not marked as its example says."""
    for step in exercise.steps():
        for slip in step.slips:
            problem = example_problem(exercise, step, slip)
            if problem:
                yield f"slip {slip.tag} of step {step.symbol}: {problem}"
