"""A pack written for a test, and its exercises."""

from __future__ import annotations

from pathlib import Path

from studyai.bank.kinds.exercises.load import load_file
from studyai.exercise.definition import Exercise


def exercises_in(folder: Path, text: str) -> dict[str, Exercise]:
    """Write a pack without mistakes and return its exercises by id."""
    file = folder / "exercises.yaml"
    file.write_text(text, encoding="utf-8")
    section = load_file(file)
    assert not section.problems, section.problems
    return dict(section.entries)
