"""Packs written to do harm, or carelessly: a mistake with its line, and never a crash, a hang or a bomb."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from studyai.bank.bank import Bank
from studyai.bank.index import Cache
from studyai.bank.located import BankError
from studyai.bank.packs import Pack

GOOD = """\
section: 12
title: Mine
exercises:
  - exercise: twice
    title: Twice
    ask: What is twice {a}?
    given:
      a: {int: [1, 9], at_most: 9, name: number}
      kind: {options: {plain: as it is, halved: by half}, name: kind}
    sizes: {n: {int: [1, 3]}}
    levels: {1: {}, 2: {a: 3}}
    steps:
      - d: {name: double, formula: 2*a, decimals: 0}
      - repeat: t
        times: 2
        steps:
          - s: {name: sum, formula: d + t}
    source: none
"""
LAYERS = ", ".join(f"&l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))


def _problems(folder: Path, content: bytes) -> list[str]:
    file = folder / "pack" / "exercises.yaml"
    file.parent.mkdir()
    file.write_bytes(content)
    bank = Bank([Pack("mine", file.parent)], folder / "index.json")
    again = Bank([Pack("mine", file.parent)], folder / "index.json")
    assert again.problems == bank.problems
    assert all(said.startswith(f"{file}:") for said in bank.problems)
    return [said.removeprefix(f"{file}:") for said in bank.problems]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        ("int: [1, 9], at_most", "one_of: &r [*r], at_most", "8: an alias"),
        ("int: [1, 9], at_most", f"one_of: [&l0 [1], {LAYERS}], at_most", "8: an alias"),
        ("title: Mine", "title: " + "[" * 100_000, "2: nested deeper"),
        ("title: Mine", "title: " + "{a: " * 3000 + "}" * 3000, "2: nested deeper"),
        ("title: Mine", "title: !!python/object/apply:os.system [ls]", "2: must be a text"),
        ("none", "no\x07ne", "18: not valid YAML: a control character"),
        ("none", "no\x00ne", "18: not valid YAML: a control character"),
        ("name: number", "name: number, shape: [0]", "8: the length of an axis"),
        ("name: number", "name: number, shape: [100000, 100000]", "8: the length of an axis"),
        ("name: number", "name: number, shape: [2], pair: true", "8: a pair"),
        ("name: number", "name: number, default: 10", "8: a must be a whole number at most 9, and 10 is not"),
        ("int: [1, 9]", "int: [1/2, 9]", "8: a must be a whole number"),
        ("int: [1, 9]", "int: [1, 10]", "8: a must be a whole number at most 9"),
        ("int: [1, 3]", "one_of: [1000000000]", "10: the length of an axis"),
        ("2: {a: 3}", "2: {a: []}", "11: one number at least"),
        ("2: {a: 3}", "2: {a: 10}", "11: a must be"),
        ("2: {a: 3}", "2: {a: {one_of: [[1, 2]]}}", "11: a row or table needs a shape"),
        ("2: {a: 3}", "2: {n: -1}", "11: the length of an axis"),
        ("2: {a: 3}", "2: {n: 1/2}", "11: the length of an axis"),
        ("formula: 2*a", "formula: {half: a}", "13: half is not an option"),
        ("formula: 2*a", "formula: {plain: a}", "13: no formula for halved"),
        ("- d:", "- a:", "13: a stands for something else already"),
        ("- s:", "- d:", "17: d stands for something else already"),
        ("a: {int", """'t" #read("x") "t': {int""", '8: t" #read("x") "t is not a symbol'),
        ("- d:", "- d d:", "13: d d is not a symbol"),
        ("repeat: t", """repeat: 't" #read("x") "t'""", '14: t" #read("x") "t is not a symbol'),
        ("times: 2", "times: 2\n        each: {$x: a}", "16: $x is not a symbol"),
        ("{n: {int", '{"n]": {int', "10: n] is not a symbol"),
        ("{plain: as", "{p#input: as", "9: p#input is not an id"),
        ("{plain: as", "{Plain: as", "9: Plain is not an id"),
        ("none", "none\n    oracle: ../x", "19: ../x is not an id"),
        ("a: {int: [1, 9], at_most: 9", "a: {expression: [w'], one_of: [w]", "8: w' is not a symbol"),
        (
            "a: {int: [1, 9], at_most: 9",
            "a: {expression: [w], words: {A b: [1]}, one_of: [w]",
            "8: A b is not a symbol",
        ),
        ("a: {int", f"{'a' * 61}: {{int", f"8: {'a' * 61} is not a symbol"),
        ("exercise: twice", f"exercise: {'a' * 61}", f"4: {'a' * 61} is not an id"),
        ("- repeat", "- d: {name: again, formula: a}\n      - repeat", "14: d stands for something else already"),
        ("\n          - s: {name: sum, formula: d + t}", " []", "16: at least one step"),
        ("formula: 2*a", "formula: '2*(a'", "13: formula: ( is never closed"),
    ],
    ids=lambda text: str(text)[:30],
)
def test_each_is_a_mistake_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    problems = _problems(tmp_path, GOOD.replace(old, new, 1).encode())
    if not old:
        assert problems == []
    else:
        assert [problem for problem in problems if problem.startswith(said)] == problems != []


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "is no ordinary file"),
        (lambda file: file.symlink_to("/dev/zero"), "is no ordinary file"),
        (lambda file: file.symlink_to(file), "Too many levels of symbolic links"),
        (lambda file: file.symlink_to("nowhere"), "No such file or directory"),
        (lambda file: (file.touch(), os.truncate(file, 3 << 30)), "is larger than 4 MiB"),
    ],
    ids=["named pipe", "device", "link to itself", "link to nowhere", "3 GiB without a byte"],
)
@pytest.mark.parametrize("name", ["exercises.yaml", "else.yml"])
def test_what_is_no_ordinary_file_is_named_and_the_rest_of_the_bank_works(
    tmp_path: Path, make: Callable[[Path], object], said: str, name: str
) -> None:
    good, odd = tmp_path / "pack" / "good" / "exercises.yaml", tmp_path / "pack" / "odd" / name
    good.parent.mkdir(parents=True)
    good.write_text(GOOD)
    odd.parent.mkdir()
    make(odd)
    bank = Bank([Pack("mine", tmp_path / "pack")], tmp_path / "index.json")
    expected = f"cannot be read: {said}" if name == "exercises.yaml" else "else.yml is no file of the bank"
    assert [problem for problem in bank.problems if problem.startswith(f"{odd}:1: {expected}")] == list(bank.problems)
    assert len(bank.problems) == 1
    assert bank.exercise("twice").title == "Twice"


def test_a_link_to_an_ordinary_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "mine.yaml").write_text(GOOD)
    (tmp_path / "pack" / "exercises.yaml").symlink_to(tmp_path / "mine.yaml")
    assert Bank([Pack("mine", tmp_path / "pack")], tmp_path / "index.json").exercise("twice").title == "Twice"


def test_the_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, GOOD.encode().replace(b"Twice", b"Tw\xffce"))
    assert problem == "5: is not UTF-8 text"


def test_the_caret_stands_under_the_mistake(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, GOOD.replace("2*a", "2*a + b^2").encode())
    assert problem.split("\n")[1:] == ["2*a + b^2", "       ^"]


def test_a_file_that_went_away_is_named(tmp_path: Path) -> None:
    (tmp_path / "exercises.yaml").write_text(GOOD)
    bank = Bank([Pack("mine", tmp_path)], tmp_path / "index.json")
    (tmp_path / "exercises.yaml").unlink()
    with pytest.raises(BankError, match="cannot be read"):
        bank.exercise("twice")


def test_a_mistake_is_not_remembered(tmp_path: Path) -> None:
    """The next version may know the function that this one does not: its index may not say otherwise."""
    for name, text in (("good", GOOD), ("bad", GOOD.replace("2*a", "later(a)"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "exercises.yaml").write_text(text)
    assert len(Bank([Pack("mine", tmp_path)], tmp_path / "index.json").problems) == 1
    index = msgspec.json.decode((tmp_path / "index.json").read_bytes(), type=Cache)
    assert [one.entries[0].id for one in index.files.values()] == ["twice"]
