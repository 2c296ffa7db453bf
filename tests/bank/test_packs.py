"""Packs: every mistake with file, line and remedy; the rest of the bank still works; the index is never stale."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from studyai.bank.bank import Bank, UnknownExerciseError
from studyai.bank.kinds.exercises.load import load_file
from studyai.bank.located import BankError
from studyai.bank.packs import Pack, built_in

GOOD = """\
section: 12
title: Mine
exercises:
  - exercise: twice
    title: Twice
    ask: What is twice {a}?
    given:
      a: {int: [1, 9], name: number}
    levels: {1: {}, 2: {a: 3}}
    steps:
      - d: {name: double, formula: 2*a, decimals: 0, slips: [{tag: halved, formula: a/2, say: "Halved."}]}
    source: none
"""


def _write(folder: Path, text: str, name: str = "exercises.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text)
    return file


def _problem(folder: Path, text: str) -> BankError:
    try:
        section = load_file(_write(folder, text))
    except BankError as problem:
        return problem
    (problem,) = section.problems
    return problem


def test_a_good_pack_loads(tmp_path: Path) -> None:
    section = load_file(_write(tmp_path, GOOD))
    assert list(section.entries) == ["twice"]
    assert section.problems == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("title: Twice", "titel: Twice", 5, "titel is not known here; accepted: exercise, title"),
        ("    source: none\n", "", 4, "source is missing"),
        ("int: [1, 9]", "one_of: [[1, 2], [3]]", 8, "whole rows must be alike: ragged"),
        ("int: [1, 9]", "one_of: [[1, 2]]", 8, "needs a shape with as many axes"),
        ("int: [1, 9]", "int: [9, 1]", 8, "rise from lowest to highest"),
        ("int: [1, 9]", "int: [1, many]", 8, "many is not a number"),
        ("int: [1, 9]", "int: [1, 1e99999]", 8, "is not a number"),
        ("int: [1, 9]", "name: x", 8, "name stands here twice"),
        ("formula: 2*a", "formula: 2*b", 11, "b is not known here; known: a"),
        ("formula: 2*a", 'formula: "2*(a"', 11, "( is never closed"),
        ("formula: 2*a", "formula: eval(a)", 11, "eval is not a function"),
        ("decimals: 0", "decimals: 99", 11, "0 (a whole number) to 12"),
        ("{a}", "{b}", 6, "{b} is not a given"),
        ("exercise: twice", "exercise: Twice!", 4, "is not an id"),
        ("2: {a: 3}", "2: {c: 3}", 9, "c is not known here"),
        ("levels: {1: {}, 2: {a: 3}}", "levels: {easy: {}}", 9, "easy is not a level"),
        ("title: Mine", "title: [1]", 2, "must be a text"),
        ("section: 12", "section: twelve", 1, "twelve is not a number"),
        ("source: none", 'source: "\\x1b[31m"', 12, "control character"),
        ("source: none", "source: !!python/object/apply:os.system [ls]", 12, "must be a text"),
        ("section: 12", "section: [", 3, "not valid YAML"),
        ("section: 12", "- 12", 2, "not valid YAML"),
        ('say: "Halved."', "say: Mind the sign, it is turned", 11, 'put that text in quotes: say: "…, it is turned"'),
        ("{int: [1, 9], name: number}", "{int, name: number}", 8, "int has no value"),
    ],
)
def test_each_mistake_has_its_line_and_remedy(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    problem = _problem(tmp_path, GOOD.replace(old, new, 1))
    assert said in str(problem)
    assert problem.line == line
    assert str(problem).startswith(str(tmp_path / "exercises.yaml"))


def test_files_that_are_no_text(tmp_path: Path) -> None:
    file = _write(tmp_path, "")
    file.write_bytes(b"section: \xff\xfe")
    with pytest.raises(BankError, match="UTF-8"):
        load_file(file)


def test_an_alias_bomb_does_not_go_off(tmp_path: Path) -> None:
    layers = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
    with pytest.raises(BankError, match="an alias"):
        load_file(_write(tmp_path, f"l0: &l0 [x]\n{layers}\n"))


def test_one_bad_exercise_leaves_the_rest_of_the_bank(tmp_path: Path) -> None:
    bad = GOOD.replace("twice", "thrice", 1).replace("2*a", "2*z")
    _write(tmp_path / "pack" / "12-mine", GOOD + bad[bad.index("  - exercise") :])
    _write(tmp_path / "pack" / "13-broken", "nonsense")
    bank = Bank([built_in(), Pack("mine", tmp_path / "pack")], tmp_path / "index.json")
    assert bank.exercise("twice").title == "Twice"
    assert bank.exercise("adam").title == "Adam"
    assert len(bank.problems) == 2
    again = Bank([built_in(), Pack("mine", tmp_path / "pack")], tmp_path / "index.json")
    assert again.problems == bank.problems


def test_an_unknown_id_names_what_is_near(tmp_path: Path) -> None:
    with pytest.raises(UnknownExerciseError, match="near: adam"):
        Bank([built_in()], tmp_path / "index.json").exercise("adamm")


def test_the_first_pack_keeps_an_id(tmp_path: Path) -> None:
    for name in ("a", "b"):
        _write(tmp_path / name, GOOD.replace("title: Twice", f"title: From {name}"))
    bank = Bank([Pack(name, tmp_path / name) for name in ("a", "b")], tmp_path / "index.json")
    assert bank.exercise("twice").title == "From a"
    second, first = (tmp_path / name / "exercises.yaml" for name in ("b", "a"))
    assert bank.problems[0].startswith(f"{second}:4: twice stands in {first}:4 already")
    assert "another id" in bank.problems[0]


def test_the_first_in_a_file_keeps_an_id(tmp_path: Path) -> None:
    problem = _problem(tmp_path, GOOD + GOOD[GOOD.index("  - exercise") :])
    assert problem.line == 13
    assert "twice stands in this file twice, first in line 4; give it another id" in str(problem)


def test_an_index_of_the_old_format_is_read_anew(tmp_path: Path) -> None:
    file, cache = _write(tmp_path / "pack", GOOD), tmp_path / "index.json"
    entry = {"id": "twice", "title": "Old", "levels": [1]}
    key = hashlib.sha256(file.read_bytes()).hexdigest()
    files = {key: {"section": 12, "title": "Mine", "entries": [entry], "problems": []}}
    cache.write_text(json.dumps({"format": 2, "files": files}))
    assert Bank([Pack("p", file.parent)], cache).sections()[0].exercises[0].title == "Twice"


def test_a_changed_file_is_read_again_even_with_the_same_size_and_time(tmp_path: Path) -> None:
    file = _write(tmp_path / "pack", GOOD)
    before, cache = file.stat(), tmp_path / "index.json"
    assert Bank([Pack("p", file.parent)], cache).ids() == ["twice"]
    file.write_text(GOOD.replace("exercise: twice", "exercise: other"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert Bank([Pack("p", file.parent)], cache).ids() == ["other"]


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"format": 2, "files": {}}', b'{"format": 3, "files": {"x": 3}}']
)
def test_a_damaged_or_foreign_index_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    cache = tmp_path / "index.json"
    cache.write_bytes(damage)
    assert "adam" in Bank([built_in()], cache).ids()
    assert json.loads(cache.read_bytes())["files"]


def test_an_index_that_lies_is_found_out(tmp_path: Path) -> None:
    file, cache = _write(tmp_path / "pack", GOOD), tmp_path / "index.json"
    Bank([Pack("p", file.parent)], cache)
    cache.write_text(cache.read_text().replace('"twice"', '"forged"'))
    bank = Bank([Pack("p", file.parent)], cache)
    with pytest.raises(UnknownExerciseError, match="forged"):
        bank.exercise("forged")
    assert bank.exercise("twice").title == "Twice"


def test_an_index_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert "adam" in Bank([built_in()], blocked / "index.json").ids()
