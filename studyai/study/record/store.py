"""The learner's record: every mark, committed to SQLite before anybody sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from studyai.study import clock
from studyai.study.aims import FILE as AIMS_FILE
from studyai.study.aims import Aims, AimsError, read_aims, write_aims
from studyai.study.cards.card import Card
from studyai.study.cards.memory import Memory, Rated
from studyai.study.record import deck, log
from studyai.study.record.migrations import transaction
from studyai.study.record.places import record_file
from studyai.study.record.ratings import Ratings, logged
from studyai.study.record.review import STEP, Place, Progress, Review
from studyai.study.record.row import Line, Row, Undone, counted, insert, row_of, rows
from studyai.study.record.safe_file import SafeFile


class Record:
    """The record in one SQLite file (WAL, full sync); `:memory:` keeps nothing. Raises RecordError.

    The log of reviews is the truth; the cards of the schedule follow from it. A file that vanished or was damaged is
    made whole again, and ``tell`` is called with words that say so, in whatever thread it was found.
    """

    def __init__(self, file: Path | str | None = None, tell: Callable[[str], None] = lambda words: None) -> None:
        self.file = record_file() if file is None else file
        self._file = SafeFile(self.file, _calculate_once, tell)
        self.aims_file = self.file.with_name(AIMS_FILE) if isinstance(self.file, Path) else None
        try:
            self.aims = Aims() if self.aims_file is None else read_aims(self.aims_file)
        except AimsError as problem:
            self.aims = Aims()
            tell(f"{problem}.")
        self._remember_for(self.aims)

    def aim(self, aims: Aims) -> None:
        """Study for this from now on; what comes due follows. Raises AimsError."""
        if self.aims_file is not None:
            write_aims(self.aims_file, aims)
        self.aims = aims
        self._remember_for(aims)

    def _remember_for(self, aims: Aims) -> None:
        memory = self.memory
        if memory.retention != aims.retention:
            self.remember_by(msgspec.structs.replace(memory, retention=aims.retention))

    def look_after(self) -> None:
        """Look whether the whole file is sound, and back it up, where the latest backup is an hour old.

        It takes a while for a large record.
        """
        self._file.look_after()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    # Marks

    def add(self, review: Review) -> str:
        """Commit a mark, and the card that it rates; when this returns, both are on the disk. Returns its uid."""
        row = self._file.do(lambda connection: self._add(connection, review))
        self._file.write_down([row])
        return row.uid

    def _add(self, connection: sqlite3.Connection, review: Review) -> Row:
        with transaction(connection):
            row = row_of(review, _after_the_last(connection, clock.now()), clock.today())
            rated = _ratings_before(connection, review).next(logged(review, row.day))
            insert(connection, [row])
            if rated is not None:
                memory = deck.memory_of(connection) or Memory()
                deck.keep(connection, [memory.after(deck.card_of(connection, rated.card), rated)])
        return row

    def undo(self, uid: str) -> None:
        """Take a mark back, for good: it stays in the log, and counts no more."""
        self.merge([Undone(uid, clock.now().isoformat(timespec="microseconds"))])

    def merge(self, lines: Sequence[Line]) -> int:
        """Write what is not in the log yet, and calculate the cards anew; return how much that was."""

        def write(connection: sqlite3.Connection) -> int:
            with transaction(connection):
                count = insert(connection, lines)
                if count:
                    deck.rebuild(connection, deck.memory_of(connection) or Memory())
            return count

        count = self._file.do(write)
        self._file.write_down(list(lines))
        return count

    def lines(self) -> list[Line]:
        """Return the whole log, in its order, as it travels."""
        return self._file.do(lambda connection: list(rows(connection)))

    def counted(self) -> list[Row]:
        """Return the log without what was taken back, in its order."""
        return self._file.do(lambda connection: list(counted(connection)))

    def ratings(self) -> list[Rated]:
        """Return what the log rates, in its order."""
        return self._file.do(lambda connection: list(Ratings().of(log.rows_that_rate(connection))))

    # The log

    def reviews(self, variant: str) -> list[Review]:
        """Return the marks of the latest sitting of a variant, in order: those since it was last finished."""
        return self._file.do(lambda connection: log.reviews_of(connection, variant))

    def unfinished(self) -> Place | None:
        """Return the place of the latest step that was marked, if its exercise was left before the end."""
        return self._file.do(log.unfinished)

    def section(self) -> int | None:
        """Return the section of the latest mark; None before the first, or where it belongs to no one."""
        return self._file.do(log.section)

    def progress(self) -> dict[int, Progress]:
        """Return section number → what has been done in it, in steps of exercises."""
        return self._file.do(log.progress)

    def next_seed(self, exercise: str, level: int) -> int:
        """Return a seed not yet practised at this level."""
        return self._file.do(lambda connection: log.next_seed(connection, exercise, level))

    def latest(self, kind: str) -> dict[str, Review]:
        """Return the latest settled mark of each item of a kind, by the item's id; of steps use `reviews`."""
        return self._file.do(lambda connection: log.latest(connection, kind))

    # The cards

    def cards(self) -> list[Card]:
        """Return every card."""
        return self._file.do(deck.cards)

    def due(self, day: int, most: int = -1) -> list[Card]:
        """Return the cards due by a study day, what is most forgotten first; at most so many."""
        return self._file.do(lambda connection: deck.due(connection, day, most))

    @property
    def memory(self) -> Memory:
        """What the cards were calculated with."""
        return self._file.do(deck.memory_of) or Memory()

    def remember_by(self, memory: Memory) -> None:
        """Calculate the cards with another memory, where it is another."""

        def calculate(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                if deck.memory_of(connection) != memory:
                    deck.rebuild(connection, memory)

        self._file.do(calculate)


def _calculate_once(connection: sqlite3.Connection) -> None:
    """Calculate the cards of a file whose cards were not calculated yet."""
    if deck.memory_of(connection) is None:
        with transaction(connection):
            deck.rebuild(connection, Memory())


def _ratings_before(connection: sqlite3.Connection, review: Review) -> Ratings:
    """Return what knows the steps before the last of an exercise."""
    ratings = Ratings()
    if review.kind == STEP and review.place is not None and review.place.is_last:
        for before in log.reviews_of(connection, review.place.variant):
            ratings.next(logged(before, 0))
    return ratings


def _after_the_last(connection: sqlite3.Connection, now: datetime) -> str:
    """Return the time as it is logged: after all that is logged, though the clock was set back meanwhile."""
    (last,) = connection.execute("SELECT max(at) FROM review").fetchone()
    if last is not None:
        now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
    return now.isoformat(timespec="microseconds")
