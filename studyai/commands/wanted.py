"""What a paper is asked to consist of: exercises and concept questions, in the order of the options."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from studyai.bank.bank import Bank, SectionEntry
from studyai.bank.choosing import by_seed, chosen_entries, drawn
from studyai.bank.kind import Kind
from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.bank.kinds.questions.question import Sort
from studyai.commands.errors import BadInputError
from studyai.exercise.sample import level_of
from studyai.worksheet.plan import AnySource, QuestionSource, Source, choose

DRAWING = ("questions", "theme", "kind")  # options that ask for questions without naming them


class Wanted:
    """The options, read together. Raises BadInputError, and what the bank raises."""

    def __init__(self, bank: Bank, arguments: Namespace) -> None:
        self._bank, self._arguments = bank, arguments
        self._order: list[tuple[str, str | int | None]] = getattr(arguments, "order", [])
        self._draws = any(option in DRAWING for option, _ in self._order)
        # Beside questions a section says where these come from; its exercises come along where it is said how many.
        self._takes_exercises = not self._draws or arguments.count is not None
        self.sections = [self._section(number) for number in arguments.section or []]

    def _section(self, number: int) -> SectionEntry:
        kinds: list[Kind[Any]] = [
            *([EXERCISES] if self._takes_exercises else []),
            *([QUESTIONS] if self._draws else []),
        ]
        known = {section.number: section for kind in kinds for section in self._bank.sections(kind)}
        if number not in known:
            accepted = ", ".join(map(str, sorted(known)))
            raise BadInputError(f"--section {number}: no such section; accepted: {accepted}")
        return known[number]

    def sources(self) -> tuple[AnySource, ...]:
        """Return what stands on each paper."""
        asked = tuple(dict.fromkeys(self._in_order()))
        if not asked:
            raise BadInputError(
                "--exercise or --section, --question or --questions: name one at least; studyai list shows all"
            )
        exercises = [source for source in asked if isinstance(source, Source)]
        if not exercises:
            return asked
        chosen = choose(exercises, self._arguments.count, self._arguments.seed)
        kept = [source for source in asked if isinstance(source, QuestionSource) or source in chosen]
        return (*kept, *chosen[len(exercises) :])  # more than there are: again from the first

    def _in_order(self) -> Iterator[AnySource]:
        by_number = {section.number: section for section in self.sections}
        is_drawn = False
        for option, value in self._order:
            if option == "exercise":
                yield self._exercise(str(value))
            elif option == "question":
                yield QuestionSource(self._bank.entry(QUESTIONS, str(value)).id)
            elif option == "section" and self._takes_exercises:
                yield from (self._exercise(entry.id) for entry in by_number[int(str(value))].exercises)
            elif option in DRAWING and not is_drawn:
                is_drawn = True
                yield from self._drawn()

    def _exercise(self, identifier: str) -> Source:
        exercise = self._bank.exercise(identifier)
        level: int = self._arguments.level or min(exercise.levels)
        level_of(exercise, level)  # refuses an unknown level
        return Source(identifier, level)

    def _drawn(self) -> list[QuestionSource]:
        """Return the questions that are not named, drawn by the seed; they keep the order of the bank."""
        arguments, named = self._arguments, set(self._arguments.question or [])
        kinds = self._kinds()
        found = [
            entry
            for theme in dict.fromkeys(arguments.theme or [""])
            for entry in chosen_entries(self._bank, arguments.section or (), theme, kinds)
            if entry.id not in named
        ]
        count = arguments.questions[-1] if arguments.questions else None
        if count is not None and count > len(found):
            raise BadInputError(f"--questions {count}: {len(found)} fit; accepted: 1 to {len(found)}, or all")
        if count is None:
            return [QuestionSource(entry.id) for entry in found]
        picked = {entry.id for entry in drawn(found, count, by_seed(arguments.seed))}
        return [QuestionSource(entry.id) for entry in found if entry.id in picked]

    def _kinds(self) -> list[str]:
        kinds: list[str] = self._arguments.kind or []
        for kind in kinds:
            if kind not in set(Sort):
                raise BadInputError(f"--kind {kind}: no such kind; accepted: {', '.join(Sort)}")
        return kinds

    def title(self, sources: tuple[AnySource, ...]) -> str:
        """Return what stands at the top where nothing else is wanted."""
        if len(sources) == 1 and isinstance(sources[0], Source):
            return self._bank.exercise(sources[0].exercise).title
        if len(self.sections) == 1:
            return self.sections[0].title
        themes: list[str] = self._arguments.theme or []
        return themes[0].replace("-", " ").capitalize() if len(themes) == 1 else "Deep learning"
