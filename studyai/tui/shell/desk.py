"""What lies open on the learner's desk: the bank, the record, and the exercise in hand.

The bank and the record are opened by the first who needs them, in a thread, after the first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from studyai.study.next_up import Chosen, next_up

if TYPE_CHECKING:
    from studyai.bank.bank import Bank
    from studyai.protocol import ClaimCard
    from studyai.study.practice import Practice
    from studyai.study.record.store import Record


class Desk:
    """Shared by the screens. Every method may take longer than a key press: call it in a thread."""

    def __init__(self, bank: Bank | None = None, record_file: Path | str | None = None) -> None:
        self._bank = bank
        self._record: Record | None = None
        self._record_file = record_file
        self._lock = Lock()
        self.chosen: Chosen | None = None
        self.solved: Chosen | None = None  # what was last answered to its end: its whole solution may be seen
        self.is_practising = False  # whether what is chosen has been begun
        self.handed_over = False  # whether Calculate shall take what was solved, whatever stands there
        self.quiz = ""  # what the quiz shall ask about: a section's number or a theme
        self.question = ""  # the question that the quiz shall begin with, one of its section's
        self.cards: Sequence[ClaimCard] = ()  # what torch can prove, once it was asked
        self.claim = ""  # what shall be proven
        self.page = 0  # the section whose page of the sheet shall be shown
        self.notice = ""  # why marks are not kept, where they are not
        self.tell: Callable[[str], None] = lambda words: None  # what was done to the record's file; in any thread

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
            return Record(self._record_file, lambda words: self.tell(words))
        except RecordError as problem:
            self.notice = f"{problem}. Marks are not kept this time."
            return Record(":memory:")

    def read_ahead(self) -> None:
        """Draw a question, so that what reads questions has been imported when the first is asked for."""
        from studyai.bank.choosing import chosen_entries
        from studyai.study.quiz import draw

        next(draw(self.bank, self.record, chosen_entries(self.bank), 1), None)

    def look_after_record(self) -> None:
        """See that the record's file is sound, and back it up."""
        from studyai.study.record.errors import RecordError

        try:
            self.record.look_after()
        except RecordError as problem:
            self.tell(f"The record could not be backed up: {problem}.")

    def close_record(self) -> None:
        """Back the record up with what was answered, and close it."""
        if self._record is not None:
            self.look_after_record()
            self._record.close()
            self._record = None

    def in_hand(self) -> Chosen | None:
        """Return the exercise chosen, else what is next; None where the bank is empty."""
        if self.chosen is None:
            suggestion = next_up(self.bank.sections(), self.record)
            self.chosen = suggestion.chosen if suggestion else None
        return self.chosen

    def sit_down(self, chosen: Chosen) -> Practice:
        """Return a sitting on the chosen exercise, taken up where it was left; raises what the bank raises."""
        from studyai.study.practice import sit_down

        return sit_down(self.bank, self.record, chosen)
