"""Items answered one after the other: marked, hinted, recorded, taken up again. No screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Generic, TypeVar

from studyai.exercise.hints import Hint
from studyai.exercise.mark import Mark, Verdict
from studyai.study.items.item import Item, Response, Working
from studyai.study.record.review import WORKED, Place, Review
from studyai.study.record.store import Record

HINT_COST = 0.25
AWAY_AFTER = 600.0  # seconds
SECOND_TRY = 0.5  # the share of the credit that is left after a wrong answer

AnyItem = TypeVar("AnyItem", bound=Item)


@dataclass(frozen=True)
class Entry(Generic[AnyItem]):
    """A settled item: what was typed or chosen, its mark (None where it was shown), hints used, credit earned.

    ``missed`` are the marks of the answers before that were wrong.
    """

    item: AnyItem
    typed: str
    mark: Mark | None
    hints: int
    credit: float
    missed: tuple[Mark, ...] = ()


class Sitting(Generic[AnyItem]):
    """Items in a row. Where it ``stays``, a settled item is asked until the learner turns to the next."""

    def __init__(self, items: Sequence[AnyItem], record: Record | None = None, *, stays: bool = False) -> None:
        self.items = list(items)
        self.record = record
        self.stays = stays
        self.entries: list[Entry[AnyItem]] = []
        self.place = 0
        self._begin()

    def _begin(self) -> None:
        self._asked_since = monotonic()
        self.hints_used = 0
        self.missed: list[Mark] = []
        self.last: Mark | None = None
        self.last_typed = ""

    @property
    def item(self) -> AnyItem | None:
        """The item now asked; None when all are settled."""
        return self.items[self.place] if self.place < len(self.items) else None

    @property
    def tries(self) -> int:
        """How many answers to the item now asked were wrong."""
        return len(self.missed)

    @property
    def finished(self) -> bool:
        """Whether every item is settled."""
        return len(self.entries) == len(self.items)

    @property
    def score(self) -> float:
        """The share of the credit earned so far, 0 to 1, of the settled items."""
        return sum(entry.credit for entry in self.entries) / len(self.entries) if self.entries else 0.0

    def turn(self) -> None:
        """Go on to the next item, after the last to the first; it is asked anew."""
        self.place = (self.place + 1) % len(self.items)
        self._begin()

    def answer(self, response: Response) -> Mark:
        """Mark the answer and record it; right or carried, the item is settled. Only its first settling counts."""
        item = self._asked()
        mark = item.mark(response)
        self.last, self.last_typed = mark, item.in_words(response)
        if not mark.uses_attempt or any(entry.item is item for entry in self.entries):
            return mark
        settles = mark.earns_credit or item.is_settled_at_once
        credit = self._credit() if mark.earns_credit else 0.0
        self._write(self.last_typed, mark.verdict, mark.slip, credit, settled=settles)
        if settles:
            self._settle(self.last_typed, mark, credit)
        else:
            self.missed.append(mark)
        return mark

    def hint(self) -> Hint:
        """Return the next hint; the last one again and again."""
        item = self._asked()
        hint = item.hint(min(self.hints_used, item.hints - 1))
        self.hints_used = min(self.hints_used + 1, item.hints)
        return hint

    def work(self) -> None:
        """Give the item up: it is shown, and earns nothing."""
        self._write("", WORKED, "", 0.0, settled=True)
        self._settle("", None, 0.0)

    def take_up(self, reviews: Iterable[Review]) -> None:
        """Go on where these reviews of the same items stopped; what no longer fits, and all after it, is left out."""
        for review in reviews:
            if self.entries and review.item == self.items[0].id:
                self._start_over()  # the learner began again from the first
            item = self.item
            if item is None or item.id != review.item:
                return
            self.hints_used = review.hints
            if review.settled:
                self._settle(review.typed, _recalled(item, review), review.credit)
            elif (missed := _recalled(item, review)) is not None:
                self.missed.append(missed)

    def _seconds(self) -> float:
        """Return how long the learner has had, and begin anew; who leaves the desk does not think on."""
        since, self._asked_since = self._asked_since, monotonic()
        return min(self._asked_since - since, AWAY_AFTER)

    def _asked(self) -> AnyItem:
        if self.item is None:
            raise ValueError("every item is settled")
        return self.item

    def _credit(self) -> float:
        return max(0.0, 1.0 - HINT_COST * self.hints_used) * (SECOND_TRY if self.tries else 1.0)

    def _settle(self, typed: str, mark: Mark | None, credit: float) -> None:
        self.entries.append(Entry(self._asked(), typed, mark, self.hints_used, credit, tuple(self.missed)))
        if not self.stays:
            self.place += 1
            self._begin()

    def _start_over(self) -> None:
        self.entries, self.place = [], 0
        self._begin()

    def _write(self, typed: str, verdict: str, slip: str, credit: float, *, settled: bool) -> None:
        if self.record is None:
            return
        item = self._asked()
        review = Review(
            kind=item.kind,
            item=item.id,
            section=item.section,
            typed=typed,
            verdict=str(verdict),
            slip=slip,
            hints=self.hints_used,
            credit=credit,
            settled=settled,
            seconds=self._seconds(),
            budget=item.budget,
            place=_place(item.working),
        )
        self.record.add(review)


def _place(working: Working | None) -> Place | None:
    """Return where it stands, if a seed gives its numbers back."""
    seed = working.variant.seed if working else None
    if working is None or seed is None:
        return None
    variant, line = working.variant, working.line
    is_last = line is variant.solution.lines[-1]
    return Place(variant.id, variant.exercise.id, variant.level, seed, line.key, is_last=is_last)


def _recalled(item: Item, review: Review) -> Mark | None:
    """Return the mark again. A chosen value is recorded as its text; which slip it was, only the record knows."""
    if review.verdict == WORKED:
        return None
    return replace(item.mark(review.typed), verdict=Verdict(review.verdict), slip=review.slip)
