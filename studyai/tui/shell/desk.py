"""What lies open on the learner's desk: the bank, the record, and the exercise in hand.

The bank and the record are opened by the first who needs them, in a thread, after the first paint.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studyai.bank.bank import Bank, SectionEntry
    from studyai.bank.index import Entry
    from studyai.study.practice import Practice
    from studyai.study.record.review import Progress
    from studyai.study.record.store import Record


@dataclass(frozen=True)
class Chosen:
    """An exercise to work on; a seed of None asks for numbers not yet practised."""

    exercise: str
    level: int
    seed: int | None = None


@dataclass(frozen=True)
class Suggestion:
    """What to do next, and why."""

    chosen: Chosen
    title: str
    section: int
    unfinished: bool
    steps_done: int = 0


@dataclass(frozen=True)
class SectionRow:
    """A section as *Today* shows it; `score` is the share of the credit, None before any step."""

    number: int
    title: str
    exercises: tuple[Entry, ...]
    steps: int = 0
    finished: int = 0
    score: float | None = None


@dataclass(frozen=True)
class Overview:
    """All sections, and the one thing to do next."""

    sections: tuple[SectionRow, ...]
    suggestion: Suggestion | None


class Desk:
    """Shared by the screens. Every method may take longer than a key press: call it in a thread."""

    def __init__(self, bank: Bank | None = None, record_file: Path | str | None = None) -> None:
        self._bank = bank
        self._record: Record | None = None
        self._record_file = record_file
        self._lock = Lock()
        self.chosen: Chosen | None = None
        self.notice = ""  # why marks are not kept, where they are not

    @property
    def bank(self) -> Bank:
        """The bank, read when first asked for."""
        with self._lock:
            if self._bank is None:
                from studyai.bank.bank import Bank

                self._bank = Bank()
            return self._bank

    @property
    def record(self) -> Record:
        """The record; one that cannot be opened is replaced by one that keeps nothing, and `notice` says so."""
        with self._lock:
            if self._record is None:
                self._record = self._open_record()
            return self._record

    def _open_record(self) -> Record:
        from studyai.study.record.errors import RecordError
        from studyai.study.record.store import Record

        try:
            return Record(self._record_file)
        except RecordError as problem:
            self.notice = f"{problem}. Marks are not kept this time."
            return Record(":memory:")

    def overview(self) -> Overview:
        """Return the sections with what has been done in them; raises RecordError."""
        progress = self.record.progress()
        rows = tuple(_row(section, progress.get(section.number)) for section in self.bank.sections())
        return Overview(rows, self._resumable(rows) or self._least_practised(rows))

    def _resumable(self, rows: tuple[SectionRow, ...]) -> Suggestion | None:
        left = self.record.unfinished()
        for row in rows:
            for entry in row.exercises:
                if left is not None and entry.id == left.exercise and left.level in entry.levels:
                    done = sum(review.settled for review in self.record.reviews(left.variant))
                    chosen = Chosen(entry.id, left.level, left.seed)
                    return Suggestion(chosen, entry.title, row.number, True, done)
        return None

    def _least_practised(self, rows: tuple[SectionRow, ...]) -> Suggestion | None:
        if not rows:
            return None
        row = min(rows, key=lambda row: row.steps)
        entry = min(row.exercises, key=lambda entry: self.record.next_seed(entry.id, entry.levels[0]))
        return Suggestion(Chosen(entry.id, entry.levels[0]), entry.title, row.number, False)

    def in_hand(self) -> Chosen | None:
        """Return the exercise chosen, else what is next; None where the bank is empty."""
        if self.chosen is None:
            suggestion = self.overview().suggestion
            self.chosen = suggestion.chosen if suggestion else None
        return self.chosen

    def sit_down(self, chosen: Chosen) -> Practice:
        """Return a sitting on the chosen exercise, taken up where it was left; raises what the bank raises."""
        from studyai.exercise.sample import sample
        from studyai.study.practice import Practice

        exercise = self.bank.exercise(chosen.exercise)
        seed = chosen.seed or self.record.next_seed(chosen.exercise, chosen.level)
        return Practice(sample(exercise, chosen.level, seed), self.record)


def _row(section: SectionEntry, progress: Progress | None) -> SectionRow:
    if progress is None or not progress.steps:
        return SectionRow(section.number, section.title, section.exercises)
    score = progress.credit / progress.steps
    return SectionRow(section.number, section.title, section.exercises, progress.steps, progress.finished, score)
