"""What is done where a record vanished, was replaced or is damaged: nothing is thrown away, all that is known kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from studyai.study import clock
from studyai.study.cards.memory import Memory
from studyai.study.record.backups import backups, folder_of, is_sound
from studyai.study.record.connection import connect
from studyai.study.record.deck import memory_of, rebuild
from studyai.study.record.errors import RecordError
from studyai.study.record.guard import BESIDE, Trouble
from studyai.study.record.journal import read_journals
from studyai.study.record.migrations import migrate, transaction
from studyai.study.record.row import Line, insert, rows


class Known(msgspec.Struct, frozen=True):
    """What is known of a record: its log, and what its cards were calculated with."""

    lines: list[Line]
    memory: Memory | None = None


class Rescued(msgspec.Struct, frozen=True):
    """What the file holds again, and where the damaged one lies; ``backup`` is when the one that was used was made."""

    marks: int
    aside: Path | None = None
    backup: datetime | None = None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let no other window or program rescue the same record meanwhile. Raises OSError, sqlite3.Error."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "rescue.lock", timeout=60, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def rescue(file: Path, trouble: Trouble, known: Known) -> Rescued:
    """Make the record whole again with what is known of it; we have it closed. Raises RecordError."""
    folder = folder_of(file)
    if trouble in (Trouble.REPLACED, Trouble.PARTED) and is_sound(file):
        return Rescued(_write(file, known))
    if trouble is Trouble.VANISHED and known.lines:
        return Rescued(_write(file, known))
    aside = set_aside(file) if file.exists() else None
    used = next(((at, backup) for at, backup in backups(folder) if is_sound(backup)), None)
    kept = _known_of_backup(used[1]) if used is not None else Known([])
    lines = [*kept.lines, *known.lines, *read_journals(folder)]
    return Rescued(_write(file, Known(lines, known.memory or kept.memory)), aside, used[0] if used else None)


def known_of(connection: sqlite3.Connection) -> Known:
    """Return what can still be read of a record."""
    lines: list[Line] = []
    memory = None
    with suppress(sqlite3.Error):
        memory = memory_of(connection)
    with suppress(sqlite3.Error):
        lines.extend(rows(connection))  # as far as it goes
    return Known(lines, memory)


def known_of_file(file: Path) -> Known:
    """Return what can still be read of a damaged record, of none where it is gone."""
    if not file.exists():
        return Known([])
    try:
        with closing(sqlite3.connect(file)) as connection:
            return known_of(connection)
    except sqlite3.Error:
        return Known([])


def set_aside(file: Path) -> Path:
    """Rename a damaged record, with SQLite's files beside it, and return its new name. Raises RecordError."""
    aside = file.with_name(f"{file.name}.damaged-{clock.now():%Y%m%dT%H%M%S}")
    try:
        for end in ("", *BESIDE):
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
    if rescued.aside is None and rescued.backup is None:
        written = "again" if trouble is Trouble.VANISHED else "and merged with what was known"
        return f"{happened} It was written {written}: {rescued.marks} marks. There is nothing to do."
    source = f"the backup of {rescued.backup.astimezone():%d %B %Y %H:%M}" if rescued.backup else "what could be read"
    where = f" It lies now in {rescued.aside}." if rescued.aside else ""
    remedy = (
        "there is nothing to do"
        if rescued.aside
        else f"there is nothing to do. To begin anew, remove {folder_of(file)} too"
    )
    return f"{happened}{where} From {source} and the journal {rescued.marks} marks were restored; {remedy}."


def _known_of_backup(backup: Path) -> Known:
    """Return what a backup holds, one of an older version too; it stays as it is."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.backup(copy)
        migrate(copy, ":memory:")
        return Known(list(rows(copy)), memory_of(copy))


def _write(file: Path, known: Known) -> int:
    with closing(connect(file)) as connection:
        with transaction(connection):
            insert(connection, known.lines)
            rebuild(connection, known.memory or memory_of(connection) or Memory())
        (count,) = connection.execute("SELECT count(*) FROM counted").fetchone()
    return int(count)
