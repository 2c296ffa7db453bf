"""Every kind of file that a pack may have. A file's kind is decided here and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studyai.bank.kind import Kind
from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.bank.kinds.sheets.kind import SHEETS

KINDS: list[Kind[Any]] = [EXERCISES, QUESTIONS, SHEETS]
MEANT_FOR_THE_BANK = (".yaml", ".yml")


def kind_of(file: Path) -> Kind[Any] | None:
    """Return the kind of a file, by its name; None for a file of no kind."""
    return next((kind for kind in KINDS if kind.file_name == file.name), None)


def is_of_the_bank(file: Path) -> bool:
    """Return whether the file is of a kind, or looks as if it were meant to be."""
    meant = file.suffix.lower() in MEANT_FOR_THE_BANK and not file.name.startswith(".")
    return (meant or kind_of(file) is not None) and not file.is_dir()


def unknown_kind(file: Path) -> str:
    """Return what is said of a file of no kind."""
    known = ", ".join(kind.file_name for kind in KINDS)
    return f"{file}:1: {file.name} is no file of the bank and is not used; known: {known}. Rename it, or move it away"
