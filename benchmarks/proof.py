"""The bank proven at length: oracles, slips, a learner who makes them, and how many variants there are."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache

from benchmarks.figure import Figure
from benchmarks.learner import Meeting, meetings
from studyai.bank.bank import Bank
from studyai.bank.kinds.exercises.lint import LEAST_VARIANTS, content
from studyai.bank.packs import built_in
from studyai.client.check import compare, oracle_givens
from studyai.cores import cores
from studyai.exercise.precision import asked_decimals, rounded
from studyai.exercise.sample import Variant, sample
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Line
from studyai.formula.arrays import nested
from studyai.formula.expression import Expression
from studyai.formula.probing import alike
from studyai.formula.values import Value

SEEDS = 1_000  # of every exercise and level
LEARNERS = 300  # of them meet a learner who makes every slip
NAMED = 0.99
EXAMPLES = 3


@dataclass
class Tally:
    """What an exercise's level amounts to; the lists name the first few."""

    level: str
    variants: int = 0
    disagreements: list[str] = field(default_factory=list)
    equal: list[str] = field(default_factory=list)
    unjust: list[str] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    misnamed: dict[str, str] = field(default_factory=dict)
    distinct: int = 0
    distinct_halfway: int = 0

    def meet(self, meeting: Meeting) -> None:
        """Counts one answer of the learner."""
        if meeting.slip is None:
            if not meeting.as_it_should:
                self.unjust.append(f"{meeting.where} {meeting.said}")
            return
        slip = f"{self.level.partition(':')[0]} {meeting.slip}"
        self.made[slip] += 1
        self.named[slip] += meeting.as_it_should
        if not meeting.as_it_should:
            self.misnamed.setdefault(slip, f"{meeting.where} {meeting.said}")


def prove(identifier: str, level: int, seeds: int = SEEDS, learners: int = LEARNERS) -> Tally:
    """Every seed of one exercise's level."""
    tally, seen = Tally(f"{identifier}:{level}"), set[str]()
    exercise = _bank().exercise(identifier)
    for seed in range(1, seeds + 1):
        variant = sample(exercise, level, seed)
        seen.add(content(variant))
        tally.variants += 1
        tally.disagreements += _disagreement(variant)
        tally.equal += [f"{variant.id} {line.key}" for line in variant.solution.lines if _look_alike(line)]
        if seed <= learners:
            for meeting in meetings(variant):
                tally.meet(meeting)
        if seed == seeds // 2:
            tally.distinct_halfway = len(seen)
    tally.distinct = len(seen)
    return tally


@cache
def _bank() -> Bank:
    return Bank([built_in()])


def _disagreement(variant: Variant) -> Iterator[str]:
    import torch

    from studyai.backend.oracles.registry import find

    torch.set_num_threads(1)
    answer = find(variant.exercise.oracle).answer(oracle_givens(variant.solution))
    comparison = compare(variant.solution, answer)
    if not comparison.agrees:
        yield f"{variant.id} {comparison.problem} {comparison.difference}"


def _look_alike(line: Line) -> bool:
    """Whether two of the truth and its slips would be written alike, by another way than the sampler's."""
    decimals = asked_decimals(line.value, line.step.decimals)
    values = [line.value, *(slipped.value for slipped in slips_at(line))]
    expressions = [value for value in values if isinstance(value, Expression)]
    pairs = ((one, other) for place, one in enumerate(expressions) for other in expressions[:place])
    written = [str(_written(value, decimals)) for value in values if not isinstance(value, Expression)]
    return len(set(written)) < len(written) or any(alike(one, other) for one, other in pairs)


def _written(value: Value, decimals: int) -> object:
    return nested(value, lambda entry: float(rounded(entry, decimals)))


def measure() -> list[Figure]:
    bank = _bank()
    levels = [(identifier, level) for identifier in bank.ids() for level in bank.exercise(identifier).levels]
    with ProcessPoolExecutor(cores(), multiprocessing.get_context("spawn")) as pool:
        tallies = list(pool.map(prove, *zip(*levels, strict=True)))
    return list(figures(tallies))


def figures(tallies: list[Tally]) -> Iterator[Figure]:
    """The rows of the table."""
    each = f"{SEEDS:,} seeds of each of {len(tallies)} levels"
    variants = sum(tally.variants for tally in tallies)
    wrong = [said for tally in tallies for said in tally.disagreements]
    equal = [said for tally in tallies for said in tally.equal]
    unjust = [said for tally in tallies for said in tally.unjust]
    yield _none(f"oracle and solution disagree: {each}", wrong, variants)
    yield _none("slip values equal to the truth or another slip, in these", equal, variants)
    yield _none("right answers of a simulated learner not marked right", unjust, LEARNERS * len(tallies))
    yield _slips(tallies)
    yield _variety(tallies)


def _none(what: str, found: list[str], among: int) -> Figure:
    examples = f": {'; '.join(found[:EXAMPLES])}" if found else ""
    return Figure(what, "–", f"{len(found)} in {among:,} variants{examples}", "0", not found)


def _slips(tallies: list[Tally]) -> Figure:
    made: Counter[str] = _total(tally.made for tally in tallies)
    named: Counter[str] = _total(tally.named for tally in tallies)
    misnamed = {slip: said for tally in reversed(tallies) for slip, said in tally.misnamed.items()}
    shares = sorted((named[slip] / made[slip], slip) for slip in made)
    below = [(share, slip) for share, slip in shares if share < NAMED]
    shown = below or shares[:EXAMPLES]
    worst = "; ".join(
        f"{slip} {share:.1%}{f' ({misnamed[slip]})' if slip in misnamed and below else ''}" for share, slip in shown
    )
    return Figure(
        f"a learner's one slip named right at its step: {len(made)} slips, made {made.total():,} times",
        "–",
        f"{named.total() / made.total():.2%}; the lowest: {worst}",
        f"≥ {NAMED:.0%}, every slip",
        not below,
    )


def _total(counters: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def _variety(tallies: list[Tally]) -> Figure:
    fewest = sorted(tallies, key=lambda tally: tally.distinct)
    few = [tally for tally in fewest if tally.distinct < LEAST_VARIANTS and tally.distinct > tally.distinct_halfway]
    shown = "; ".join(f"{tally.level} {tally.distinct}" for tally in (few or fewest[:EXAMPLES]))
    return Figure(
        f"distinct variants of a level, by content, in {SEEDS:,} seeds",
        "–",
        f"the fewest: {shown}",
        f"≥ {LEAST_VARIANTS}, or all that exist",
        not few,
    )
