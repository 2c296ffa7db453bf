"""What proving an entry of the bank shows: findings, each with the file and the line it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studyai.bank.section import Placed
from studyai.exercise.definition import Exercise
from studyai.exercise.sample import Variant

EXAMPLES = 3  # of each kind of finding, named


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What torch says against a variant, and the symbol of the first step it is about, as far as there is one."""

    text: str
    step: str = ""


Oracle = Callable[[Sequence[Variant]], Sequence[Disagreement | None]]
"""Asks the oracle about variants of one exercise; for each, what it says against it."""


@dataclass(frozen=True)
class Known:
    """The names that an entry may refer to."""

    exercises: Collection[str] = ()
    claims: Collection[str] = ()
    architectures: Collection[str] = ()
    references: Collection[str] = ()


@dataclass(frozen=True)
class Trial:
    """What an entry is proven with: seeds for each level, torch, and the names of the oracles that torch has.

    ``against`` runs a claim, and says what is against it; nothing where it holds. ``exercise`` is the one of an id,
    None where there is none that can be read.
    """

    seeds: int
    oracle: Oracle
    oracles: Collection[str]
    known: Known = Known()
    against: Callable[[str], str] = lambda _: ""
    exercise: Callable[[str], Exercise | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: of which kind, where, and what would be right."""

    kind: str
    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass
class Report:
    """What proving one entry shows.

    `summary` and `counted` say how much was tried, in words and as data; `tallies` are added up over all entries.
    """

    placed: Placed[Any]
    variants: int = 0
    summary: str = ""
    tallies: dict[str, int] = field(default_factory=dict)
    counted: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _first: dict[str, int] = field(default_factory=dict)

    def blame(self, kind: str, message: str, part: str = "") -> None:
        """Note a finding about a part of the entry, or about all of it; the first few of a kind are named."""
        line = self.placed.lines.get(part, self.placed.line)
        self._first.setdefault(kind, line)
        self._counts[kind] += 1
        if self._counts[kind] <= EXAMPLES:
            self.findings.append(Finding(kind, self.placed.file, line, message))

    def close(self) -> None:
        """Add how many more there were of each kind."""
        for kind, count in self._counts.items():
            if count > EXAMPLES:
                more = f"… {kind}: {count - EXAMPLES} more"
                self.findings.append(Finding(kind, self.placed.file, self._first[kind], more))
