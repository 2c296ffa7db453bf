"""Backups of the record: a copy at the start and the end of each use, thinned as they grow old."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studyai.study.record.connection import is_damage

NAME = re.compile(r"record-(\d{8}T\d{6})\.sqlite")
FORM = "%Y%m%dT%H%M%S"
KEPT = (  # for so long, one of each such span
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=14), timedelta(days=1)),
    (timedelta(days=92), timedelta(days=7)),
    (timedelta(days=3660), timedelta(days=31)),
)


def folder_of(file: Path) -> Path:
    """Return where the backups and the journals of a record lie."""
    return file.with_name(f"{file.name}-backups")


def backups(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the backups with their times, the newest first."""
    if not folder.is_dir():
        return []
    found = [(NAME.fullmatch(file.name), file) for file in folder.iterdir()]
    times = [(datetime.strptime(match[1], FORM).replace(tzinfo=UTC), file) for match, file in found if match]
    return sorted(times, reverse=True)


def back_up(record: Path, folder: Path, now: datetime) -> Path:
    """Copy a record into the folder, whole or not at all. Raises OSError, sqlite3.Error."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"record-{now:{FORM}}.sqlite"
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    # By a connection of its own: marks go on by the one that is open.
    with closing(_connected(record)) as source, closing(sqlite3.connect(unfinished)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, that may be copied as it is
    unfinished.replace(file)
    return file


def thin(folder: Path, now: datetime) -> None:
    """Remove backups of which newer or older ones stand near: many of today, one a month of long ago."""
    known = backups(folder)
    kept = _kept([at for at, _ in known], now)
    for at, file in known:
        if at not in kept:
            file.unlink(missing_ok=True)


def _kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return which of these times, the newest first, are kept: the newest, and the oldest of each span."""
    kept: dict[tuple[int, int], datetime] = {}
    newest: datetime | None = None
    for at in times:
        newest = newest or at
        for number, (age, span) in enumerate(KEPT):
            if now - at <= age:
                kept[number, int(at.timestamp() // span.total_seconds())] = at
                break
    return {*kept.values(), *([newest] if newest else [])}


def is_sound(file: Path) -> bool:
    """Return whether a file is a whole SQLite database."""
    try:
        return _is_whole(file)
    except sqlite3.Error:
        return False


def is_damaged(file: Path) -> bool:
    """Return whether any page of a file is damaged. Raises sqlite3.Error where it cannot be read for another reason."""
    try:
        return not _is_whole(file)
    except sqlite3.Error as problem:
        if not is_damage(problem):
            raise
        return True


def _is_whole(file: Path) -> bool:
    with closing(_connected(file)) as connection:
        return [*connection.execute("PRAGMA quick_check(1)")] == [("ok",)]


def _connected(file: Path) -> sqlite3.Connection:
    """Open a file that is there, to read it: no "immutable", since what its log still holds counts too."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
