"""A kind of file in a pack: how it is recognised, read and proven, whatever its entries are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from studyai.bank.report import Finding, Report, Trial
    from studyai.bank.section import Placed, Section
    from studyai.bank.span import Span

T = TypeVar("T")


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

    def outline(self, file: Path) -> Section[Any]:
        """Return where the entries of a file stand, as soon as can be: for files that are known to be good.

        What is wrong within an entry is not told; a kind that has no quick way reads the file.
        """
        return self.read(file)

    @abstractmethod
    def read_entry(self, file: Path, text: str, span: Span, section: int) -> Placed[T]:
        """Return the one entry that stands there in the file's text; raises BankError at its first mistake."""

    @abstractmethod
    def lint(self, placed: Placed[T], trial: Trial) -> Report:
        """Return what proving the entry shows."""

    def lint_together(self, placed: Sequence[Placed[T]]) -> list[Finding]:
        """Return what is wrong with the entries of a pack together; nothing unless a kind looks for something."""
        return []

    @abstractmethod
    def schema(self) -> dict[str, Any] | None:
        """Return the JSON Schema of a file, by which editors complete and check; None for what is no YAML."""
