"""What one file of a pack holds, whatever its entries are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from studyai.bank.span import Span

if TYPE_CHECKING:
    from studyai.bank.located import BankError

T = TypeVar("T")


@dataclass(frozen=True)
class Placed(Generic[T]):
    """An entry of a file and where it stands.

    `lines` are those of its parts (from 1), by the names of the kind; `tags` are what it can be chosen by.
    """

    id: str
    title: str
    levels: tuple[int, ...]
    value: T
    file: Path
    span: Span
    lines: Mapping[str, int]
    tags: tuple[str, ...] = ()

    @property
    def line(self) -> int:
        """The line it starts on, counted from 1."""
        return self.span.line + 1


@dataclass(frozen=True)
class Broken:
    """An entry with a mistake; its id is empty where that cannot be read either."""

    id: str
    error: BankError


@dataclass(frozen=True)
class Section(Generic[T]):
    """What one file holds for a section: its entries by id, and what is wrong in it."""

    number: int
    title: str
    file: Path
    placed: Mapping[str, Placed[T]]
    broken: tuple[Broken, ...]

    @property
    def entries(self) -> dict[str, T]:
        """The entries themselves."""
        return {name: one.value for name, one in self.placed.items()}

    @property
    def problems(self) -> tuple[BankError, ...]:
        """Every mistake."""
        return tuple(one.error for one in self.broken)
