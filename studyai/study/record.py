"""The learner's record: every mark, committed to SQLite before anybody sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from studyai.errors import ToldError

SCHEMA = """
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
) STRICT;
CREATE INDEX IF NOT EXISTS review_variant ON review (variant, id);
"""
VERSION = 1


class RecordError(ToldError):
    """A record that cannot be opened or written: which file, and why."""


class Review(msgspec.Struct, frozen=True):
    """One marked answer. `settled`: the step is done with; `last_step`: so is the exercise, if settled."""

    variant: str
    exercise: str
    section: int
    level: int
    seed: int
    step: str
    typed: str
    verdict: str
    slip: str = ""
    hints: int = 0
    credit: float = 0.0
    settled: bool = True
    last_step: bool = False


class Progress(msgspec.Struct, frozen=True):
    """What a section's record amounts to: steps settled, credit earned, exercises finished."""

    steps: int
    credit: float
    finished: int


def default_file() -> Path:
    """Return the record's place in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("studyai", appauthor=False)) / "record.sqlite"


class Record:
    """The record in one SQLite file (WAL, full sync); `:memory:` keeps nothing. Raises RecordError."""

    def __init__(self, file: Path | str | None = None):
        self.file = default_file() if file is None else file
        with self._named():
            if isinstance(self.file, Path):
                self.file.parent.mkdir(parents=True, exist_ok=True)
            # Marks come from worker threads of the app, one at a time.
            self._connection = sqlite3.connect(self.file, check_same_thread=False, isolation_level=None)
            self._prepare()

    def _prepare(self) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 5000"):
            self._connection.execute(f"PRAGMA {pragma}")
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise RecordError(f"{self.file} was written by a newer studyai (format {version})")
        self._connection.executescript(SCHEMA)
        self._connection.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as problem:
            raise RecordError(f"the record {self.file} cannot be used: {problem}") from problem

    def add(self, review: Review) -> None:
        """Commit a mark; when this returns, it is on the disk."""
        names = ("at", *review.__struct_fields__)
        values = (datetime.now(UTC).isoformat(), *msgspec.structs.astuple(review))
        places = ", ".join("?" * len(names))
        with self._named():
            self._connection.execute(f"INSERT INTO review ({', '.join(names)}) VALUES ({places})", values)

    def reviews(self, variant: str) -> list[Review]:
        """Return the marks of the latest sitting of a variant, in order: those since it was last finished."""
        rows = self._rows(
            "WHERE variant = ? AND id > (SELECT coalesce(max(id), 0) FROM review "
            "WHERE variant = ? AND settled AND last_step) ORDER BY id",
            (variant, variant),
        )
        return [review for _, review in rows]

    def unfinished(self) -> Review | None:
        """Return the latest mark, if its exercise was left before the end."""
        rows = self._rows("ORDER BY id DESC LIMIT 1", ())
        if not rows:
            return None
        _, review = rows[0]
        return None if review.settled and review.last_step else review

    def progress(self) -> dict[int, Progress]:
        """Return section number → what has been done in it."""
        query = "SELECT section, sum(settled), total(credit), sum(settled AND last_step) FROM review GROUP BY section"
        with self._named():
            return {
                section: Progress(int(steps), float(credit), int(finished))
                for section, steps, credit, finished in self._connection.execute(query)
            }

    def next_seed(self, exercise: str, level: int) -> int:
        """Return a seed not yet practised at this level."""
        query = "SELECT coalesce(max(seed), 0) + 1 FROM review WHERE exercise = ? AND level = ?"
        with self._named():
            (seed,) = self._connection.execute(query, (exercise, level)).fetchone()
        return int(seed)

    def _rows(self, tail: str, values: tuple[str, ...]) -> list[tuple[str, Review]]:
        fields = ", ".join(Review.__struct_fields__)
        with self._named():
            rows = self._connection.execute(f"SELECT at, {fields} FROM review {tail}", values).fetchall()
        return [(row[0], msgspec.convert(_named_values(row[1:]), Review, strict=False)) for row in rows]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _named_values(values: tuple[object, ...]) -> dict[str, object]:
    return dict(zip(Review.__struct_fields__, values, strict=True))
