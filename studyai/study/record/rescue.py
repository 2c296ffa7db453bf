"""What is done where a record vanished, was replaced or is damaged: nothing is thrown away, all that is known kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from studyai.study import clock
from studyai.study.record.backups import backups, folder_of, is_sound
from studyai.study.record.connection import connect
from studyai.study.record.errors import RecordError
from studyai.study.record.guard import Trouble
from studyai.study.record.journal import read_journals
from studyai.study.record.migrations import migrate, transaction
from studyai.study.record.row import Line, insert, rows

BESIDE = ("", "-wal", "-shm")  # SQLite's own files of a record


class Rescued(msgspec.Struct, frozen=True):
    """What the file holds again, and where the damaged one lies; ``backup`` is when the one that was used was made."""

    marks: int
    aside: Path | None = None
    backup: datetime | None = None


def rescue(file: Path, trouble: Trouble, lines: Iterable[Line]) -> Rescued:
    """Make the record whole again with these lines of its log; nobody may have it open. Raises RecordError."""
    if trouble is Trouble.VANISHED:
        return Rescued(_write(file, lines))
    if trouble is Trouble.REPLACED and is_sound(file):
        return Rescued(_write(file, lines))
    known = list(lines)
    aside = set_aside(file)
    used = next(((at, backup) for at, backup in backups(folder_of(file)) if is_sound(backup)), None)
    if used is not None:
        known = [*_lines_of(used[1]), *known]
    return Rescued(_write(file, [*known, *read_journals(folder_of(file))]), aside, used[0] if used else None)


def salvage(connection: sqlite3.Connection) -> Iterator[Line]:
    """Yield what can still be read of a log."""
    with suppress(sqlite3.Error):
        yield from rows(connection)


def salvage_file(file: Path) -> list[Line]:
    """Return what can still be read of a damaged record."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            return list(salvage(connection))
    except sqlite3.Error:
        return []


def set_aside(file: Path) -> Path:
    """Rename a damaged record, with SQLite's files beside it, and return its new name. Raises RecordError."""
    aside = file.with_name(f"{file.name}.damaged-{clock.now():%Y%m%dT%H%M%S}")
    try:
        for end in BESIDE:
            with suppress(FileNotFoundError):
                file.with_name(file.name + end).rename(aside.with_name(aside.name + end))
    except OSError as problem:
        raise RecordError(
            f"the record {file} is damaged and cannot be set aside: {problem.strerror}; rename it, and start again"
        ) from problem
    return aside


def told(file: Path, trouble: Trouble, rescued: Rescued) -> str:
    """Return what is said of it."""
    happened = f"The record {file} was {trouble}."
    if rescued.aside is None:
        written = "and merged with what was known" if trouble is Trouble.REPLACED else "again"
        return f"{happened} It was written {written}: {rescued.marks} marks. There is nothing to do."
    source = f"the backup of {rescued.backup.astimezone():%d %B %Y %H:%M}" if rescued.backup else "what could be read"
    return (
        f"{happened} It lies now in {rescued.aside}. From {source} and the journal {rescued.marks} marks were "
        "restored; there is nothing to do."
    )


def _lines_of(backup: Path) -> list[Line]:
    """Return the log of a backup, of an older version too; the backup stays as it is."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.backup(copy)
        migrate(copy, ":memory:")
        return list(rows(copy))


def _write(file: Path, lines: Iterable[Line]) -> int:
    with closing(connect(file)) as connection:
        with transaction(connection):
            insert(connection, lines)
            connection.execute("DELETE FROM memory")  # so that the cards are calculated when it is opened
        (count,) = connection.execute("SELECT count(*) FROM counted").fetchone()
    return int(count)
