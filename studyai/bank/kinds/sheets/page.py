"""What a page of the course sheet is: plain data, built by the bank from Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from studyai.formula.tree import Node


@dataclass(frozen=True, slots=True)
class Code:
    """A name or a line of a program."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A place (`at`) in a work that is referred to by its key."""

    key: str
    at: str


Words: TypeAlias = tuple[str | Code | Strong | Citation, ...]
"""Running text."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a topic."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    words: Words
    line: int


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Words, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head, and rows with as many cells."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it is drawn, and a comment that says what its symbols are."""

    node: Node
    comment: str
    line: int
    subscripts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Formulas:
    """Formulas below each other."""

    formulas: tuple[Formula, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: a variant of an exercise."""

    exercise: str
    level: int
    seed: int
    line: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A statement that can be proven: a claim by its name."""

    claim: str
    line: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A statement of the common sheet, what it says, what is so in fact, and the claim or the reference for it."""

    statement: str
    says: Words
    fact: Words
    claim: str
    source: Citation | None
    line: int


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Formulas | Example | Claimed | Correction


@dataclass(frozen=True, slots=True)
class Page:
    """A section's page; `length` counts the lines of its file."""

    section: int
    title: str
    blocks: tuple[Block, ...]
    length: int

    @property
    def id(self) -> str:
        """What it is known by."""
        return f"sheet-{self.section:02}"


def plain(words: Words) -> str:
    """Return running text without its marks, and without what it refers to."""
    return "".join(part if isinstance(part, str) else part.text for part in words if not isinstance(part, Citation))


def all_words(block: Block) -> Iterator[Words]:
    """Yield every piece of running text in a block."""
    match block:
        case Paragraph(words):
            yield words
        case Bullets(items):
            yield from items
        case Table(head, rows):
            yield from head
            for row in rows:
                yield from row
        case Correction():
            yield block.says
            yield block.fact
        case _:
            return


def citations(block: Block) -> Iterator[Citation]:
    """Yield every reference in a block."""
    for words in all_words(block):
        yield from (part for part in words if isinstance(part, Citation))
    if isinstance(block, Correction) and block.source is not None:
        yield block.source
