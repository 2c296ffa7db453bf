"""The bank in use: sections and entries of all packs, each entry built when it is first asked for."""

from __future__ import annotations

from contextlib import suppress
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from studyai.bank.content import content_key, read_content
from studyai.bank.index import Entry, IndexedFile, forget, read_index
from studyai.bank.kind import Kind, T
from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.kinds.registry import kind_of
from studyai.bank.packs import Pack, all_packs
from studyai.errors import ToldError

if TYPE_CHECKING:
    from studyai.bank.references import Reference
    from studyai.exercise.definition import Exercise


class UnknownExerciseError(ToldError):
    """An id that no pack has; says which are near."""


class SectionEntry(msgspec.Struct, frozen=True):
    """A section of the syllabus as the bank has it, with entries of every kind."""

    number: int
    title: str
    entries: tuple[Entry, ...]

    @property
    def exercises(self) -> tuple[Entry, ...]:
        """Its exercises."""
        return self.of_kind(EXERCISES)

    def of_kind(self, kind: Kind[Any]) -> tuple[Entry, ...]:
        """Return its entries of a kind."""
        return tuple(entry for entry in self.entries if entry.kind == kind.name)


class _Place(msgspec.Struct, frozen=True):
    """Where an entry is: its file, the section that the file is of, and the place in it."""

    indexed: IndexedFile
    section: int
    entry: Entry


class Bank:
    """Every pack's entries. The first pack that has an id of a kind keeps it."""

    def __init__(self, packs: list[Pack] | None = None, cache_file: Path | None = None):
        self._packs = packs
        self._cache_file = cache_file
        self._built: dict[tuple[str, str], Any] = {}
        self._read()

    def _read(self) -> None:
        self._files = read_index(self._packs, self._cache_file)
        self._places: dict[tuple[str, str], _Place] = {}
        self.doubled: list[str] = []
        for indexed in self._files:
            for entry in indexed.index.entries if indexed.index else ():
                self._take(indexed, entry)

    def _take(self, indexed: IndexedFile, entry: Entry) -> None:
        assert indexed.index is not None
        place = _Place(indexed, indexed.index.section, entry)
        first = self._places.setdefault((entry.kind, entry.id), place)
        if first is not place:
            stands = f"{first.indexed.file}:{first.entry.span.line + 1}"
            self.doubled.append(
                f"{indexed.file}:{entry.span.line + 1}: {entry.id} stands in {stands} already; that one is used. "
                "Give this one another id"
            )

    @property
    def problems(self) -> list[str]:
        """Every mistake found while reading, with file and line."""
        said = [indexed.problem for indexed in self._files if indexed.problem]
        for indexed in self._files:
            for problem in indexed.index.problems if indexed.index else ():
                said.append(f"{indexed.file}:{problem.line}: {problem.message}")
        return said + self.doubled

    def sections(self, kind: Kind[Any] = EXERCISES) -> list[SectionEntry]:
        """Return the sections that have entries of the kind, by number; packs may add to one another's sections."""
        by_number: dict[int, SectionEntry] = {}
        for place in self._places.values():
            index = place.indexed.index
            assert index is not None
            before = by_number.get(place.section, SectionEntry(place.section, index.title, ()))
            by_number[place.section] = SectionEntry(before.number, before.title, (*before.entries, place.entry))
        return [by_number[number] for number in sorted(by_number) if by_number[number].of_kind(kind)]

    def ids(self, kind: Kind[Any] = EXERCISES) -> list[str]:
        """Return every id of the kind, in the order of the sections."""
        return [entry.id for section in self.sections(kind) for entry in section.of_kind(kind)]

    def exercise(self, identifier: str) -> Exercise:
        """Return the exercise with this id; raises UnknownExerciseError, or BankError where it is broken."""
        return self.entry(EXERCISES, identifier)

    def entry(self, kind: Kind[T], identifier: str) -> T:
        """Return the entry of this kind with this id; raises UnknownExerciseError, or BankError where it is broken."""
        key = (kind.name, identifier)
        if key not in self._built:
            self._built[key] = self._build(kind, identifier)
        value: T = self._built[key]
        return value

    def texts(self, kind: Kind[Any]) -> dict[str, str]:
        """Return each entry of the kind as it is written, by its id; nothing from a file that was changed meanwhile."""
        from studyai.bank.located import BankError
        from studyai.bank.yaml_text import read_text

        written: dict[str, str] = {}
        for indexed in self._files:
            with suppress(OSError, BankError):
                content = read_content(indexed.file)
                if indexed.index is not None and content_key(content) == indexed.key:
                    text = read_text(indexed.file, content)
                    of_kind = (entry for entry in indexed.index.entries if entry.kind == kind.name)
                    written |= {entry.id: text[entry.span.start : entry.span.end] for entry in of_kind}
        return written

    @cached_property
    def references(self) -> dict[str, Reference]:
        """The works that entries refer to, by key, no two cited alike; of a pack whose file cannot be read, none."""
        from studyai.bank.references import read_references, told_apart

        read: dict[str, Reference] = {}
        for pack in all_packs() if self._packs is None else self._packs:
            try:
                read = {**read_references(pack.folder), **read}
            except ToldError:
                continue  # lint tells of it; who reads a question sees the key
        return told_apart(read)

    def _build(self, kind: Kind[T], identifier: str) -> T:
        value = self._read_in_place(kind, identifier)
        if value is None:
            # The file says otherwise than the index: it was changed meanwhile, or the index is wrong.
            forget(self._cache_file)
            self._read()
            value = self._read_in_place(kind, identifier, is_index_new=True)
        if value is None:
            raise self._missing(kind, identifier)
        return value

    def _read_in_place(self, kind: Kind[T], identifier: str, is_index_new: bool = False) -> T | None:
        """Return the entry that stands where the index says, reading nothing else; None where it is not there.

        One with a mistake is not there either; where the index is new, its BankError is raised.
        """
        from studyai.bank.located import BankError
        from studyai.bank.yaml_text import read_bytes, read_text

        place = self._places.get((kind.name, identifier))
        if place is None:
            raise self._missing(kind, identifier)
        content = read_bytes(place.indexed.file)
        if content_key(content) != place.indexed.key:
            return None
        text = read_text(place.indexed.file, content)
        try:
            placed = kind.read_entry(place.indexed.file, text, place.entry.span, place.section)
        except BankError:
            if is_index_new:
                raise
            return None
        return placed.value if placed.id == identifier else None

    def _missing(self, kind: Kind[Any], identifier: str) -> Exception:
        from studyai.bank.located import BankError

        for indexed in self._files:
            for problem in indexed.index.problems if indexed.index else ():
                if problem.id == identifier and kind_of(indexed.file) is kind:
                    return BankError(indexed.file, problem.line, problem.message)
        near = get_close_matches(identifier, self.ids(kind), n=3, cutoff=0.4)
        hint = f"; near: {', '.join(near)}" if near else "; studyai list shows all"
        return UnknownExerciseError(f"there is no {kind.one} {identifier!r}{hint}")
