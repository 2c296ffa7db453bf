"""Everything that could be studied: each exercise at each level, each question, each claim's prediction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.study.record.ratings import EXERCISE
from studyai.study.record.review import CLAIM, QUESTION

if TYPE_CHECKING:
    from studyai.bank.bank import Bank, SectionEntry
    from studyai.bank.index import Entry
    from studyai.protocol import ClaimCard

MINUTES_OF_A_LEVEL = {1: 2.0, 2: 4.0, 3: 6.0}
MINUTES_OF_A_QUESTION = 0.75
MINUTES_OF_A_CLAIM = 1.5  # with reading what was measured


class Offer(msgspec.Struct, frozen=True):
    """What a card is of, or would be. ``minutes`` is about what it takes.

    ``level`` is an exercise's; ``before`` is the item of the level before, which has to be passed first.
    """

    kind: str
    item: str
    section: int
    title: str
    minutes: float
    level: int = 0
    before: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Its card's kind and item."""
        return self.kind, self.item

    @property
    def exercise(self) -> str:
        """The exercise's id; that of anything else as it is."""
        return self.item.rsplit(":", 1)[0] if self.kind == EXERCISE else self.item


def exercises_of(sections: Iterable[SectionEntry], level: int | None = None) -> list[Offer]:
    """Return the exercises of these sections, at each of their levels, or at the one asked for alone."""
    return [
        offer
        for section in sections
        for entry in section.exercises
        for offer in _levels(section.number, entry)
        if level in (None, offer.level)
    ]


def questions_of(sections: Iterable[SectionEntry]) -> list[Offer]:
    """Return the questions of these sections."""
    return [
        Offer(QUESTION, entry.id, section.number, entry.title, MINUTES_OF_A_QUESTION)
        for section in sections
        for entry in section.of_kind(QUESTIONS)
    ]


def offers(bank: Bank, claims: Iterable[ClaimCard] = ()) -> list[Offer]:
    """Return all that the bank has, exercises by their levels, and these claims."""
    return [
        *exercises_of(bank.sections()),
        *questions_of(bank.sections(QUESTIONS)),
        *claims_of(claims),
    ]


def claims_of(claims: Iterable[ClaimCard]) -> list[Offer]:
    """Return the predictions of these claims."""
    return [Offer(CLAIM, claim.name, claim.section, claim.says, MINUTES_OF_A_CLAIM) for claim in claims]


def _levels(section: int, entry: Entry) -> Iterator[Offer]:
    before = ""
    for level in entry.levels:
        minutes = MINUTES_OF_A_LEVEL.get(level, max(MINUTES_OF_A_LEVEL.values()))
        item = f"{entry.id}:{level}"
        yield Offer(EXERCISE, item, section, entry.title, minutes, level, before)
        before = item
