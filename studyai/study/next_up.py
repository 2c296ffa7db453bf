"""What to practise next: what was left unfinished, else what the schedule says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from studyai.bank.bank import SectionEntry
    from studyai.study.record.store import Record
    from studyai.study.schedule.plan import Reason


class Chosen(msgspec.Struct, frozen=True):
    """An exercise to work on; a seed of None asks for numbers not yet practised."""

    exercise: str
    level: int
    seed: int | None = None


class Suggestion(msgspec.Struct, frozen=True):
    """What to do next, and why."""

    chosen: Chosen
    title: str
    section: int
    unfinished: bool
    steps_done: int = 0
    reason: Reason | None = None  # where the schedule says so


def next_up(sections: Sequence[SectionEntry], record: Record, level: int | None = None) -> Suggestion | None:
    """Return what comes next of these sections' exercises, at the level asked for or the one due; None of none."""
    return _unfinished(sections, record, level) or _scheduled(sections, record, level)


def _unfinished(sections: Sequence[SectionEntry], record: Record, level: int | None) -> Suggestion | None:
    left = record.unfinished()
    if left is None or level not in (None, left.level):
        return None
    for section in sections:
        for entry in section.exercises:
            if entry.id == left.exercise and left.level in entry.levels:
                done = sum(review.settled for review in record.reviews(left.variant))
                chosen = Chosen(entry.id, left.level, left.seed)
                return Suggestion(chosen, entry.title, section.number, True, done)
    return None


def _scheduled(sections: Sequence[SectionEntry], record: Record, level: int | None) -> Suggestion | None:
    from studyai.study.schedule.offers import exercises_of
    from studyai.study.schedule.plan import planner

    offers = exercises_of(sections, level)
    if level is not None:
        offers = [msgspec.structs.replace(offer, before="") for offer in offers]  # the learner has chosen the level
    best = next(iter(planner(record).ranked(offers)), None)
    if best is None:
        return None
    offer = best.offer
    return Suggestion(Chosen(offer.exercise, offer.level), offer.title, offer.section, False, reason=best.reason)
