"""Exercises as a kind of file: `exercises.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from studyai.bank.kind import Kind
from studyai.bank.section import Placed, Section
from studyai.bank.span import Span

if TYPE_CHECKING:
    from studyai.bank.report import Report, Trial
    from studyai.exercise.definition import Exercise


class Exercises(Kind["Exercise"]):
    """Exercises, listed in YAML."""

    name = "exercises"
    one = "exercise"
    file_name = "exercises.yaml"

    def read(self, file: Path) -> Section[Exercise]:
        """Return the exercises of a file."""
        from studyai.bank.kinds.exercises.load import load_file

        return load_file(file)

    def outline(self, file: Path) -> Section[None]:
        """Return where the exercises of a file stand."""
        from studyai.bank.kinds.exercises.outline import outline_file

        return outline_file(file)

    def read_entry(self, file: Path, text: str, span: Span, section: int) -> Placed[Exercise]:
        """Return one exercise; nothing else in the file is read."""
        from studyai.bank.kinds.exercises.load import place_exercise
        from studyai.bank.yaml_text import read_part

        return place_exercise(read_part(file, text, span), section)

    def lint(self, placed: Placed[Exercise], trial: Trial) -> Report:
        """Prove the exercise over many seeds of each level."""
        from studyai.bank.kinds.exercises.lint import lint_exercise

        return lint_exercise(placed, trial)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of `exercises.yaml`."""
        from studyai.bank.kinds.exercises.shape import schema

        return schema()


EXERCISES = Exercises()
