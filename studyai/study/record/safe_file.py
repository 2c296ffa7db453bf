"""The record's file while it is open: watched, made whole again where it is not as it was, and backed up."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from threading import RLock
from typing import TypeVar

from studyai.study import clock
from studyai.study.record.backups import back_up, backups, folder_of, is_damaged, thin
from studyai.study.record.connection import connect, is_damage, named
from studyai.study.record.errors import RecordError
from studyai.study.record.guard import Guard, Trouble
from studyai.study.record.journal import Journal, forget_before
from studyai.study.record.log import is_empty
from studyai.study.record.rescue import Known, alone, known_of, known_of_file, rescue, told
from studyai.study.record.row import Line

BACKUP_AFTER = timedelta(hours=1)

T = TypeVar("T")


class SafeFile:
    """Opens the file and does work with it. Raises RecordError.

    ``prepare`` makes ready what follows from the log, each time the file is opened. ``tell`` is called with words that
    say what was found and done, in whatever thread it was found.
    """

    def __init__(
        self, file: Path | str, prepare: Callable[[sqlite3.Connection], None], tell: Callable[[str], None]
    ) -> None:
        self.file = file
        self._prepare, self._tell = prepare, tell
        self._journal = Journal(folder_of(file)) if isinstance(file, Path) else None
        self._logged: list[Line] = []  # since it was opened
        self._connection: sqlite3.Connection | None = None
        self._guard: Guard | None = None
        self._lock = RLock()  # marks come from one thread, what is shown of them from others
        try:
            if (trouble := self._trouble_before()) is not None:
                self._rescue(trouble)
            else:
                self._open_or_rescue()
        except BaseException:
            self.close()
            raise

    def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do what reads or writes the file; where that is not as it was, first make it whole."""
        with self._lock:
            self._connected()
            with named(self.file):
                trouble = self._guard.trouble() if self._guard is not None else None
            if trouble is not None:
                self._rescue(trouble)
            try:
                return self._plainly(work)
            except RecordError as problem:
                if not self._may_be_rescued(problem):
                    raise
            self._rescue(Trouble.DAMAGED)
            return self._plainly(work)

    def write_down(self, lines: Sequence[Line]) -> None:
        """Note in the journal what was just committed."""
        if self._journal is None:
            return
        self._logged += lines
        try:
            self._journal.write(clock.today(), lines)
        except OSError as problem:
            self._tell(f"The journal of the record cannot be written: {problem.strerror}. The mark itself is kept.")

    def look_after(self) -> None:
        """Look whether the whole file is sound, and back it up, where the latest backup is an hour old.

        It takes a while for a large record; marks are not kept waiting.
        """
        if not isinstance(self.file, Path):
            return
        if self.do(is_empty):
            return
        with named(self.file):
            damaged = is_damaged(self.file)
        if damaged:
            self._rescue(Trouble.DAMAGED)
        folder, now = folder_of(self.file), clock.now()
        known = backups(folder)
        if known and not self._logged and now - known[0][0] < BACKUP_AFTER:
            return
        with named(self.file):
            back_up(self.file, folder, now)
            thin(folder, now)
            forget_before(folder, clock.study_day(now) - 1)

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._journal is not None:
            self._journal.close()

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RecordError(f"the record {self.file} is closed")
        return self._connection

    def _plainly(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with named(self.file):
            return work(self._connected())

    def _open(self) -> None:
        self._connection = connect(self.file)
        self._plainly(self._prepare)
        self._guard = Guard(self.file) if isinstance(self.file, Path) else None

    def _open_or_rescue(self) -> None:
        try:
            self._open()
        except RecordError as problem:
            # What was never a record of ours is left alone: there are no backups of it.
            if not (self._may_be_rescued(problem) and isinstance(self.file, Path) and backups(folder_of(self.file))):
                raise
            self._rescue(Trouble.DAMAGED)

    def _may_be_rescued(self, problem: RecordError) -> bool:
        return isinstance(self.file, Path) and is_damage(problem.__cause__)

    def _trouble_before(self) -> Trouble | None:
        """Return what happened to the file since it was last closed, as far as its size tells it."""
        if not isinstance(self.file, Path) or not backups(folder_of(self.file)):
            return None
        if not self.file.exists():
            return Trouble.VANISHED
        return Trouble.DAMAGED if self.file.stat().st_size < HEADER else None

    def _rescue(self, trouble: Trouble) -> None:
        assert isinstance(self.file, Path)
        with self._lock, named(self.file), alone(folder_of(self.file)):
            if self._guard is not None:
                trouble = self._guard.trouble() or trouble  # another window may have been faster
                self._guard.forget_its_log()
            known = known_of_file(self.file) if self._connection is None else known_of(self._connection)
            self.close()
            rescued = rescue(self.file, trouble, Known([*known.lines, *self._logged], known.memory))
            self._open()
        self._tell(told(self.file, trouble, rescued))


HEADER = 100  # bytes: SQLite takes what is shorter for a file that is still to be begun
