"""`studyai new`: what it writes lints as it stands, and nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyai.bank.kinds.questions.question import Sort
from studyai.cli import main
from studyai.commands.parser import QUESTION_KINDS


def test_a_pack_lints_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "My Course!"
    assert main(["new", "pack", str(folder), "--section", "7", "--title", "Gradient descent"]) == 0
    assert main(["lint", str(folder), "--seeds", "40"]) == 0
    assert "1 exercises, 1 questions" in capsys.readouterr().out
    assert "my-course-exercise" in (folder / "exercises.yaml").read_text()
    assert main(["new", "pack", str(folder)]) == 2
    assert "is there and not empty" in capsys.readouterr().err


def test_the_parser_knows_every_kind() -> None:
    assert tuple(sort.value for sort in Sort) == QUESTION_KINDS


def test_a_question_of_each_kind_lints_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in QUESTION_KINDS:
        assert main(["new", "question", str(tmp_path), "--id", f"mine-{kind}", "--kind", kind]) == 0
    assert (
        capsys.readouterr()
        .out.splitlines()[0]
        .startswith(f"{tmp_path / 'questions.yaml'}:5: question mine-one-choice.")
    )
    main(["lint", str(tmp_path)])  # skeletons of one form ask in the same words, which it says
    printed = capsys.readouterr().out
    assert printed.count("✓ mine-") == len(QUESTION_KINDS)
    said = [
        line for line in printed.splitlines() if "asks nearly in the words" not in line and "mistakes found" not in line
    ]
    assert not [line for line in said if line.startswith(("✗", "    "))], printed


def test_an_exercise_is_added_at_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "exercise", str(tmp_path), "--id", "one"]) == 0
    assert main(["new", "exercise", str(tmp_path / "exercises.yaml"), "--id", "two"]) == 0
    assert main(["lint", str(tmp_path), "--seeds", "40"]) == 0
    assert "2 exercises" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["exercise", "--id", "one"], "one stands here already; give another with --id"),
        (["exercise", "--id", "One Two"], "One Two is not an id"),
        (["question", "--kind", "riddle"], "invalid choice: 'riddle'"),
        (["pack"], "not empty"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    main(["new", "exercise", str(tmp_path), "--id", "one"])
    before = (tmp_path / "exercises.yaml").read_bytes()
    capsys.readouterr()
    what, *options = arguments
    assert main(["new", what, str(tmp_path), *options]) == 2
    assert said in capsys.readouterr().err
    assert (tmp_path / "exercises.yaml").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["exercises.yaml"]


def test_a_file_of_another_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "question", str(tmp_path / "exercises.yaml")]) == 2
    assert "exercises.yaml is no file of questions" in capsys.readouterr().err
