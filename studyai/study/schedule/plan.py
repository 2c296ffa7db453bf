"""The one policy of what comes next: what is forgotten, then what is new, by what it is worth on the day it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from studyai.study import clock
from studyai.study.aims import Aims
from studyai.study.cards.card import Card
from studyai.study.cards.memory import Key, Memory, Rated
from studyai.study.cards.rating import Rating
from studyai.study.record.ratings import EXERCISE
from studyai.study.schedule.offers import Offer

if TYPE_CHECKING:
    from studyai.study.record.store import Record

HARDEST_OF_A_FIRST_ROUND = 2  # level
PASSED = 1.0  # days of stability: what was not known at first has less


class Reason(StrEnum):
    """Why something is proposed."""

    DUE = "due"  # it fades
    NEW = "new"
    MORE = "more"  # nothing is due, and enough is new: who wants more may have it


class Planned(msgspec.Struct, frozen=True):
    """Something to study now. ``recall``: how likely it is remembered today; ``gain``: what it adds for the day aimed
    at, as a probability.
    """

    offer: Offer
    reason: Reason
    recall: float
    gain: float

    @property
    def worth(self) -> float:
        """The gain a minute."""
        return self.gain / self.offer.minutes


class Planner(msgspec.Struct, frozen=True, dict=True):
    """What is known when planning: the cards, how they fade, the aims, today, and what was just studied."""

    cards: Mapping[Key, Card]
    memory: Memory
    aims: Aims
    today: int
    section: int | None = None

    def plan(self, offers: Sequence[Offer]) -> list[Planned]:
        """Return what is worth studying today in its order: all that is due, then new ones as far as there is room.

        After a break, what is due fills the minutes of some days; nothing new is begun until it is worked off.
        """
        due, new = self._due(offers), self._new(offers)
        return interleaved([*due, *new[: self._room(due)]], self.section)

    def due(self, offers: Sequence[Offer]) -> list[Planned]:
        """Return those that fade, in the order in which they are worth studying, with sections in turn."""
        return interleaved(self._due(offers), self.section)

    def recall(self, offer: Offer) -> float:
        """Return how likely it is remembered today; 0 of what is new."""
        card = self.cards.get(offer.key)
        return 0.0 if card is None else self.memory.recall(card, self.today)

    def ranked(self, offers: Sequence[Offer]) -> list[Planned]:
        """Return all of them: the plan, and after it what else there is, the new and then the least remembered."""
        planned = self.plan(offers)
        chosen = {one.offer.key for one in planned}
        more = [self._more(offer) for offer in offers if offer.key not in chosen and self._is_ready(offer)]
        last = planned[-1].offer.section if planned else self.section
        return [*planned, *interleaved(sorted(more, key=lambda one: (one.recall, -one.worth)), last)]

    def _room(self, due: Iterable[Planned]) -> int:
        if sum(planned.offer.minutes for planned in due) > self.aims.minutes:
            return 0
        return max(self.aims.new_per_day - sum(card.first == self.today for card in self.cards.values()), 0)

    def _more(self, offer: Offer) -> Planned:
        return Planned(offer, Reason.MORE, self.recall(offer), self._gain(offer, self.cards.get(offer.key)))

    def _due(self, offers: Iterable[Offer]) -> list[Planned]:
        due = []
        for offer in offers:
            card = self.cards.get(offer.key)
            if card is not None and card.due <= self.today and card.last < self.today:
                due.append(Planned(offer, Reason.DUE, self.recall(offer), self._gain(offer, card)))
        return sorted(due, key=lambda one: -one.worth)

    def _new(self, offers: Iterable[Offer]) -> list[Planned]:
        """Return the new ones in the course's order, kinds in turn, the hardest level when all else was met."""
        new = [offer for offer in offers if offer.key not in self.cards and self._is_ready(offer)]
        places = Counter[tuple[bool, int, str]]()
        turns = dict[Key, tuple[bool, int, int]]()
        for offer in sorted(new, key=lambda offer: offer.minutes):
            is_hard = offer.level > HARDEST_OF_A_FIRST_ROUND
            places[is_hard, offer.section, offer.kind] += 1
            turns[offer.key] = is_hard, offer.section, places[is_hard, offer.section, offer.kind]
        new.sort(key=lambda offer: turns[offer.key])
        return [Planned(offer, Reason.NEW, 0.0, self._gain(offer, None)) for offer in new]

    def _is_ready(self, offer: Offer) -> bool:
        """Whether the level before, if there is one, is passed."""
        if not offer.before:
            return True
        before = self.cards.get((EXERCISE, offer.before))
        return before is not None and before.stability >= PASSED

    def _gain(self, offer: Offer, card: Card | None) -> float:
        if card is None:
            return self._gain_of_new
        day = self.aims.studied_for(self.today)
        after = self.memory.after(card, Rated(offer.key, Rating.GOOD, self.today))
        return self.memory.recall(after, day) - self.memory.recall(card, day)

    @cached_property
    def _gain_of_new(self) -> float:
        """The same for all of them."""
        after = self.memory.after(None, Rated(("", ""), Rating.GOOD, self.today))
        return self.memory.recall(after, self.aims.studied_for(self.today))


def planner(record: Record) -> Planner:
    """Return what plans from a record, for today."""
    cards = {(card.kind, card.item): card for card in record.cards()}
    return Planner(cards, record.memory, record.aims, clock.today(), record.section())


def interleaved(planned: Sequence[Planned], section: int | None = None) -> list[Planned]:
    """Return them with sections taking turns: after each, and after this one, the first of another if there is one."""
    left, order = list(planned), list[Planned]()
    while left:
        place = next((place for place, one in enumerate(left) if one.offer.section != section), 0)
        order.append(left.pop(place))
        section = order[-1].offer.section
    return order
