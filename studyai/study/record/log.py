"""The log of reviews: what is read from it. All of it counts but what was undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from studyai.study.record.ratings import Logged
from studyai.study.record.review import STEP, Place, Progress, Review
from studyai.study.record.row import OF_THE_REVIEW

OF_THE_PLACE = Place.__struct_fields__
IN_ORDER = "ORDER BY at, uid"
LATEST_FIRST = "ORDER BY at DESC, uid DESC"


def reviews_of(connection: sqlite3.Connection, variant: str) -> list[Review]:
    """Return the marks of the latest sitting of a variant, in order: those since it was last finished."""
    return _steps(
        connection,
        f"""
        AND variant = ?1 AND (at, uid) > (
            SELECT at, uid FROM (
                SELECT at, uid FROM counted WHERE variant = ?1 AND settled AND is_last UNION ALL SELECT '', ''
            ) {LATEST_FIRST} LIMIT 1
        ) {IN_ORDER}
        """,
        (variant,),
    )


def unfinished(connection: sqlite3.Connection) -> Place | None:
    """Return the place of the latest step that was marked, if its exercise was left before the end."""
    latest = _steps(connection, f"{LATEST_FIRST} LIMIT 1", ())
    place = latest[0].place if latest else None
    return None if place is None or (latest[0].settled and place.is_last) else place


def is_empty(connection: sqlite3.Connection) -> bool:
    """Return whether nothing was ever marked."""
    return connection.execute("SELECT 1 FROM review LIMIT 1").fetchone() is None


def section(connection: sqlite3.Connection) -> int | None:
    """Return the section of the latest mark; None before the first, or where it belongs to no one."""
    row = connection.execute(f"SELECT section FROM counted {LATEST_FIRST} LIMIT 1").fetchone()
    return None if row is None else row[0]


def progress(connection: sqlite3.Connection) -> dict[int, Progress]:
    """Return section number → what has been done in it, in steps of exercises."""
    query = (
        "SELECT section, sum(settled), total(credit), sum(settled AND is_last) "
        "FROM counted WHERE kind = ? GROUP BY section"
    )
    return {
        section: Progress(int(steps), float(credit), int(finished))
        for section, steps, credit, finished in connection.execute(query, (STEP,))
    }


def next_seed(connection: sqlite3.Connection, exercise: str, level: int) -> int:
    """Return a seed not yet practised at this level."""
    query = "SELECT coalesce(max(seed), 0) + 1 FROM review WHERE exercise = ? AND level = ?"
    (seed,) = connection.execute(query, (exercise, level)).fetchone()
    return int(seed)


def latest(connection: sqlite3.Connection, kind: str) -> dict[str, Review]:
    """Return the latest settled mark of each item of a kind, by the item's id; of steps use `reviews_of`."""
    query = f"SELECT {', '.join(OF_THE_REVIEW)} FROM counted WHERE kind = ? AND settled {IN_ORDER}"
    return {
        review.item: review for review in (_review(row, OF_THE_REVIEW) for row in connection.execute(query, (kind,)))
    }


def rows_that_rate(connection: sqlite3.Connection, tail: str = "", values: tuple[str, ...] = ()) -> Iterator[Logged]:
    """Yield what bears on the cards, in the log's order."""
    fields = ", ".join(Logged.__struct_fields__)
    for row in connection.execute(f"SELECT {fields} FROM counted {tail} {IN_ORDER}", values):
        yield Logged(*row)


def _steps(connection: sqlite3.Connection, tail: str, values: tuple[str, ...]) -> list[Review]:
    fields = (*OF_THE_REVIEW, *OF_THE_PLACE)
    rows = connection.execute(f"SELECT {', '.join(fields)} FROM counted WHERE kind = '{STEP}' {tail}", values)
    return [_step_review(row) for row in rows.fetchall()]


def _review(row: tuple[object, ...], names: tuple[str, ...]) -> Review:
    return msgspec.convert(dict(zip(names, row, strict=True)), Review, strict=False)


def _step_review(row: tuple[object, ...]) -> Review:
    count = len(OF_THE_REVIEW)
    values = dict(zip(OF_THE_REVIEW, row[:count], strict=True))
    place = dict(zip(OF_THE_PLACE, row[count:], strict=True))
    return msgspec.convert({**values, "place": place}, Review, strict=False)
