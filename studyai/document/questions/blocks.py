"""What a concept question on paper consists of, beside running text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines of a program or of a working, in letters of one width."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One of the curves of a plot: its name, and its points."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Curves over the same axis; `x` and `y` are what the axes are called."""

    x: str
    y: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, and the letter it is chosen by."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices of which one is right; or `several`: each has a box to be marked."""

    rows: tuple[Choice, ...]
    several: bool


@dataclass(frozen=True, slots=True)
class Blank:
    """Room for one answer, and the words about what is written there."""

    words: str


@dataclass(frozen=True, slots=True)
class Ordering:
    """Things to be put in order: a numbered line for the letter of each."""

    rows: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Things in a column, each with room for the letter of its partner, and the partners in another."""

    rows: tuple[Choice, ...]
    partners: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """An answer, whether it is right, and what is said to who gives it."""

    is_right: bool
    text: str
    say: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers, the right ones among them."""

    rows: tuple[Judgement, ...]


QuestionBlock: TypeAlias = Verbatim | Plot | Choices | Blank | Ordering | Matching | Judged
