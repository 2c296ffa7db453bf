"""A question with its choices in the order in which they stand: decided by the question's id and a seed alone.

Options with an order of their own keep it: plain numbers, and those that each name a line of code or working, so that
"Line 5" is not choice 3 below a choice of "Line 3".
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cached_property

from studyai.bank.kinds.questions.question import Match, Options, Order, Question
from studyai.bank.located import NUMBER

LINE = re.compile(r"(?:[A-Z][a-z]+ )?lines? (\d+)|\((\d+|[A-Z])\)", re.IGNORECASE)


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
                ids = self._shuffled([one.id for one in options])
                return tuple(sorted(ids, key=lambda one: self._own_places[one])) if self.keeps_order else ids
            case Order(parts):
                right = [part.id for part in parts]
                shuffled = self._shuffled(right)
                return shuffled if shuffled != tuple(right) else (*right[1:], right[0])
            case Match(pairs):
                return self._shuffled([pair.id for pair in pairs])
            case _:
                return ()

    @property
    def keeps_order(self) -> bool:
        """Whether the options stand in an order of their own, the same for every seed."""
        return bool(self._own_places)

    @cached_property
    def _own_places(self) -> dict[str, float]:
        """Where each option belongs; nothing where one of them has no place of its own."""
        answer = self.question.answer
        texts = {one.id: one.text for one in answer.options} if isinstance(answer, Options) else {}
        has_lines = bool(self.question.code or self.question.working)
        lines = {name: _line(text) for name, text in texts.items()} if has_lines else {}
        numbers = {name: _number(text) for name, text in texts.items()}
        for places in (lines, numbers):
            known = {name: place for name, place in places.items() if place is not None}
            if known and len(known) == len(texts):
                return known
        return {}

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


def _line(text: str) -> float | None:
    """Return the number of the line that a text begins with, or that of its letter; None where it names none."""
    match = LINE.match(text)
    if match is None:
        return None
    name = match[1] or match[2]
    return int(name) if name.isdecimal() else ord(name.upper())


def _number(text: str) -> float | None:
    """Return the number that a text is; None where it is another text."""
    plain = text.replace("−", "-").replace(",", "")
    return float(plain) if NUMBER.fullmatch(plain) else None
