"""`python -m benchmarks fuzz`: tries inputs made at random; tells what was tried, what came of it and what failed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from benchmarks.fuzz import answers, command_lines, own_givens, packs, shown
from benchmarks.fuzz.trial import Tally

HANG = 30.0  # seconds
HANG_OF_A_COMMAND = 180.0  # some start torch
LIMIT = 0.1  # seconds of the processor, for an answer to be marked


def main(arguments: Sequence[str]) -> int:
    """Try so many of each; 1 where anything was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fuzz", description=__doc__)
    for name, what in (
        ("answers", "typed answers"),
        ("packs", "damaged packs"),
        ("command-lines", "command lines"),
        ("own-givens", "givens of a learner's own"),
        ("shown", "seeds of every exercise and level, whose every shown value is typed back"),
        ("shown-own", "givens of a learner's own, whose every shown value is typed back"),
    ):
        parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help=what)
    parser.add_argument("--seed", type=int, default=0, help="which ones (default 0)")
    chosen = parser.parse_args(arguments)
    found = 0
    if chosen.answers:
        found += _answers(chosen.answers, chosen.seed)
    if chosen.packs:
        found += _tell("packs", packs.fuzz(chosen.packs, chosen.seed, HANG))
    if chosen.command_lines:
        found += _tell("command lines", command_lines.fuzz(chosen.command_lines, chosen.seed, HANG_OF_A_COMMAND))
    if chosen.own_givens:
        found += _own_givens(chosen.own_givens, chosen.seed)
    if chosen.shown:
        found += _shown(chosen.shown)
    if chosen.shown_own:
        found += _tell("own givens shown and read", shown.own(chosen.shown_own, chosen.seed, HANG))
    return 1 if found else 0


def _tell(what: str, tally: Tally[Any]) -> int:
    outcomes = ", ".join(f"{outcome} {count:,}" for outcome, count in tally.outcomes.most_common())
    print(f"{what}: {tally.tried:,} tried: {outcomes}")
    for finding in tally.findings:
        print(f"  found: {finding}")
    seconds, slowest = tally.slowest[0]
    print(f"  the slowest took {seconds:.2f} s of the processor: {slowest[:200]}", flush=True)
    return tally.outcomes["found"]


def _answers(count: int, number: int) -> int:
    tally, marking = answers.fuzz(count, number, HANG)
    found = _tell("typed answers", tally)
    seconds, slowest = marking.slowest
    print(f"  the slowest mark took {1000 * seconds:.0f} ms of the processor: {slowest[:300]}", flush=True)
    return found + (seconds > LIMIT)


def _own_givens(count: int, number: int) -> int:
    tally, trying = own_givens.fuzz(count, number, HANG)
    found = _tell("own givens", tally)
    for line in own_givens.listed(trying):
        print(f"  {line}")
    return found


def _shown(seeds: int) -> int:
    came = shown.every(seeds)
    print(f"shown and read: {came.variants:,} variants, {came.forms:,} texts, {len(came.mistakes)} not read")
    for mistake in came.mistakes[:50]:
        print(f"  {mistake}")
    return len(came.mistakes)
