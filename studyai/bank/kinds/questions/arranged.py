"""A question with its choices in the order in which they stand: decided by the question's id and a seed alone."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property

from studyai.bank.kinds.questions.question import Match, Options, Order, Question


@dataclass(frozen=True, eq=False)
class Arranged:
    """A question as it is asked; ``seed`` decides in which order its choices stand."""

    question: Question
    seed: int = 0

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the choices, in the order in which they stand."""
        match self.question.answer:
            case Options(options):
                return self._shuffled([one.id for one in options])
            case Order(parts):
                right = [part.id for part in parts]
                shuffled = self._shuffled(right)
                return shuffled if shuffled != tuple(right) else (*right[1:], right[0])
            case Match(pairs):
                return self._shuffled([pair.id for pair in pairs])
            case _:
                return ()

    @property
    def choices(self) -> tuple[str, ...]:
        """Their words."""
        return tuple(self._words[one] for one in self.ids)

    @cached_property
    def partners(self) -> tuple[str, ...]:
        """What the choices of a match belong to, in the order in which they stand."""
        answer = self.question.answer
        return self._shuffled(list(answer.partners)) if isinstance(answer, Match) else ()

    @cached_property
    def _words(self) -> dict[str, str]:
        match self.question.answer:
            case Options(entries) | Order(entries) | Match(entries):
                return {one.id: one.text for one in entries}
            case _:
                return {}

    def _shuffled(self, names: list[str]) -> tuple[str, ...]:
        shuffled = list(names)
        random.Random(f"{self.question.id}:{self.seed}").shuffle(shuffled)
        return tuple(shuffled)
