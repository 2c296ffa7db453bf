"""What a question or a worked solution consists of; each format renders these blocks and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from studyai.document.questions.blocks import QuestionBlock
from studyai.formula.tree import Node, Put
from studyai.formula.values import Value


@dataclass(frozen=True, slots=True)
class Formula:
    """`symbol = node = value`; symbol and value may be absent. `key` is what the commands call the symbol.

    Behind a node that is a value itself, a fraction, `value` is that value rounded.
    """

    node: Node
    symbol: str = ""
    key: str = ""
    subscripts: Mapping[str, str] = field(default_factory=dict)
    value: Value | None = None

    @property
    def known(self) -> Value | None:
        """The value itself, where there is nothing to work out in it."""
        return self.node.value if isinstance(self.node, Put) else None


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A name or a line of a program."""

    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A work in short, and the place in it."""

    text: str


Inline: TypeAlias = str | Strong | Code | Citation | Formula
Words: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (the exercise), 2 (a part of it) or 3 (a step); `aside` stands at the margin."""

    text: str
    level: int
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text with formulas in it."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Display:
    """A formula on a line of its own."""

    formula: Formula


@dataclass(frozen=True, slots=True)
class Givens:
    """The givens: each with its value, and what it is called."""

    rows: tuple[tuple[Formula, str], ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """The arithmetic of single cells: place, counted from 1, and formula with value; `more` are left out."""

    rows: tuple[tuple[tuple[int, ...], Formula], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Values that classic mistakes lead to, and what to say about each."""

    rows: tuple[tuple[Formula, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The values asked for in the end."""

    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One step to fill in: its name, a blank for each of its symbols (wide for lists), how exactly, what it earns."""

    label: str
    name: str
    blanks: tuple[Formula, ...]
    precision: str
    points: int
    wide: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """The blanks of a question."""

    rows: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class WorkingLines:
    """Ruled lines for the learner's work."""

    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head, and rows with as many cells."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Equations:
    """Formulas below each other, each with what its symbols are, or nothing."""

    rows: tuple[tuple[Formula, str], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that can be proven, and the command that proves it."""

    says: str
    command: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What is often said, what is so in fact, and what shows it."""

    says: Words
    fact: Words
    shown_by: Words


Block: TypeAlias = (
    Heading
    | Paragraph
    | Display
    | Givens
    | Cells
    | Mistakes
    | Answer
    | Answers
    | WorkingLines
    | Listing
    | Table
    | Equations
    | Claim
    | Correction
    | QuestionBlock
)
