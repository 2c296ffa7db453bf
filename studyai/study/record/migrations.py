"""How the record's file came to its format: numbered migrations, each in one transaction, a backup before it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from studyai.study.record.errors import RecordError

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (  # 1: reviews of steps. IF NOT EXISTS: version 1 made the table first and numbered the file then.
        """
        CREATE TABLE IF NOT EXISTS review (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            variant TEXT NOT NULL,
            exercise TEXT NOT NULL,
            section INTEGER NOT NULL,
            level INTEGER NOT NULL,
            seed INTEGER NOT NULL,
            step TEXT NOT NULL,
            typed TEXT NOT NULL,
            verdict TEXT NOT NULL,
            slip TEXT NOT NULL,
            hints INTEGER NOT NULL,
            credit REAL NOT NULL,
            settled INTEGER NOT NULL,
            last_step INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS review_variant ON review (variant, id)",
    ),
    (  # 2: reviews of items of any kind; a step alone has numbers that a seed gives back.
        """
        CREATE TABLE review_of_items (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            item TEXT NOT NULL,
            section INTEGER,
            typed TEXT NOT NULL,
            verdict TEXT NOT NULL,
            slip TEXT NOT NULL,
            hints INTEGER NOT NULL,
            credit REAL NOT NULL,
            settled INTEGER NOT NULL,
            variant TEXT,
            exercise TEXT,
            level INTEGER,
            seed INTEGER,
            step TEXT,
            is_last INTEGER,
            CHECK (kind <> 'step' OR (section IS NOT NULL AND variant IS NOT NULL AND exercise IS NOT NULL
                AND level IS NOT NULL AND seed IS NOT NULL AND step IS NOT NULL AND is_last IS NOT NULL))
        ) STRICT
        """,
        """
        INSERT INTO review_of_items
        SELECT id, at, 'step', exercise || '/' || step, section, typed, verdict, slip, hints, credit, settled,
            variant, exercise, level, seed, step, last_step
        FROM review
        """,
        "DROP TABLE review",
        "ALTER TABLE review_of_items RENAME TO review",
        "CREATE INDEX review_variant ON review (variant, id)",
    ),
    (  # 3: logs that can be merged, in any order, and a schedule that follows from them.
        # A review of a file that was copied before has the same uid in every copy: its number and its time.
        """
        CREATE TABLE review_to_merge (
            id INTEGER PRIMARY KEY,
            uid TEXT NOT NULL,
            at TEXT NOT NULL,
            day INTEGER NOT NULL,
            kind TEXT NOT NULL,
            item TEXT NOT NULL,
            section INTEGER,
            typed TEXT NOT NULL,
            verdict TEXT NOT NULL,
            slip TEXT NOT NULL,
            hints INTEGER NOT NULL,
            credit REAL NOT NULL,
            settled INTEGER NOT NULL,
            seconds REAL NOT NULL,
            budget REAL NOT NULL,
            variant TEXT,
            exercise TEXT,
            level INTEGER,
            seed INTEGER,
            step TEXT,
            is_last INTEGER,
            UNIQUE (at, uid),
            CHECK (kind <> 'step' OR (section IS NOT NULL AND variant IS NOT NULL AND exercise IS NOT NULL
                AND level IS NOT NULL AND seed IS NOT NULL AND step IS NOT NULL AND is_last IS NOT NULL))
        ) STRICT
        """,
        """
        INSERT INTO review_to_merge
        SELECT id, at || ' ' || id, at, CAST(coalesce(julianday(at, '-4 hours') - 2440587.5, 0) AS INTEGER), kind, item,
            section, typed, verdict, slip, hints, credit, settled, 0.0, 0.0, variant, exercise, level, seed, step,
            is_last
        FROM review
        """,
        "DROP TABLE review",
        "ALTER TABLE review_to_merge RENAME TO review",
        "CREATE INDEX review_variant ON review (variant, at, uid) WHERE variant IS NOT NULL",
        "CREATE INDEX review_item ON review (kind, item, at, uid) WHERE kind <> 'step'",
        "CREATE INDEX review_exercise ON review (exercise, level, seed) WHERE exercise IS NOT NULL",
        "CREATE TABLE undone (uid TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE VIEW counted AS SELECT * FROM review WHERE uid NOT IN (SELECT uid FROM undone)",
        """
        CREATE TABLE card (
            kind TEXT NOT NULL,
            item TEXT NOT NULL,
            stability REAL NOT NULL,
            difficulty REAL NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            due INTEGER NOT NULL,
            reviews INTEGER NOT NULL,
            lapses INTEGER NOT NULL,
            tries REAL NOT NULL,
            unaided REAL NOT NULL,
            PRIMARY KEY (kind, item)
        ) STRICT, WITHOUT ROWID
        """,
        # What the cards were calculated with, so that they are calculated again where it has changed.
        "CREATE TABLE memory (parameters TEXT NOT NULL, retention REAL NOT NULL) STRICT",
    ),
)
VERSION = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the file's version; 0 where nothing has been written yet."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def refuse_newer(connection: sqlite3.Connection, file: Path | str) -> None:
    """Raise RecordError where the file is of a version after this program's; changes nothing in it."""
    version = version_of(connection)
    if version > VERSION:
        raise RecordError(
            f"the record {file} was written by a newer studyai (format {version}, this one reads up to {VERSION}): "
            "update studyai, or set the file aside to begin a new one"
        )


def migrate(connection: sqlite3.Connection, file: Path | str) -> None:
    """Bring the file to this program's version, one migration after the other. What is in memory has no backup."""
    begun_at = version_of(connection)
    while version_of(connection) < VERSION:
        _migrate_once(connection, file, begun_at)


def _migrate_once(connection: sqlite3.Connection, file: Path | str, begun_at: int) -> None:
    with transaction(connection):
        version = version_of(connection)  # again: another studyai may have been faster
        if version >= VERSION:
            return
        if version and version == begun_at and isinstance(file, Path):
            back_up(file, version)
        for statement in MIGRATIONS[version]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version + 1}")


def backup_of(file: Path, version: int) -> Path:
    """Return where the file is kept as it was in that version: `record.sqlite.v1-backup`."""
    return file.with_name(f"{file.name}.v{version}-backup")


def back_up(file: Path, version: int) -> None:
    """Copy the record beside itself, through SQLite, so that the copy holds what its log still holds too."""
    unfinished = file.with_name(f"{file.name}.v{version}-unfinished")
    unfinished.unlink(missing_ok=True)
    # By a connection of its own: one that holds the write lock may not be copied from.
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(unfinished)) as copy:
        source.backup(copy)
    unfinished.replace(backup_of(file, version))


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of it or nothing, and let nobody else write meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # SQLite has taken it back itself where the disk was full
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
