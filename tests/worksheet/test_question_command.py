"""`studyai worksheet` with concept questions: which, how many, in which order, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from studyai.bank.bank import Bank
from studyai.bank.choosing import chosen_entries
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.bank.packs import built_in
from studyai.cli import main

BANK = Bank([built_in()])


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("STUDYAI_PACKS", str(tmp_path / "packs"))


def _asked(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    file = folder / "paper.json"
    assert main(["worksheet", *arguments, "-o", str(file)]) == 0
    return [entry["question"] for paper in json.loads(file.read_text())["papers"] for entry in paper["questions"]]


def _names(asked: list[dict[str, Any]]) -> list[str]:
    return [one.get("question") or one["exercise"] for one in asked]


def test_questions_and_exercises_stand_in_the_order_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ["--question", "lstm-step-in-code", "--exercise", "adam", "--questions", "2", "--exercise", "softmax"]
    asked = _asked(tmp_path, *wanted, "--theme", "gates", "--section", "18")
    names = _names(asked)
    assert [*names[:2], names[4]] == ["lstm-step-in-code", "adam", "softmax"]
    assert all(one["theme"] == "gates" and one["section"] == 18 for one in asked[2:4])
    assert "2 exercises, each checked by torch, and 3 concept questions" in capsys.readouterr().out


def test_questions_alone_are_drawn_once_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = _asked(tmp_path, "--questions", "7", "--section", "4", "--seed", "3")
    assert len(set(_names(asked))) == 7
    assert {one["section"] for one in asked} == {4}
    assert re.search(r"paper\.json: 7 concept questions\n", capsys.readouterr().out)


def test_the_seed_chooses_and_shuffles(tmp_path: Path) -> None:
    order = ["--questions", "5", "--theme", "attention"]
    first = _asked(tmp_path, *order, "--seed", "1")
    assert first == _asked(tmp_path, *order, "--seed", "1")
    assert _names(first) != _names(_asked(tmp_path, *order, "--seed", "2"))
    bank_order = BANK.ids(QUESTIONS)
    assert _names(first) == sorted(_names(first), key=bank_order.index)


def test_a_theme_or_a_kind_alone_asks_for_all_of_it(tmp_path: Path) -> None:
    asked = _asked(tmp_path, "--theme", "dropout", "--kind", "number", "--kind", "one-choice")
    known = chosen_entries(BANK, (), "dropout", ("number", "one-choice"))
    assert _names(asked) == [entry.id for entry in known]
    assert len(_names(_asked(tmp_path, "--questions", "all", "--section", "4"))) == len(chosen_entries(BANK, (4,)))


def test_exercises_of_a_section_come_along_where_it_is_said_how_many(tmp_path: Path) -> None:
    asked = _asked(tmp_path, "--section", "4", "--count", "2", "--questions", "3", "--unchecked")
    assert ["question" in one for one in asked] == [False, False, True, True, True]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--questions", "999", "--theme", "dropout"], r"--questions 999: \d+ fit; accepted: 1 to \d+, or all"),
        (["--questions", "0"], "--questions"),
        (["--questions", "many"], "'many' is not a whole number"),
        (["--kind", "essay"], "--kind essay: no such kind; accepted: one-choice, several-choices"),
        (["--theme", "love"], "there is no question about love; themes: activations, attention"),
        (["--question", "lstm-step-in-cod"], "there is no question 'lstm-step-in-cod'; near: lstm-step-in-code"),
        (["--section", "99", "--questions", "2"], "--section 99: no such section; accepted: 1, 2"),
    ],
)
def test_bad_input_is_one_line_naming_it(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "exam.pdf"
    assert main(["worksheet", *arguments, "-o", str(file)]) == 2
    printed = capsys.readouterr().err
    assert re.search(said, printed)
    assert not file.exists()
