"""The bank in use: sections and exercises of all packs, each exercise built when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from studyai.bank.index import Entry, IndexedFile, forget, read_index
from studyai.bank.packs import Pack
from studyai.errors import ToldError
from studyai.exercise.definition import Exercise


class UnknownExerciseError(ToldError):
    """An exercise id that no pack has; says which are near."""


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section of the syllabus as the bank has it."""

    number: int
    title: str
    exercises: tuple[Entry, ...]


class Bank:
    """Every pack's exercises. The first pack that has an id keeps it."""

    def __init__(self, packs: list[Pack] | None = None, cache_file: Path | None = None):
        self._packs = packs
        self._cache_file = cache_file
        self._exercises: dict[str, Exercise] = {}
        self._read()

    def _read(self) -> None:
        self._files = read_index(self._packs, self._cache_file)
        self._places: dict[str, IndexedFile] = {}
        self.doubled: list[str] = []
        for indexed in self._files:
            for entry in indexed.index.entries if indexed.index else ():
                if entry.id in self._places:
                    first = self._places[entry.id].file
                    self.doubled.append(f"{indexed.file}: {entry.id} stands in {first} already; that one is used")
                else:
                    self._places[entry.id] = indexed

    @property
    def problems(self) -> list[str]:
        """Every mistake found while reading, with file and line."""
        said = [indexed.problem for indexed in self._files if indexed.problem]
        for indexed in self._files:
            for problem in indexed.index.problems if indexed.index else ():
                said.append(f"{indexed.file}:{problem.line}: {problem.message}")
        return said + self.doubled

    def sections(self) -> list[SectionEntry]:
        """Return the sections that have exercises, by number; packs may add to one another's sections."""
        found: dict[int, SectionEntry] = {}
        for indexed in self._files:
            if indexed.index is None:
                continue
            own = tuple(entry for entry in indexed.index.entries if self._places[entry.id] is indexed)
            before = found.get(indexed.index.section, SectionEntry(indexed.index.section, indexed.index.title, ()))
            found[before.number] = SectionEntry(before.number, before.title, before.exercises + own)
        return [found[number] for number in sorted(found) if found[number].exercises]

    def ids(self) -> list[str]:
        """Return every exercise id, in the order of the sections."""
        return [entry.id for section in self.sections() for entry in section.exercises]

    def exercise(self, identifier: str) -> Exercise:
        """Return the exercise with this id; raises UnknownExerciseError."""
        if identifier not in self._exercises:
            self._load(identifier)
        return self._exercises[identifier]

    def _load(self, identifier: str, again: bool = True) -> None:
        from studyai.bank.load import load_file

        place = self._places.get(identifier)
        if place is None:
            near = get_close_matches(identifier, self.ids(), n=3, cutoff=0.4)
            hint = f"; near: {', '.join(near)}" if near else "; studyai list shows all"
            raise UnknownExerciseError(f"there is no exercise {identifier!r}{hint}")
        self._exercises.update(
            {
                name: exercise
                for name, exercise in load_file(place.file).exercises.items()
                if self._places.get(name) is place
            }
        )
        if identifier not in self._exercises and again:
            # The file says otherwise than the index: the index is wrong, not the file.
            forget(self._cache_file)
            self._read()
            self._load(identifier, again=False)
