"""What to practise next: what was left unfinished, else what has been practised least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from studyai.bank.bank import SectionEntry
    from studyai.study.record.store import Record


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


def next_up(sections: Sequence[SectionEntry], record: Record, level: int | None = None) -> Suggestion | None:
    """Return what comes next of these sections' exercises, at the level asked for or the first; None of none."""
    return _unfinished(sections, record, level) or _least_practised(sections, record, level)


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


def _least_practised(sections: Sequence[SectionEntry], record: Record, level: int | None) -> Suggestion | None:
    progress = record.progress()
    steps = {number: one.steps for number, one in progress.items()}
    having = [section for section in sections if section.exercises]
    if not having:
        return None
    section = min(having, key=lambda section: steps.get(section.number, 0))
    entry = min(section.exercises, key=lambda entry: record.next_seed(entry.id, level or entry.levels[0]))
    return Suggestion(Chosen(entry.id, level or entry.levels[0]), entry.title, section.number, False)
