"""How a rating changes a card: FSRS, by the package of its authors, in whole study days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import msgspec

from studyai.study.cards.card import Card
from studyai.study.cards.rating import Rating

if TYPE_CHECKING:
    import fsrs

RETENTION = 0.9
KEPT = 0.8  # of the weight of a try with each later one
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Key = tuple[str, str]
"""A card's kind and item."""


class Rated(msgspec.Struct, frozen=True):
    """One rating of a card on a study day; ``is_unaided``: whether all was right, at once and without help."""

    card: Key
    rating: Rating
    day: int
    is_unaided: bool = False


class Tally(msgspec.Struct):
    """What is counted of a card beside what FSRS makes of it; see `Card`."""

    first: int
    reviews: int = 0
    lapses: int = 0
    tries: float = 0.0
    unaided: float = 0.0

    def count(self, rated: Rated) -> None:
        """Count one more rating."""
        self.lapses += self.reviews > 0 and rated.rating is Rating.AGAIN
        self.reviews += 1
        self.tries = self.tries * KEPT + 1
        self.unaided = self.unaided * KEPT + rated.is_unaided


class Memory(msgspec.Struct, frozen=True, dict=True):
    """FSRS with its parameters; none are its defaults. ``retention``: the share to be remembered when a card is due.

    Days stand for times, so that a day is one everywhere: neither the hour nor the time zone changes an interval.
    """

    parameters: tuple[float, ...] = ()
    retention: float = RETENTION

    @cached_property
    def scheduler(self) -> fsrs.Scheduler:
        """The package's scheduler. Without its steps of minutes: what was wrong comes again within the session."""
        from fsrs.scheduler import DEFAULT_PARAMETERS, Scheduler

        return Scheduler(
            self.parameters or DEFAULT_PARAMETERS,
            desired_retention=self.retention,
            learning_steps=(),
            relearning_steps=(),
            enable_fuzzing=False,
        )

    def after(self, card: Card | None, rated: Rated) -> Card:
        """Return the card as it is after a rating; None before its first."""
        tally = Tally(rated.day) if card is None else _tally(card)
        tally.count(rated)
        before = None if card is None else self._as_fsrs(card)
        return _as_card(rated.card, self._review(before, rated), tally)

    def recall(self, card: Card, day: int) -> float:
        """Return the probability that it is remembered on a day."""
        return self.scheduler.get_card_retrievability(self._as_fsrs(card), _time(day))

    def fold(self, ratings: Iterable[Rated]) -> list[Card]:
        """Return the cards after all these ratings, each card's in their order."""
        cards: dict[Key, fsrs.Card] = {}
        tallies: dict[Key, Tally] = {}
        for rated in ratings:
            key = rated.card
            before = cards.get(key)
            if before is None:
                tallies[key] = Tally(rated.day)
            tallies[key].count(rated)
            cards[key] = self._review(before, rated)
        return [_as_card(key, card, tallies[key]) for key, card in cards.items()]

    def _review(self, before: fsrs.Card | None, rated: Rated) -> fsrs.Card:
        day = _time(rated.day)
        # An id is needed, or the package sleeps to find one; a card of ours is told by its key.
        card = self._new(card_id=0, due=day) if before is None else before
        after, _ = self.scheduler.review_card(card, self._grades[rated.rating], day)
        return after

    def _as_fsrs(self, card: Card) -> fsrs.Card:
        import fsrs

        return self._new(
            card_id=0,
            state=fsrs.State.Review,
            stability=card.stability,
            difficulty=card.difficulty,
            due=_time(card.due),
            last_review=_time(card.last),
        )

    @cached_property
    def _new(self) -> type[fsrs.Card]:
        import fsrs

        class InPlace(fsrs.Card):
            """The scheduler copies a card before it changes it; of ours nobody needs the one before."""

            def __copy__(self) -> InPlace:
                return self

        return InPlace

    @cached_property
    def _grades(self) -> dict[Rating, fsrs.Rating]:
        import fsrs

        return {rating: fsrs.Rating(rating) for rating in Rating}


@lru_cache
def _time(day: int) -> datetime:
    return EPOCH + timedelta(days=day)


def _tally(card: Card) -> Tally:
    return Tally(card.first, card.reviews, card.lapses, card.tries, card.unaided)


def _as_card(key: Key, card: fsrs.Card, tally: Tally) -> Card:
    assert card.stability is not None
    assert card.difficulty is not None
    assert card.last_review is not None
    last, due = (card.last_review - EPOCH).days, (card.due - EPOCH).days
    return Card(
        *key,
        card.stability,
        card.difficulty,
        tally.first,
        last,
        due,
        tally.reviews,
        tally.lapses,
        tally.tries,
        tally.unaided,
    )
