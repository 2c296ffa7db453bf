"""`studyai worksheet` as a user runs it: files, verification by torch, bad input."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.cli import main
from studyai.document.solutions import json as json_document
from studyai.exercise.sample import read_variant_id, sample

BANK = Bank([built_in()])
WRONG = """
section: 12
title: Mine
exercises:
  - exercise: my-pool
    title: Mine
    ask: Pool X.
    oracle: max-pool
    given:
      X: {int: [0, 9], shape: [H, H], name: map}
      F: {int: [2, 2], name: window}
      S: {int: [1, 1], name: stride}
      P: {one_of: [0], name: padding}
      ceil_mode: {one_of: [0], name: rounding}
    sizes: {H: {int: [3, 4]}}
    levels: {1: {}}
    steps:
      - A: {name: pooled, formula: "average_pool(X, F, S)"}
    source: none
"""


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("STUDYAI_PACKS", str(tmp_path / "packs"))


def test_a_class_gets_papers_of_its_own_and_the_same_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = ["worksheet", "--exercise", "adam", "--section", "4", "--count", "4", "--variants", "5", "--level", "2"]
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    assert main([*order, "--seed", "3", "-o", str(one), "--key", "separate"]) == 0
    assert "20 questions, each checked by torch" in capsys.readouterr().out
    assert main([*order, "--seed", "3", "-o", str(two)]) == 0
    questions, keys, whole = (json.loads(file.read_text()) for file in (one, tmp_path / "one-key.json", two))
    asked = [question for paper in questions["papers"] for question in paper["questions"]]
    worked = [key for paper in keys["papers"] for key in paper["questions"]]
    both = [entry for paper in whole["papers"] for entry in paper["questions"]]
    assert [{"question": one, "key": two} for one, two in zip(asked, worked, strict=True)] == both
    for exercise in {question["exercise"] for question in asked}:
        numbers = [json.dumps(question["givens"]) for question in asked if question["exercise"] == exercise]
        assert len(set(numbers)) == len(numbers) == 5
    for key in worked:
        identifier, level, seed = read_variant_id(key["variant"])
        assert key["steps"] == json_document.key(sample(BANK.exercise(identifier), level, seed))["steps"]
        assert key["verified"] is True


def test_where_numbers_run_out_they_repeat_and_it_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "packs" / "mine"
    pack.mkdir(parents=True)
    few = (
        WRONG.replace("average_pool", "max_pool")
        .replace("int: [0, 9]", "int: [1, 1]")
        .replace("int: [3, 4]", "int: [3, 3]")
    )
    (pack / "exercises.yaml").write_text(few)
    assert main(["worksheet", "--exercise", "my-pool", "--variants", "3", "-o", str(tmp_path / "few.json")]) == 0
    assert "my-pool, level 1: fewer different variants than asked for" in capsys.readouterr().err


def test_a_question_that_torch_disagrees_with_is_never_given_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "packs" / "mine"
    pack.mkdir(parents=True)
    (pack / "exercises.yaml").write_text(WRONG)
    folder = tmp_path / "out"
    folder.mkdir()
    assert main(["worksheet", "--exercise", "my-pool", "-o", str(folder / "wrong.md")]) == 1
    said = capsys.readouterr().err
    assert re.search(r"my-pool:1:\d+: torch disagrees: different: A; nothing was written", said)
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_one_line_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    folder = tmp_path / "out"
    folder.mkdir()
    assert main(["worksheet", "--exercise", "softmax", "-o", str(folder / "exam.pdf")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "exam.pdf: No space left on device; nothing was written" in said
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--exercise", "adam", "-o", "exam.doc"],
            "its ending names no format; accepted: .apkg, .json, .tex, .md, .xml, .ipynb, .pdf",
        ),
        (["--exercise", "adam", "-o", "/nowhere/exam.pdf"], "-o /nowhere/exam.pdf: No such file or directory"),
        (["--exercise", "adm", "-o", "exam.pdf"], "adam"),
        (["--section", "99", "-o", "exam.pdf"], "--section 99: no such section; accepted: 1, 2"),
        (["--exercise", "adam", "--level", "9", "-o", "exam.pdf"], "levels 1, 2, 3"),
        (["-o", "exam.pdf"], "--exercise or --section"),
    ],
)
def test_bad_input_is_one_line_naming_it(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert main(["worksheet", *arguments]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert printed.count("\n") == 1
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value"), [("--count", "0"), ("--variants", "x"), ("--seed", "-1"), ("--key", "no"), ("--format", "doc")]
)
def test_bad_options_are_named(option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worksheet", "--exercise", "adam", "-o", "exam.pdf", f"{option}={value}"]) == 2
    assert option in capsys.readouterr().err
