"""One entry is read alone, where the index says: the same as with its file, at the same lines, and never stale."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studyai.bank import yaml_text
from studyai.bank.bank import Bank, UnknownExerciseError
from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.located import BankError, Located
from studyai.bank.packs import Pack, built_in

TWO = """\
\ufeff# über allem
section: 12
title: Mine
exercises:
  # a comment
  - exercise: twice
    title: Twice “doubled” ×2
    ask: What is twice {a}?
    given: &g
      a: {int: [1, 9], name: number}
    levels: {1: {}}
    steps:
      - d: {name: double, formula: 2*a, decimals: 0}
    source: none

  # another comment
  - {exercise: thrice, title: Thrice, ask: "What is thrice {a}?",
     given: {a: {int: [1, 9], name: number}}, levels: {1: {}}, steps: [{d: {name: triple, formula: 3*a}}], source: none}
"""


def _pack(folder: Path, text: str) -> tuple[Pack, Path]:
    folder.mkdir(exist_ok=True)
    file = folder / "exercises.yaml"
    file.write_bytes(text.encode())
    return Pack("mine", folder), file


@pytest.mark.parametrize("text", [TWO, TWO.replace("\n", "\r\n")])
def test_an_entry_alone_is_the_entry_in_its_file(tmp_path: Path, text: str) -> None:
    _check(_pack(tmp_path, text)[1])


FILES = [file for file in built_in().files() if file.name == EXERCISES.file_name]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_exercise_of_the_bank_alone_is_that_in_its_file(file: Path) -> None:
    _check(file)


def _check(file: Path) -> None:
    text = yaml_text.read_text(file, yaml_text.read_bytes(file))
    section = EXERCISES.read(file)
    assert section.problems == ()
    for placed in section.placed.values():
        alone = EXERCISES.read_entry(file, text, placed.span, section.number)
        assert alone.value == placed.value
        assert alone.lines == placed.lines


def test_a_command_reads_the_yaml_of_its_one_exercise_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack, _ = _pack(tmp_path / "pack", TWO)
    Bank([pack], tmp_path / "index.json")
    read: list[str] = []
    compose = yaml_text._compose

    def watched(text: str, *rest: object) -> Located:
        read.append(text)
        return compose(text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(yaml_text, "_compose", watched)
    assert Bank([pack], tmp_path / "index.json").exercise("twice").title == "Twice “doubled” ×2"
    (alone,) = read
    assert "thrice" not in alone


def test_a_mistake_in_one_entry_has_the_line_it_has_in_the_file(tmp_path: Path) -> None:
    _, file = _pack(tmp_path, TWO)
    (span,) = [one.span for one in EXERCISES.read(file).placed.values() if one.id == "twice"]
    text = TWO.removeprefix("\ufeff").replace("2*a", "2*b")
    with pytest.raises(BankError) as alone:
        EXERCISES.read_entry(file, text, span, 12)
    file.write_text(text)
    assert str(alone.value) == str(EXERCISES.read(file).problems[0])
    assert alone.value.line == 13


def test_a_file_changed_after_the_index_was_read_is_read_anew(tmp_path: Path) -> None:
    pack, file = _pack(tmp_path / "pack", TWO)
    before, bank = file.stat(), Bank([pack], tmp_path / "index.json")
    file.write_bytes(TWO.replace("title: Thrice", "title: Trebly").encode())
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert bank.exercise("thrice").title == "Trebly"
    file.write_bytes(TWO.replace("thrice", "triple").encode())
    with pytest.raises(UnknownExerciseError, match=r"near: .*triple"):
        Bank([pack], tmp_path / "index.json").exercise("thrice")


def test_an_index_with_wrong_places_is_found_out(tmp_path: Path) -> None:
    pack, _ = _pack(tmp_path / "pack", TWO)
    cache = tmp_path / "index.json"
    Bank([pack], cache)
    cache.write_text(cache.read_text().replace('"start":', '"start":1'))
    assert Bank([pack], cache).exercise("twice").title == "Twice “doubled” ×2"


def test_a_broken_exercise_is_asked_for_by_its_id(tmp_path: Path) -> None:
    pack, _ = _pack(tmp_path / "pack", TWO.replace("2*a", "2*b"))
    with pytest.raises(BankError, match="b is not known here") as problem:
        Bank([pack], tmp_path / "index.json").exercise("twice")
    assert problem.value.line == 13
