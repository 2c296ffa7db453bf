"""The commands as a user runs them: output, JSON, exit codes, bad input."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from studyai.cli import main

SHEET = ["--given", "X=[[3,0,1],[0,2,0],[1,0,3]]", "--given", "F=2", "--given", "S=1"]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("STUDYAI_PACKS", str(tmp_path / "packs"))


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_sheets_max_pooling_is_worked_window_by_window(capsys: pytest.CaptureFixture[str]) -> None:
    code, solved = _json(capsys, "solve", "max-pool", *SHEET, "--check")
    assert code == 0
    assert solved["answer"] == {"A": [[3, 2], [2, 3]]}
    assert solved["check"]["agrees"] is True
    (step,) = solved["steps"]
    windows = ["max(3, 0, 0, 2)", "max(0, 1, 2, 0)", "max(0, 2, 1, 0)", "max(2, 0, 0, 3)"]
    assert [cell["arithmetic"] for cell in step["cells"]] == windows
    assert [cell["value"] for cell in step["cells"]] == [3, 2, 2, 3]


def test_a_variant_id_gives_the_same_variant_back(capsys: pytest.CaptureFixture[str]) -> None:
    _, first = _json(capsys, "solve", "adam", "--level", "3", "--seed", "7")
    _, again = _json(capsys, "solve", first["variant"])
    assert first == again
    assert {step["symbol"] for step in first["steps"]} >= {"m_1", "v_1", "m_hat_1", "v_hat_1", "theta_1"}


def test_the_printed_solution_shows_formula_numbers_and_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "max-pool", *SHEET]) == 0
    printed = capsys.readouterr().out
    assert "max(3, 0, 0, 2) = 3" in printed
    assert "Answer: A = [[3, 2], [2, 3]]" in printed


def test_givens_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "givens.json"
    file.write_text('{"X": [[0.1, "1/3"], [2, 4]], "F": 2, "S": 1}')
    code, solved = _json(capsys, "solve", "average-pool", "--givens", str(file))
    assert code == 0
    assert solved["answer"]["A"][0][0] == pytest.approx((0.1 + 1 / 3 + 6) / 4)
    assert solved["givens"]["X"] == [["1/10", "1/3"], [2, 4]]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ('{"z": [0.5, 2.5]}', 0, "z = [0.5, 2.5]"),
        ('{"z": [0.5, "1/2"]}', 0, "Answer: p = [0.5, 0.5]"),
        ('{"z": [1, true]}', 2, 'z: must be a number, a list of numbers, or text such as "1/3", not true'),
        ('{"z": [1, null]}', 2, 'z: must be a number, a list of numbers, or text such as "1/3", not null'),
        ('{"z": [1, "one"]}', 2, "z: cannot be read: one is not known here"),
        ('{"z": [[1], 2.5]}', 2, "z: ragged: entry 2 has a number, the first has 1 entry"),
    ],
)
def test_a_list_in_a_file_is_read_or_what_is_wrong_with_it_is_said_once(
    content: str, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "givens.json"
    file.write_text(content)
    assert main(["solve", "softmax", "--givens", str(file)]) == code
    printed = capsys.readouterr()
    assert said in (printed.err or printed.out)
    assert "z: z:" not in printed.err


UNSEEN = ["dropout", "--given", "p=0.999999999999"]


@pytest.mark.parametrize(("check", "code"), [("--check", 0), ("--check=required", 1)])
def test_what_torch_cannot_check_fails_only_where_its_check_is_required(
    check: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", check, *UNSEEN]) == code
    assert "? torch cannot check this: dropout with that p kept none" in capsys.readouterr().out
    status, solved = _json(capsys, "solve", *UNSEEN, check)
    assert (status, solved["check"]["agrees"], solved["check"]["refused"]) == (code, False, True)


def test_the_stricter_of_two_checks_stands_whichever_comes_last() -> None:
    for checks in (["--check", "--check=required"], ["--check=required", "--check"]):
        assert main(["solve", *checks, *UNSEEN]) == 1


@pytest.mark.parametrize("check", ["--check", "--check=required"])
def test_what_torch_agrees_with_passes_either_way(check: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", check, "conv-output-size", "--given", "S=1001", "--given", "W=2500", "--given", "H=9"]) == 0
    assert "✓ torch agrees" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["solve", "max-pol"], "max-pool"),
        (["solve", "max-pool", "--given", "X=[[1,2],[3]]"], "X"),
        (["solve", "max-pool", "--given", "X=[1,2,3]"], "X: must be a H×W matrix"),
        (["solve", "max-pool", *SHEET[:4], "--given", "S=0"], "at least 1"),
        (["solve", "max-pool", *SHEET[:2], "--given", "F=9", "--given", "S=1"], "fits into the padded"),
        (["solve", "max-pool", "--given", "Z=1"], "its givens are X, F, S, P"),
        (["solve", "max-pool", "--given", "X"], "NAME=VALUE"),
        (["solve", "max-pool", "--given", "X=__import__('os')"], "X: cannot be read"),
        (["solve", "max-pool", "--givens", "/nowhere/at/all.json"], "/nowhere/at/all.json"),
        (["solve", "adam", "--level", "9"], "levels 1, 2, 3"),
        (["solve", "adam", "--given", "beta_1=1.2"], "beta_1: must be a number at least 0 and below 1"),
        (["solve", "momentum", "--given", "convention=sheet"], "one of ewa, torch, rate-inside"),
        (["solve", "adam:3"], "adam:3:7"),
        (["solve", "adam:1:1", "--seed", "4"], "adam:1:1 names a level and a seed already; leave out --level and"),
        (["mark", "adam:1:1", "--level", "1", "--answer", "theta=1"], "names a level and a seed already"),
        (["solve", "max-pool", "--given", "F=2", "--given", "F=3"], "--given F: given twice, as 2 and as 3; give it"),
        (["mark", "max-pool", "--answer", "A=1", "--answer", "A=2"], "--answer A: given twice, as 1 and as 2; give"),
        (["mark", "adam", "--answer", "m_1=1", "--answer", "m=2"], "m: is m_1, which has an answer already"),
        (
            ["solve", "adam", "--seed", "1", "--seed", "1"],
            "--seed: is given twice; give it once; studyai help solve says",
        ),
        (["train", "mlp", "--task", "moons", "--task=digits"], "argument --task: is given twice; give it once"),
        (["solve"], "exercise; studyai help solve says what is accepted"),
        (["solve", "adam", "--seed", "\x1b[31m"], "argument --seed: '\\x1b[31m' is not a whole number from 0"),
        (["solve", "adam", "--no-such"], "--no-such; studyai help says what is accepted"),
        (["no-such"], "studyai help says what is accepted"),
        (["solve", "a" * 100_000], "studyai: there is no exercise 'aaaa"),
        (["solve", "adam", "--json", "--format", "latex"], "--json and --format latex are two formats"),
        (["mark", "max-pool", "--answer", "B=1"], "the steps are A"),
        (["quiz", "99"], "no section number"),
        (["lint", "/nowhere"], "no folder"),
    ],
)
def test_bad_input_is_one_line_naming_it(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert len(printed.err) < 2500


def test_mark_names_slips_and_carries_on(capsys: pytest.CaptureFixture[str]) -> None:
    own = [f"--given={one}" for one in ("H=28", "W=28", "F=5", "S=2", "P=1", "D=1")]
    answers = ["--answer=F_e_h=5", "--answer=O_h=13.5", "--answer=F_e_w=6", "--answer=O_w=13"]
    code, marked = _json(capsys, "mark", "conv-output-size", *own, *answers)
    assert code == 1
    verdicts = [(one["symbol"], one["verdict"], one["slip"]) for one in marked["marks"]]
    assert verdicts == [
        ("F_e_h", "correct", None),
        ("O_h", "slip", "no-floor"),
        ("F_e_w", "wrong", None),
        ("O_w", "correct", None),
    ]


def test_a_quiz_through_a_pipe_resumes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("?\n[red]\n!\n"))
    assert main(["quiz", "conv-output-size"]) == 0
    first = capsys.readouterr().out
    assert "red is not known here" in first
    assert "shown, no credit" in first
    monkeypatch.setattr(sys, "stdin", io.StringIO("!\n!\n!\nq\n"))
    assert main(["quiz"]) == 0
    again = capsys.readouterr().out
    assert "You left this exercise unfinished" in again
    assert "done: F_e_h" in again
    assert "Finished" in again


def test_a_quiz_asks_what_today_would_suggest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("!\n" * 40))
    assert main(["quiz", "mlp-parameters", "softmax", "--count", "3"]) == 0
    asked = re.findall(r"\w+-?\w*:\d+:\d+", capsys.readouterr().out)
    assert asked == ["mlp-parameters:1:1", "softmax:1:1", "mlp-parameters:1:2"]  # sections take turns


def test_a_quiz_offers_values_by_letter(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\nb\nc\nd\n"))
    assert main(["quiz", "--choices", "softmax"]) == 0
    said = capsys.readouterr().out
    assert said.count("  a) ") >= 1
    assert said.count("  b) ") >= 1
    assert said.count("✓ Correct.") == 1  # one letter of the first step is right; the next step reads the others
    assert "✗" in said or "is not known here" in said


def test_list_and_doctor_say_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    _, listed = _json(capsys, "list")
    assert "cnn" in listed["architectures"]
    ids = {entry["id"] for section in listed["sections"] for entry in section["exercises"]}
    assert {"perceptron-update", "self-attention", "lstm-step"} <= ids
    code, findings = _json(capsys, "doctor")
    assert code == 0
    assert all(finding["works"] for finding in findings if finding["what"] != "terminal")


def test_lint_reports_a_wrong_formula_of_a_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "exercises.yaml").write_text(
        """
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
  - exercise: broken
    titel: Mine
