"""The record's file as SQLite opens it, and how what goes wrong with it is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studyai.study.record.errors import RecordError
from studyai.study.record.migrations import migrate, refuse_newer

DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_damage(problem: BaseException | None) -> bool:
    """Return whether SQLite says that the file is not as it wrote it."""
    code = getattr(problem, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in DAMAGE


@contextmanager
def named(file: Path | str) -> Iterator[None]:
    """Tell what SQLite or the disk refuses as a RecordError that names the file."""
    try:
        yield
    except (sqlite3.Error, OSError) as problem:
        is_other_file = getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB
        remedy = "; set the file aside to begin a new one" if is_other_file else ""
        raise RecordError(f"the record {file} cannot be used: {problem}{remedy}") from problem


def connect(file: Path | str) -> sqlite3.Connection:
    """Open the file, brought to this program's version. Raises RecordError."""
    with named(file):
        if isinstance(file, Path):
            file.parent.mkdir(parents=True, exist_ok=True)
        # Marks come from worker threads of the app, one at a time.
        connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        try:
            connection.execute("PRAGMA busy_timeout = 5000")
            refuse_newer(connection, file)
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {pragma}")
            migrate(connection, file)
        except BaseException:
            connection.close()
            raise
        return connection
