"""All sections with how far each has come, and the one thing to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from studyai.study.mastery import Deck, Mastery, Standing, deck_of
from studyai.study.next_up import Suggestion, next_up
from studyai.study.schedule.offers import offers
from studyai.study.schedule.outlook import Outlook, outlook
from studyai.study.schedule.plan import planner

if TYPE_CHECKING:
    from studyai.bank.bank import Bank, SectionEntry
    from studyai.bank.index import Entry
    from studyai.study.record.review import Progress
    from studyai.study.record.store import Record


class SectionRow(msgspec.Struct, frozen=True):
    """A section as *Today* shows it, with where the learner stands in it and in each of its exercises."""

    number: int
    title: str
    exercises: tuple[Entry, ...]
    standing: Standing
    masteries: tuple[Mastery, ...]
    steps: int = 0
    finished: int = 0


class Overview(msgspec.Struct, frozen=True):
    """All sections, the one thing to do next, and what today's plan comes to; None where there is nothing to plan."""

    sections: tuple[SectionRow, ...]
    suggestion: Suggestion | None
    outlook: Outlook | None = None


def overview(bank: Bank, record: Record) -> Overview:
    """Return the sections with what has been done in them; raises RecordError. It reads files."""
    sections, progress = bank.sections(), record.progress()
    cards = deck_of(record)
    rows = tuple(_row(section, cards, progress.get(section.number)) for section in sections)
    things = offers(bank)
    return Overview(rows, next_up(sections, record), outlook(planner(record), things) if things else None)


def _row(section: SectionEntry, cards: Deck, progress: Progress | None) -> SectionRow:
    return SectionRow(
        section.number,
        section.title,
        section.exercises,
        cards.standing(section, progress),
        tuple(cards.mastery(entry) for entry in section.exercises),
        0 if progress is None else progress.steps,
        0 if progress is None else progress.finished,
    )
