"""The learner's record: every mark, committed to SQLite before anybody sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import TypeVar

from studyai.study import clock
from studyai.study.cards.card import Card
from studyai.study.cards.memory import Memory
from studyai.study.record import deck, log
from studyai.study.record.backups import back_up, backups, folder_of, thin
from studyai.study.record.connection import connect, named
from studyai.study.record.errors import RecordError
from studyai.study.record.guard import Guard, Trouble
from studyai.study.record.journal import forget_before, write_down
from studyai.study.record.migrations import transaction
from studyai.study.record.ratings import Ratings, logged
from studyai.study.record.rescue import Rescued, rescue, salvage, salvage_file, told
from studyai.study.record.review import STEP, Place, Progress, Review
from studyai.study.record.row import Line, Row, Undone, insert, row_of, rows

BACKUP_AFTER = timedelta(hours=1)


def default_file() -> Path:
    """Return the record's place in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("studyai", appauthor=False)) / "record.sqlite"


DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

T = TypeVar("T")


class Record:
    """The record in one SQLite file (WAL, full sync); `:memory:` keeps nothing. Raises RecordError.

    The log of reviews is the truth; the cards of the schedule follow from it. A file that vanished or was damaged is
    made whole again, and ``tell`` is called with words that say so, in whatever thread it was found.
    """

    def __init__(self, file: Path | str | None = None, tell: Callable[[str], None] = lambda words: None) -> None:
        self.file = default_file() if file is None else file
        self._tell = tell
        self._logged: list[Line] = []  # since it was opened
        self._connection: sqlite3.Connection | None = None
        self._lock = RLock()  # marks come from one thread, what is shown of them from others
        self._open()

    def _open(self) -> None:
        self._connection = self._connect()
        try:
            self._guard = Guard(self.file) if isinstance(self.file, Path) else None
            with named(self.file):
                self.memory = deck.memory_of(self._connected) or self._calculate(Memory())
        except BaseException:
            self.close()
            raise

    def _connect(self) -> sqlite3.Connection:
        try:
            return connect(self.file)
        except RecordError as problem:
            # What was never a record of ours is left alone: there are no backups of it.
            if not (isinstance(self.file, Path) and _is_damage(problem) and backups(folder_of(self.file))):
                raise
            self._told(Trouble.DAMAGED, rescue(self.file, Trouble.DAMAGED, salvage_file(self.file)))
            return connect(self.file)

    @property
    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RecordError(f"the record {self.file} is closed")
        return self._connection

    def _calculate(self, memory: Memory) -> Memory:
        with transaction(self._connected):
            deck.rebuild(self._connected, memory)
        return memory

    # A file that is not as it was

    def _surely(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do what reads or writes the file; where that is not as it was, first make it whole."""
        with self._lock:
            return self._do_surely(work)

    def _do_surely(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with named(self.file):
            trouble = self._guard.trouble() if self._guard is not None else None
        if trouble is not None:
            self._rescue(trouble)
        try:
            with named(self.file):
                return work(self._connected)
        except RecordError as problem:
            if self._guard is None or not _is_damage(problem):
                raise
            self._rescue(Trouble.DAMAGED)
            with named(self.file):
                return work(self._connected)

    def _rescue(self, trouble: Trouble) -> None:
        assert isinstance(self.file, Path)
        lines = [*salvage(self._connected), *self._logged]
        memory = self.memory
        self.close()
        self._told(trouble, rescue(self.file, trouble, lines))
        self._open()
        self.remember_by(memory)

    def _told(self, trouble: Trouble, rescued: Rescued) -> None:
        assert isinstance(self.file, Path)
        self._tell(told(self.file, trouble, rescued))

    def look_after(self) -> None:
        """Look whether the whole file is sound, and back it up, where the latest backup is an hour old.

        It takes a while for a large record. Raises RecordError.
        """
        if not isinstance(self.file, Path):
            return
        self._surely(_check)
        folder, now = folder_of(self.file), clock.now()
        known = backups(folder)
        is_recent = bool(known) and not self._logged and now - known[0][0] < BACKUP_AFTER
        if is_recent or self._surely(log.is_empty):
            return
        with self._lock, named(self.file):
            back_up(self._connected, folder, now)
            thin(folder, now)
            forget_before(folder, clock.study_day(now) - 1)

    def _write_down(self, lines: list[Line]) -> None:
        self._logged += lines
        if not isinstance(self.file, Path):
            return
        try:
            write_down(folder_of(self.file), clock.today(), lines)
        except OSError as problem:
            self._tell(f"The journal of the record cannot be written: {problem.strerror}. The mark itself is kept.")

    # Marks

    def add(self, review: Review) -> str:
        """Commit a mark, and the card that it rates; when this returns, both are on the disk. Returns its uid."""
        row = self._surely(lambda connection: self._add(connection, review))
        self._write_down([row])
        return row.uid

    def _add(self, connection: sqlite3.Connection, review: Review) -> Row:
        with transaction(connection):
            row = row_of(review, _after_the_last(connection, clock.now()), clock.today())
            rated = _ratings_before(connection, review).next(logged(review, row.day))
            insert(connection, [row])
            if rated is not None:
                deck.keep(connection, [self.memory.after(deck.card_of(connection, rated.card), rated)])
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
                    deck.rebuild(connection, self.memory)
            return count

        count = self._surely(write)
        self._write_down(list(lines))
        return count

    def lines(self) -> list[Line]:
        """Return the whole log, in its order, as it travels."""
        return self._surely(lambda connection: list(rows(connection)))

    # The log

    def reviews(self, variant: str) -> list[Review]:
        """Return the marks of the latest sitting of a variant, in order: those since it was last finished."""
        return self._surely(lambda connection: log.reviews_of(connection, variant))

    def unfinished(self) -> Place | None:
        """Return the place of the latest step that was marked, if its exercise was left before the end."""
        return self._surely(log.unfinished)

    def section(self) -> int | None:
        """Return the section of the latest mark; None before the first, or where it belongs to no one."""
        return self._surely(log.section)

    def progress(self) -> dict[int, Progress]:
        """Return section number → what has been done in it, in steps of exercises."""
        return self._surely(log.progress)

    def next_seed(self, exercise: str, level: int) -> int:
        """Return a seed not yet practised at this level."""
        return self._surely(lambda connection: log.next_seed(connection, exercise, level))

    def latest(self, kind: str) -> dict[str, Review]:
        """Return the latest settled mark of each item of a kind, by the item's id; of steps use `reviews`."""
        return self._surely(lambda connection: log.latest(connection, kind))

    # The cards

    def cards(self) -> list[Card]:
        """Return every card."""
        return self._surely(deck.cards)

    def due(self, day: int, most: int = -1) -> list[Card]:
        """Return the cards due by a study day, what is most forgotten first; at most so many."""
        return self._surely(lambda connection: deck.due(connection, day, most))

    def remember_by(self, memory: Memory) -> None:
        """Calculate the cards with another memory, where it is another."""
        if memory != self.memory:
            with named(self.file):
                self.memory = self._calculate(memory)

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _is_damage(problem: RecordError) -> bool:
    code = getattr(problem.__cause__, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in DAMAGE


def _check(connection: sqlite3.Connection) -> None:
    """Raise what SQLite raises of a damaged file, where any page of it is."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != ("ok",):
        problem = sqlite3.DatabaseError(found[0])
        problem.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise problem


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