"""
    )
    assert main(["lint", str(pack), "--seeds", "5"]) == 1
    printed = capsys.readouterr()
    assert "torch disagrees" in printed.out
    assert f"{pack / 'exercises.yaml'}:21: titel is not known here" in printed.err


def test_lint_of_a_broken_exercise_says_its_own_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "exercises.yaml"
    file.write_text(
        "section: 12\ntitle: Mine\nexercises:\n"
        "  - exercise: broken\n    titel: Mine\n  - exercise: other\n    hint: A.\n"
    )
    assert main(["lint", str(tmp_path), "--exercise", "broken"]) == 1
    assert [line.split(";")[0] for line in capsys.readouterr().err.splitlines()] == [
        f"{file}:5: titel is not known here"
    ]
    assert main(["lint", str(tmp_path), "--exercise", "nothing"]) == 2
    assert "no such exercise" in capsys.readouterr().err


def test_lint_finds_in_json_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "exercises.yaml"
    file.write_text(
        "section: 12\ntitle: Mine\nexercises:\n  - exercise: mine\n    title: Mine\n    ask: Twice {a}?\n"
        "    oracle: nobody\n    given: {a: {int: [1, 99], name: number}}\n    levels: {1: {}}\n"
        "    steps: [{d: {name: double, formula: 2*a, hint: Add.}}]\n    source: none\n"
    )
    (tmp_path / "quizzes.yaml").write_text("")
    code, said = _json(capsys, "lint", str(tmp_path), "--seeds", "20")
    assert code == 1
    (report,) = said["reports"]
    (finding,) = report["findings"]
    assert (finding["file"], finding["line"], finding["kind"]) == (str(file), 7, "oracle")
    assert report["problems"] == [f"{file}:7: {finding['message']}"]
    assert (report["exercise"], report["variants"]) == ("mine", 20)
    assert said["problems"][0].startswith(f"{tmp_path / 'quizzes.yaml'}:1: quizzes.yaml is no file of the bank")


def test_lint_prints_the_schema_for_editors(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--schema"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"$schema", "$ref", "$defs"}


def test_train_reaches_the_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "cnn", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1]["reached"] is True
    assert sum(len(line["losses"]) for line in lines[:-1]) == lines[-1]["steps"]


def test_an_unknown_architecture_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "cmm", "--json"]) == 2
    assert "cnn" in capsys.readouterr().err
