"""Kinds of files: a second one is used by the same machinery; a file of no kind is named; ids are unique in a kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studyai.bank.bank import Bank, UnknownExerciseError
from studyai.bank.kind import Kind
from studyai.bank.kinds import registry
from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.located import BankError
from studyai.bank.packs import Pack
from studyai.bank.report import Report, Trial
from studyai.bank.section import Placed, Section
from studyai.bank.span import Span

EXERCISE = """\
section: 12
title: Mine
exercises:
  - exercise: twice
    title: Twice
    ask: What is twice {a}?
    given:
      a: {int: [1, 9], name: number}
    levels: {1: {}}
    steps:
      - d: {name: double, formula: 2*a, decimals: 0}
    source: none
"""
NOTES = "12 Mine\ntwice: about doubling\nhalf: about halving\n"


class Notes(Kind[str]):
    """A tiny second kind, not even YAML: section and title, then a note in each line."""

    name = "notes"
    one = "note"
    file_name = "notes.txt"

    def read(self, file: Path) -> Section[str]:
        text = file.read_text()
        number, title = text.splitlines()[0].split()
        placed, start = {}, text.index("\n") + 1
        for line, note in enumerate(text.splitlines()[1:], start=1):
            if ":" not in note:
                raise BankError(file, line + 1, "a note is id: text")
            span = Span(line, 0, start, start + len(note))
            start += len(note) + 1
            one = self.read_entry(file, text, span, int(number))
            placed[one.id] = one
        return Section(int(number), title, file, placed, ())

    def read_entry(self, file: Path, text: str, span: Span, section: int) -> Placed[str]:
        identifier, _, note = text[span.start : span.end].partition(": ")
        return Placed(identifier, note, (), f"{section}: {note}", file, span, {})

    def lint(self, placed: Placed[str], trial: Trial) -> Report:
        report = Report(placed)
        if "halving" in placed.value:
            report.blame("words", "say division by two")
        return report

    def schema(self) -> dict[str, Any] | None:
        return None


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Notes:
    kind = Notes()
    monkeypatch.setattr(registry, "KINDS", [*registry.KINDS, kind])
    return kind


def _pack(folder: Path, **files: str) -> Pack:
    (folder / "12-mine").mkdir(parents=True)
    for name, text in files.items():
        (folder / "12-mine" / name.replace("_", ".")).write_text(text)
    return Pack("mine", folder)


def test_a_second_kind_is_indexed_located_and_loaded_by_the_same_machinery(tmp_path: Path, notes: Notes) -> None:
    pack, cache = _pack(tmp_path / "pack", exercises_yaml=EXERCISE, notes_txt=NOTES), tmp_path / "index.json"
    for bank in (Bank([pack], cache), Bank([pack], cache)):  # read anew, then from the index
        assert bank.problems == []
        assert bank.entry(notes, "half") == "12: about halving"
        assert bank.ids(notes) == ["twice", "half"]
        (section,) = bank.sections(notes)
        assert [(entry.kind, entry.id) for entry in section.entries] == [
            ("exercises", "twice"),
            ("notes", "twice"),
            ("notes", "half"),
        ]
        assert bank.exercise("twice").title == "Twice", "an id is unique within its kind only"
        assert bank.ids() == ["twice"]


def test_a_second_kind_is_linted_with_its_line(tmp_path: Path, notes: Notes) -> None:
    pack = _pack(tmp_path / "pack", notes_txt=NOTES)
    (file,) = pack.files()
    section = notes.read(file)
    reports = [notes.lint(placed, Trial(1, lambda _: [], ())) for placed in section.placed.values()]
    assert [str(finding) for report in reports for finding in report.findings] == [f"{file}:3: say division by two"]


def test_a_section_of_other_kinds_has_no_exercises(tmp_path: Path, notes: Notes) -> None:
    bank = Bank([_pack(tmp_path / "pack", notes_txt=NOTES)], tmp_path / "index.json")
    assert bank.sections() == []
    with pytest.raises(UnknownExerciseError, match="there is no note 'halves'; near: half"):
        bank.entry(notes, "halves")


def test_the_same_id_twice_in_one_kind_is_named_with_both_lines(tmp_path: Path, notes: Notes) -> None:
    packs = [_pack(tmp_path / name, exercises_yaml=EXERCISE, notes_txt=NOTES) for name in ("a", "b")]
    bank = Bank(packs, tmp_path / "index.json")
    second, first = (pack.folder / "12-mine" / "notes.txt" for pack in reversed(packs))
    assert len(bank.problems) == 3
    assert any(one.startswith(f"{second}:3: half stands in {first}:3 already") for one in bank.problems)


@pytest.mark.parametrize("name", ["quizzes.yaml", "exercises.yml", "Exercises.yaml"])
def test_a_file_of_no_kind_is_named_and_the_rest_works(tmp_path: Path, name: str) -> None:
    pack = _pack(tmp_path / "pack", exercises_yaml=EXERCISE)
    for folder in (pack.folder, pack.folder / "12-mine"):
        (folder / name).write_text("- what: ever\n")
    bank = Bank([pack], tmp_path / "index.json")
    assert [problem.split(" ", 1)[0] for problem in bank.problems] == [
        f"{pack.folder / name}:1:",
        f"{pack.folder / '12-mine' / name}:1:",
    ]
    assert all("known: exercises.yaml" in problem for problem in bank.problems)
    assert bank.exercise("twice").title == "Twice"


@pytest.mark.parametrize("name", ["README.md", ".hidden.yaml", "notes.txt"])
def test_other_files_are_nobody_s_business(tmp_path: Path, name: str) -> None:
    pack = _pack(tmp_path / "pack", exercises_yaml=EXERCISE)
    (pack.folder / name).write_text("anything")
    (pack.folder / "deeper.yaml").mkdir()
    assert Bank([pack], tmp_path / "index.json").problems == []


def test_a_kind_is_decided_by_the_name_alone() -> None:
    assert registry.kind_of(Path("somewhere/exercises.yaml")) is EXERCISES
    assert registry.kind_of(Path("exercises.yaml.bak")) is None
