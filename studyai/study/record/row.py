"""A row of the log as it travels: in the journal, in an export, into another file. One review, or one taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from secrets import token_hex
from typing import Annotated

import msgspec
from msgspec import Meta

from studyai.files import MEBIBYTE
from studyai.study.record.review import Review

OF_THE_REVIEW = tuple(name for name in Review.__struct_fields__ if name != "place")


Uid = Annotated[str, Meta(min_length=1, max_length=100)]
Time = Annotated[str, Meta(min_length=1, max_length=40)]
"""As `datetime.isoformat` writes it, in UTC."""
Name = Annotated[str, Meta(max_length=300)]
Text = Annotated[str, Meta(max_length=MEBIBYTE)]
Count = Annotated[int, Meta(ge=0, lt=2**53)]
Flag = Annotated[int, Meta(ge=0, le=1)]
Share = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(ge=0, le=1e9)]


class Row(msgspec.Struct, frozen=True, tag="review"):
    """One review with all that the log keeps of it; the fields are the table's columns. See `Review` and `Place`."""

    uid: Uid
    at: Time
    day: Count
    kind: Name
    item: Name
    section: Count | None
    typed: Text
    verdict: Name
    slip: Name
    hints: Count
    credit: Share
    settled: Flag
    seconds: Seconds
    budget: Seconds
    variant: Name | None = None
    exercise: Name | None = None
    level: Count | None = None
    seed: Count | None = None
    step: Name | None = None
    is_last: Flag | None = None


class Undone(msgspec.Struct, frozen=True, tag="undone"):
    """A review that was taken back, and when."""

    uid: Uid
    at: Time


Line = Row | Undone


def row_of(review: Review, at: str, day: int) -> Row:
    """Return a new row, with an id of its own in all the world."""
    values = {name: getattr(review, name) for name in OF_THE_REVIEW}
    if review.place is not None:
        values |= msgspec.structs.asdict(review.place)
    # What is true or false is a whole number in the file, and equal to one read from there.
    whole = {name: int(value) for name, value in values.items() if isinstance(value, bool)}
    return Row(token_hex(16), at, day, **{**values, **whole})


COLUMNS = Row.__struct_fields__
INSERT = f"""
    INSERT INTO review ({", ".join(COLUMNS)}) VALUES ({", ".join("?" * len(COLUMNS))}) ON CONFLICT (at, uid) DO NOTHING
"""
UNDO = "INSERT INTO undone (uid, at) VALUES (?, ?) ON CONFLICT (uid) DO NOTHING"

encoder = msgspec.json.Encoder()
decoder: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


def rows(connection: sqlite3.Connection) -> Iterator[Line]:
    """Yield the whole log in order, with what was taken back after it."""
    for row in connection.execute(f"SELECT {', '.join(COLUMNS)} FROM review ORDER BY at, uid"):
        yield Row(*row)
    for row in connection.execute("SELECT uid, at FROM undone ORDER BY at, uid"):
        yield Undone(*row)


def counted(connection: sqlite3.Connection) -> Iterator[Row]:
    """Yield the log without what was taken back."""
    for row in connection.execute(f"SELECT {', '.join(COLUMNS)} FROM counted ORDER BY at, uid"):
        yield Row(*row)


def insert(connection: sqlite3.Connection, lines: Iterable[Line]) -> int:
    """Write those that are not there yet, inside the caller's transaction; return how many they were."""
    before = connection.total_changes
    for line in lines:
        match line:
            case Row():
                connection.execute(INSERT, [getattr(line, name) for name in COLUMNS])
            case Undone():
                connection.execute(UNDO, (line.uid, line.at))
    return connection.total_changes - before
