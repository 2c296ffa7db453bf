"""All that is told of a record in one piece: for `studyai stats`, its JSON, and the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from studyai.study.mastery import Mastery, deck_of, mean
from studyai.study.progress.calendar import Day, days, days_in_a_row, minutes_by_section
from studyai.study.progress.forecast import forecast
from studyai.study.progress.retention import Retention, retention
from studyai.study.progress.slips import OwnSlip, own_slips

if TYPE_CHECKING:
    from studyai.bank.bank import SectionEntry
    from studyai.study.record.store import Record


class SectionStats(msgspec.Struct, frozen=True):
    """A section: levels met of all, mastery with its standard deviation, the share of credit, cards due, minutes."""

    number: int
    title: str
    met: int
    levels: int
    mastery: float
    doubt: float
    accuracy: float | None
    due: int
    minutes: float


class Stats(msgspec.Struct, frozen=True):
    """Everything; ``today`` is a study day, counted from 1970, and ``forecast`` begins with it."""

    today: int
    marks: int
    minutes: float
    days_in_a_row: int
    mastery: Mastery
    days: list[Day]
    sections: list[SectionStats]
    retention: list[Retention]
    forecast: list[int]
    slips: list[OwnSlip]


def stats(sections: Sequence[SectionEntry], record: Record) -> Stats:
    """Return what a record says of these sections and of all days. Raises RecordError."""
    deck, rows = deck_of(record), record.counted()
    progress, spent = record.progress(), minutes_by_section(rows)
    known = days(rows)
    standings = {section.number: deck.standing(section, progress.get(section.number)) for section in sections}
    return Stats(
        today=deck.today,
        marks=len(rows),
        minutes=sum(day.minutes for day in known),
        days_in_a_row=days_in_a_row(known, deck.today),
        mastery=mean([one.mastery for one in standings.values()]),
        days=known,
        sections=[
            SectionStats(
                section.number,
                section.title,
                standing.met,
                standing.levels,
                standing.mastery.share,
                standing.mastery.doubt,
                standing.accuracy,
                standing.due,
                spent.get(section.number, 0.0),
            )
            for section in sections
            if (standing := standings[section.number])
        ],
        retention=retention(record.ratings(), deck.memory),
        forecast=forecast(deck.cards.values(), deck.today),
        slips=own_slips(rows, deck.today),
    )
