"""The log read as ratings: one for each settled question and prediction, one for each finished exercise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from studyai.study.cards.memory import Key, Rated
from studyai.study.cards.rating import Happened, rate, together
from studyai.study.record.review import CLAIM, QUESTION, STEP, WORKED, Review

EXERCISE = "exercise"
"""The kind of card that an exercise at a level has."""

OF_WORDS = frozenset((QUESTION, CLAIM))


class Logged(msgspec.Struct, frozen=True):
    """What of a row of the log bears on ratings, in the order in which it is read from the file."""

    day: int
    kind: str
    item: str
    verdict: str
    credit: float
    settled: int
    seconds: float
    budget: float
    variant: str | None
    exercise: str | None
    level: int | None
    is_last: int | None

    @property
    def happened(self) -> Happened:
        """What it says of how well the item was known."""
        return Happened(self.credit, bool(self.settled), self.verdict == WORKED, self.seconds, self.budget)


def logged(review: Review, day: int) -> Logged:
    """Return a review as the file's row gives it."""
    place = review.place
    return Logged(
        day,
        review.kind,
        review.item,
        review.verdict,
        review.credit,
        review.settled,
        review.seconds,
        review.budget,
        *((place.variant, place.exercise, place.level, place.is_last) if place else (None,) * 4),
    )


class Ratings:
    """Follows the log and says what each row rates; it knows which steps of each exercise went before."""

    def __init__(self) -> None:
        self._sittings: dict[str, dict[str, list[Happened]]] = {}

    def of(self, rows: Iterable[Logged]) -> Iterator[Rated]:
        """Yield the ratings of these rows, in order."""
        for row in rows:
            rated = self.next(row)
            if rated is not None:
                yield rated

    def next(self, row: Logged) -> Rated | None:
        """Return what this row rates; None where it settles nothing that has a card."""
        if row.kind == STEP:
            return self._step(row)
        if row.kind not in OF_WORDS or not row.settled:
            return None
        return _rated((row.kind, row.item), row.happened, row.day)

    def _step(self, row: Logged) -> Rated | None:
        if row.variant is None:
            return None  # the file refuses a step without its place
        steps = self._sittings.setdefault(row.variant, {})
        if any(mark.settled for mark in steps.get(row.item, ())):
            steps.clear()  # the learner began again from the first
        steps.setdefault(row.item, []).append(row.happened)
        if not (row.settled and row.is_last):
            return None
        del self._sittings[row.variant]
        happened = together([mark for marks in steps.values() for mark in marks])
        return _rated((EXERCISE, f"{row.exercise}:{row.level}"), happened, row.day)


def _rated(key: Key, happened: Happened, day: int) -> Rated:
    return Rated(key, rate(happened), day, happened.is_unaided)
