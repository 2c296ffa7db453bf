"""What a formula is made of on paper: letters, digits, rows, fractions, scripts, fences, roots, grids, cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Letter:
    """A symbol's letters: one letter or Greek name is italic, longer words are upright."""

    base: str
    accent: str = ""


@dataclass(frozen=True, slots=True)
class Digits:
    """A number: its mantissa as text and, in scientific notation, its power of ten.

    An entry of an array has no blanks between its digits: they part the entries.
    """

    mantissa: str
    exponent: int | None = None
    is_entry: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """An upright word, such as a function's name."""

    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """An operator: one of + − · = ≤ …, `juxtaposed` for a product of names, `,` between arguments, ′, Σ, T."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """Parts side by side."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """A fraction."""

    top: Part
    bottom: Part


@dataclass(frozen=True, slots=True)
class Script:
    """A base with a subscript, a superscript, or both."""

    base: Part
    below: Part | None = None
    above: Part | None = None


@dataclass(frozen=True, slots=True)
class Fence:
    """Delimiters that grow with what they hold."""

    kind: Literal["round", "square", "floor", "ceiling", "bars"]
    inner: Part


@dataclass(frozen=True, slots=True)
class Root:
    """A square root."""

    inner: Part


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix."""

    rows: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """Values behind a brace, each with its condition (`folded`: below it), and the one that holds otherwise."""

    rows: tuple[tuple[Part, Part], ...]
    otherwise: Part
    folded: bool = False


Part = Letter | Digits | Word | Sign | Row | Over | Script | Fence | Root | Grid | Cases
