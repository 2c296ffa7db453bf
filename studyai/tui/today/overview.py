"""All sections with how far each has come, and the one thing to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from studyai.study.next_up import Suggestion, next_up

if TYPE_CHECKING:
    from studyai.bank.bank import Bank, SectionEntry
    from studyai.bank.index import Entry
    from studyai.study.record.review import Progress
    from studyai.study.record.store import Record


class SectionRow(msgspec.Struct, frozen=True):
    """A section as *Today* shows it; `score` is the share of the credit, None before any step."""

    number: int
    title: str
    exercises: tuple[Entry, ...]
    steps: int = 0
    finished: int = 0
    score: float | None = None


class Overview(msgspec.Struct, frozen=True):
    """All sections, and the one thing to do next."""

    sections: tuple[SectionRow, ...]
    suggestion: Suggestion | None


def overview(bank: Bank, record: Record) -> Overview:
    """Return the sections with what has been done in them; raises RecordError. It reads files."""
    sections, progress = bank.sections(), record.progress()
    rows = tuple(_row(section, progress.get(section.number)) for section in sections)
    return Overview(rows, next_up(sections, record))


def _row(section: SectionEntry, progress: Progress | None) -> SectionRow:
    if progress is None or not progress.steps:
        return SectionRow(section.number, section.title, section.exercises)
    score = progress.credit / progress.steps
    return SectionRow(section.number, section.title, section.exercises, progress.steps, progress.finished, score)
