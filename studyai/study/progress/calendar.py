"""When was studied: each study day with its marks and minutes, and the time that sections took."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from studyai.study.record.row import Row

LONGEST_PAUSE = 600.0  # seconds that an answer may count: who thinks longer has gone away


class Day(msgspec.Struct, frozen=True):
    """One study day; ``right``: the marks with the whole credit."""

    day: int
    marks: int
    right: int
    minutes: float


def days(rows: Iterable[Row]) -> list[Day]:
    """Return the days on which something was answered, in order."""
    tallies: dict[int, list[Row]] = {}
    for row in rows:
        tallies.setdefault(row.day, []).append(row)
    return [
        Day(day, len(its), sum(row.settled and row.credit >= 1 for row in its), sum(minutes(row) for row in its))
        for day, its in sorted(tallies.items())
    ]


def minutes_by_section(rows: Iterable[Row]) -> dict[int, float]:
    """Return section → minutes spent on it; what belongs to no one section is left out."""
    spent: dict[int, float] = {}
    for row in rows:
        if row.section is not None:
            spent[row.section] = spent.get(row.section, 0.0) + minutes(row)
    return spent


def minutes(row: Row) -> float:
    """Return how long an answer took."""
    return min(row.seconds, LONGEST_PAUSE) / 60


def days_in_a_row(known: Iterable[Day], today: int) -> int:
    """Return how many days in a row were studied up to today, or to yesterday where today is still to come."""
    studied = {day.day for day in known}
    last = today if today in studied else today - 1
    count = 0
    while last - count in studied:
        count += 1
    return count
