"""A kind of file in a pack: how it is recognised, read and proven, whatever its entries are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from studyai.bank.located import BankError
    from studyai.bank.report import Report, Trial

T = TypeVar("T")


class Span(msgspec.Struct, frozen=True):
    """Where an entry stands in its file: its first line and column, and its first and last character (from 0)."""

    line: int
    column: int
    start: int
    end: int


@dataclass(frozen=True)
class Placed(Generic[T]):
    """An entry of a file and where it stands; `lines` are those of its parts (from 1), by the names of the kind."""

    id: str
    title: str
    levels: tuple[int, ...]
    value: T
    file: Path
    span: Span
    lines: Mapping[str, int]

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


class Kind(ABC, Generic[T]):
    """A kind of file; its methods import what they need, so that knowing the kinds costs a start nothing.

    `name` is what its entries are called, `one` a single one of them, `file_name` what a file of it is called.
    """

    name: str
    one: str
    file_name: str

    @abstractmethod
    def read(self, file: Path) -> Section[T]:
        """Return what the file holds; raises BankError where the file as a whole cannot be used."""

    @abstractmethod
    def read_entry(self, file: Path, text: str, span: Span, section: int) -> Placed[T]:
        """Return the one entry that stands there in the file's text; raises BankError at its first mistake."""

    @abstractmethod
    def lint(self, placed: Placed[T], trial: Trial) -> Report:
        """Return what proving the entry shows."""

    @abstractmethod
    def schema(self) -> dict[str, Any] | None:
        """Return the JSON Schema of a file, by which editors complete and check; None for what is no YAML."""
