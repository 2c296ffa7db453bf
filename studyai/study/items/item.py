"""One thing that is asked: what a step, a live model's number, a prediction and a question have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from studyai.exercise.hints import Hint
from studyai.exercise.mark import Mark
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line

Response: TypeAlias = str | tuple[int, ...]
"""Typed text, or the places of what was chosen, in the learner's order: of one choice, or of many.

Of a match, the place of the partner of each choice.
"""


class Form(StrEnum):
    """How an item is answered; a screen has a box for each."""

    TYPED = "typed"
    CHOICE = "choice"  # one of the item's choices
    CHOICES = "choices"  # each of them that is right
    ORDER = "order"  # all of them, in the right order
    MATCH = "match"  # for each of them, one of the item's partners


@dataclass(frozen=True)
class Working:
    """The exercise behind an item: its numbers, and the line whose value is asked."""

    variant: Variant
    line: Line


@dataclass(frozen=True)
class Evidence:
    """What an item's truth rests on.

    ``check`` torch can compute again. ``run`` finds the truth out: whoever asks awaits it before each mark; it may
    raise what the worker raises. ``claim`` and ``exercise`` are ids of what can be run and worked. ``source`` is
    where it is written.
    """

    check: Variant | None = None
    run: Callable[[], Awaitable[None]] | None = None
    claim: str = ""
    exercise: str = ""
    source: str = ""


class Item(Protocol):
    """What a sitting, the record and the screens know of whatever is asked."""

    @property
    def kind(self) -> str:
        """The kind, as the record names it: "step", "live", "prediction"."""

    @property
    def id(self) -> str:
        """What it is in the record; the same however its words and numbers change."""

    @property
    def section(self) -> int | None:
        """The section it belongs to; None where it belongs to no one of them."""

    @property
    def about(self) -> str:
        """What it is asked about, above the question."""

    @property
    def ask(self) -> str:
        """The question in words."""

    @property
    def working(self) -> Working | None:
        """The exercise to draw with the question; None where the words are all."""

    @property
    def form(self) -> Form:
        """How it is answered."""

    @property
    def choices(self) -> Sequence[str]:
        """What there is to choose from; nothing where it is typed."""

    @property
    def partners(self) -> Sequence[str]:
        """What the choices of a match belong to; nothing in another form."""

    @property
    def is_settled_at_once(self) -> bool:
        """Whether one answer settles it, right or wrong; else it may be tried again."""

    @property
    def hints(self) -> int:
        """How many hints there are; with the last, nothing can be earned any more."""

    def hint(self, number: int) -> Hint:
        """Return a hint, counted from 0; raises IndexError beyond the last."""

    @property
    def budget(self) -> float:
        """How many seconds who knows it may take, reading included."""

    @property
    def evidence(self) -> Evidence:
        """What its truth rests on."""

    def mark(self, response: Response) -> Mark:
        """Return the mark: its verdict, and words that say what to do."""

    @property
    def explanation(self) -> str:
        """Why it is so, to be read once it is marked; empty where the mark says all."""

    def in_words(self, response: Response) -> str:
        """Return the response as it is recorded."""
