"""The file formats of a set of papers: how one question is written, and how all of them make a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from studyai.document.question import AskedQuestion
from studyai.exercise.sample import Variant
from studyai.worksheet.plan import Plan, Slot

Part: TypeAlias = Literal["all", "questions", "key"]
Write: TypeAlias = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Piece:
    """One question as a format writes it, and its key. `content` is equal where the numbers are equal."""

    slot: Slot
    question: str
    key: str
    points: int
    content: str


class Writer(Protocol):
    """Makes a file of the pieces, which come in the order of the plan."""

    def add(self, piece: Piece) -> None:
        """Take the next piece."""

    def finish(self) -> None:
        """Write what is left."""


@dataclass(frozen=True, slots=True)
class Form:
    """A format: `piece` writes question and key of one variant, `question` those of one concept question.

    `writer` makes the file.

    `separable`: whether the key may stand in a file of its own. `package`: the optional package that writes it.
    """

    name: str
    suffix: str
    piece: Callable[[Variant, Slot], tuple[str, str]]
    question: Callable[[AskedQuestion, Slot], tuple[str, str]]
    writer: Callable[[Plan, Part, Write], Writer]
    separable: bool = True
    package: str = ""
