"""Concept questions as a kind of file: `questions.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studyai.bank.kind import Kind
from studyai.bank.section import Placed, Section
from studyai.bank.span import Span

if TYPE_CHECKING:
    from studyai.bank.kinds.questions.question import Question
    from studyai.bank.report import Finding, Report, Trial


class Questions(Kind["Question"]):
    """Concept questions, listed in YAML."""

    name = "questions"
    one = "question"
    file_name = "questions.yaml"

    def read(self, file: Path) -> Section[Question]:
        """Return the questions of a file."""
        from studyai.bank.kinds.questions.load import load_file

        return load_file(file)

    def outline(self, file: Path) -> Section[None]:
        """Return where the questions of a file stand."""
        from studyai.bank.kinds.questions.outline import outline_file

        return outline_file(file)

    def read_entry(self, file: Path, text: str, span: Span, section: int) -> Placed[Question]:
        """Return one question; nothing else in the file is read."""
        from studyai.bank.kinds.questions.load import place_question
        from studyai.bank.yaml_text import read_part

        return place_question(read_part(file, text, span), section)

    def lint(self, placed: Placed[Question], trial: Trial) -> Report:
        """Check what it names, and how it reads."""
        from studyai.bank.kinds.questions.lint import lint_question

        return lint_question(placed, trial)

    def lint_together(self, placed: Sequence[Placed[Question]]) -> list[Finding]:
        """Check whether they can be guessed, and whether one is asked twice."""
        from studyai.bank.kinds.questions.lint_together import lint_together

        return lint_together(placed)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of `questions.yaml`."""
        from studyai.bank.kinds.questions.shape import schema

        return schema()


QUESTIONS = Questions()
