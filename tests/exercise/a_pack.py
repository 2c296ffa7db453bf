"""A pack written for a test, and its exercises."""

from __future__ import annotations

from pathlib import Path

from studyai.bank.kinds.exercises.load import load_file
from studyai.bank.section import Section
from studyai.exercise.definition import Exercise


def loaded(folder: Path, text: str) -> Section[Exercise]:
    """Write a pack and return what is read of it."""
    file = folder / "exercises.yaml"
    file.write_text(text, encoding="utf-8")
    return load_file(file)


def exercises_in(folder: Path, text: str) -> dict[str, Exercise]:
    """Write a pack without mistakes and return its exercises by id."""
    section = loaded(folder, text)
    assert not section.problems, section.problems
    return dict(section.entries)
