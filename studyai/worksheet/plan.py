"""Which variants a set of papers consists of: decided by the seed alone, before anything is solved."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

SEEDS = 2**31  # of variants, as `studyai solve` takes them
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Source:
    """An exercise of the papers, at one level."""

    exercise: str
    level: int


@dataclass(frozen=True, slots=True)
class QuestionSource:
    """A concept question of the papers."""

    question: str


AnySource: TypeAlias = Source | QuestionSource


@dataclass(frozen=True, slots=True)
class Slot:
    """One question: number `number` of paper `paper` (both counted from 0), and the seed of its numbers or its order.

    `attempt` counts the seeds that were thrown away because another question has the same numbers;
    `checked`: whether torch is asked about it.
    """

    paper: int
    number: int
    source: AnySource
    seed: int
    attempt: int = 0
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """A set of papers: each has the same exercises with numbers of its own, the same questions in its own order.

    All exercises are checked by torch or none.
    """

    title: str
    seed: int
    papers: int
    questions: tuple[AnySource, ...]
    checked: bool = True

    @property
    def total(self) -> int:
        """All questions of all papers."""
        return self.papers * len(self.questions)

    def slots(self) -> Iterator[Slot]:
        """Yield every question, paper by paper."""
        for paper in range(self.papers):
            for number, source in enumerate(self.questions):
                if isinstance(source, QuestionSource):
                    yield Slot(paper, number, source, self._shuffle(paper), checked=False)
                else:
                    yield Slot(paper, number, source, self.draw(paper, number, 0), checked=self.checked)

    def draw(self, paper: int, number: int, attempt: int) -> int:
        """Return the seed of a question's variant."""
        return random.Random(f"worksheet:{self.seed}:{paper}:{number}:{attempt}").randrange(SEEDS)

    def _shuffle(self, paper: int) -> int:
        """Return the seed that shuffles the choices of a paper, wherever on it a question stands."""
        return random.Random(f"worksheet:{self.seed}:{paper}").randrange(SEEDS)

    def code(self, paper: int) -> str:
        """Return what is printed on a paper and on its key: `7-A`, the seed and the paper's letters."""
        return f"{self.seed}-{letters(paper)}"


def is_repeated(slot: Slot) -> bool:
    """Return whether an earlier paper asks the same: a deck takes a question once."""
    return slot.paper > 0 and isinstance(slot.source, QuestionSource)


def letters(paper: int) -> str:
    """Return the letters of a paper, counted from 0: A, B, …, Z, AA, AB, …"""
    head, last = divmod(paper, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + last)


def choose(sources: Sequence[_T], count: int | None, seed: int) -> tuple[_T, ...]:
    """Return the exercises of a paper: all sources once, or `count` of them.

    Fewer are drawn and keep their order; more are all, again and again.
    """
    if count is None or count == len(sources):
        return tuple(sources)
    if count < len(sources):
        picked = random.Random(f"worksheet:{seed}").sample(range(len(sources)), count)
        return tuple(sources[place] for place in sorted(picked))
    return tuple(sources[place % len(sources)] for place in range(count))
