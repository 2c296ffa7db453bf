"""The learner's record: every mark, committed to SQLite before anybody sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from studyai.study.record.errors import RecordError
from studyai.study.record.migrations import migrate, refuse_newer
from studyai.study.record.review import STEP, Place, Progress, Review

OF_THE_PLACE = Place.__struct_fields__
OF_THE_REVIEW = tuple(name for name in Review.__struct_fields__ if name != "place")


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
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA busy_timeout = 5000")
        refuse_newer(self._connection, self.file)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        migrate(self._connection, self.file)

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as problem:
            is_other_file = getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB
            remedy = "; set the file aside to begin a new one" if is_other_file else ""
            raise RecordError(f"the record {self.file} cannot be used: {problem}{remedy}") from problem

    def add(self, review: Review) -> None:
        """Commit a mark; when this returns, it is on the disk."""
        values = {name: getattr(review, name) for name in OF_THE_REVIEW}
        if review.place is not None:
            values |= msgspec.structs.asdict(review.place)
        names = ("at", *values)
        places = ", ".join("?" * len(names))
        query = f"INSERT INTO review ({', '.join(names)}) VALUES ({places})"
        with self._named():
            self._connection.execute(query, (datetime.now(UTC).isoformat(), *values.values()))

    def reviews(self, variant: str) -> list[Review]:
        """Return the marks of the latest sitting of a variant, in order: those since it was last finished."""
        return self._steps(
            "AND variant = ? AND id > (SELECT coalesce(max(id), 0) FROM review "
            "WHERE variant = ? AND settled AND is_last) ORDER BY id",
            (variant, variant),
        )

    def unfinished(self) -> Place | None:
        """Return the place of the latest step that was marked, if its exercise was left before the end."""
        latest = self._steps("ORDER BY id DESC LIMIT 1", ())
        place = latest[0].place if latest else None
        return None if place is None or (latest[0].settled and place.is_last) else place

    def progress(self) -> dict[int, Progress]:
        """Return section number → what has been done in it, in steps of exercises."""
        query = (
            "SELECT section, sum(settled), total(credit), sum(settled AND is_last) "
            "FROM review WHERE kind = ? GROUP BY section"
        )
        with self._named():
            return {
                section: Progress(int(steps), float(credit), int(finished))
                for section, steps, credit, finished in self._connection.execute(query, (STEP,))
            }

    def next_seed(self, exercise: str, level: int) -> int:
        """Return a seed not yet practised at this level."""
        query = "SELECT coalesce(max(seed), 0) + 1 FROM review WHERE exercise = ? AND level = ?"
        with self._named():
            (seed,) = self._connection.execute(query, (exercise, level)).fetchone()
        return int(seed)

    def latest(self, kind: str) -> dict[str, Review]:
        """Return the latest settled mark of each item of a kind, by the item's id; of steps use `reviews`."""
        fields = ", ".join(OF_THE_REVIEW)
        query = (
            f"SELECT {fields} FROM review WHERE id IN "
            "(SELECT max(id) FROM review WHERE kind = ? AND settled GROUP BY item)"
        )
        with self._named():
            rows = self._connection.execute(query, (kind,)).fetchall()
        reviews = [msgspec.convert(dict(zip(OF_THE_REVIEW, row, strict=True)), Review, strict=False) for row in rows]
        return {review.item: review for review in reviews}

    def _steps(self, tail: str, values: tuple[str, ...]) -> list[Review]:
        fields = ", ".join((*OF_THE_REVIEW, *OF_THE_PLACE))
        with self._named():
            rows = self._connection.execute(
                f"SELECT {fields} FROM review WHERE kind = ? {tail}", (STEP, *values)
            ).fetchall()
        return [_step_review(row) for row in rows]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _step_review(row: tuple[object, ...]) -> Review:
    count = len(OF_THE_REVIEW)
    values = dict(zip(OF_THE_REVIEW, row[:count], strict=True))
    place = dict(zip(OF_THE_PLACE, row[count:], strict=True))
    return msgspec.convert({**values, "place": place}, Review, strict=False)
