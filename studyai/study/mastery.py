"""How well exercises and sections are mastered, as far as the answers tell; coverage and accuracy stand apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING

import msgspec

from studyai.study import clock
from studyai.study.record.ratings import EXERCISE

if TYPE_CHECKING:
    from studyai.bank.bank import SectionEntry
    from studyai.bank.index import Entry
    from studyai.study.cards.card import Card
    from studyai.study.cards.memory import Key, Memory
    from studyai.study.record.review import Progress
    from studyai.study.record.store import Record

EASIEST_THAT_COUNTS = 2  # a first level leads by the hand
PRIOR = 0.5  # Jeffreys' prior of a success and of a failure: Beta(½, ½)


class Mastery(msgspec.Struct, frozen=True):
    """The probability that a fresh variant is solved today at once and without help, and its standard deviation."""

    share: float = 0.0
    doubt: float = 0.0


class Standing(msgspec.Struct, frozen=True):
    """Where the learner stands in a section.

    ``met`` of ``levels``: how many of its exercises' levels were answered to the end; ``accuracy``: the share of the
    credit of all steps answered, None before the first; ``due``: how many cards fade today.
    """

    met: int
    levels: int
    mastery: Mastery
    accuracy: float | None = None
    due: int = 0

    @property
    def coverage(self) -> float:
        """The share of the levels that was met."""
        return self.met / self.levels if self.levels else 0.0


class Deck(msgspec.Struct, frozen=True):
    """The cards as they are on a study day."""

    cards: Mapping[Key, Card]
    memory: Memory
    today: int

    def mastery(self, entry: Entry) -> Mastery:
        """Return an exercise's: by its harder levels, by recent tries more than by old, and by what faded since."""
        counting = [level for level in entry.levels if level >= EASIEST_THAT_COUNTS] or entry.levels[-1:]
        cards = [card for level in counting if (card := self.cards.get((EXERCISE, f"{entry.id}:{level}")))]
        if not cards:
            return Mastery()
        tries, right = sum(card.tries for card in cards), sum(card.unaided for card in cards)
        recall = sum(card.tries * self.memory.recall(card, self.today) for card in cards) / tries
        count = tries + 2 * PRIOR
        known = (right + PRIOR) / count
        return Mastery(known * recall, sqrt(known * (1 - known) / (count + 1)) * recall)

    def standing(self, section: SectionEntry, progress: Progress | None) -> Standing:
        """Return a section's; what was not met yet is not mastered."""
        keys = [(EXERCISE, f"{entry.id}:{level}") for entry in section.exercises for level in entry.levels]
        known = [self.cards[key] for key in keys if key in self.cards]
        accuracy = progress.credit / progress.steps if progress is not None and progress.steps else None
        due = sum(card.due <= self.today and card.last < self.today for card in known)
        return Standing(len(known), len(keys), mean([self.mastery(one) for one in section.exercises]), accuracy, due)


def deck_of(record: Record) -> Deck:
    """Return the cards of a record, as they are today."""
    return Deck({(card.kind, card.item): card for card in record.cards()}, record.memory, clock.today())


def mean(parts: Sequence[Mastery]) -> Mastery:
    """Return the mastery of what has these parts, each as important as another."""
    if not parts:
        return Mastery()
    doubt = sqrt(sum(part.doubt**2 for part in parts)) / len(parts)
    return Mastery(sum(part.share for part in parts) / len(parts), doubt)
