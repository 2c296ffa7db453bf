"""What time it is, and which study day: one that ends at 4 in the morning, where the learner is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

DAY_ENDS_AT = timedelta(hours=4)  # who studies past midnight still studies on the day before
EPOCH = date(1970, 1, 1)


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def study_day(at: datetime) -> int:
    """Return the number of the study day, counted from 1970, by the clock on the wall here."""
    # The wall's own hours: across a change to summer time the day still ends at 4.
    on_the_wall = at.astimezone().replace(tzinfo=None)
    return ((on_the_wall - DAY_ENDS_AT).date() - EPOCH).days


def today() -> int:
    """Return the number of today's study day."""
    return study_day(now())


def date_of(day: int) -> date:
    """Return the date of a study day."""
    return EPOCH + timedelta(days=day)


def day_of(date_: date) -> int:
    """Return the number of the study day of a date."""
    return (date_ - EPOCH).days
