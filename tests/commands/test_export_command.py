"""`studyai export` and `studyai import`: a record from one machine to another, by a profile of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyai.cli import main
from studyai.study.record.places import profiles
from studyai.study.record.review import Review
from studyai.study.record.store import Record


def machine(folder: Path, monkeypatch: pytest.MonkeyPatch, profile: str = "") -> None:
    monkeypatch.setenv("STUDYAI_DATA", str(folder))
    monkeypatch.setenv("STUDYAI_PROFILE", profile)


def answer(*items: str) -> None:
    record = Record()
    for item in items:
        record.add(Review("question", item, 4, "x", "correct", credit=1.0))
    record.close()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The exports of two machines."""
    made = []
    for name, items in (("laptop", ("a", "b")), ("desktop", ("b", "c", "d"))):
        machine(tmp_path / name, monkeypatch, "anna")
        answer(*items)
        made.append(str(tmp_path / f"{name}.jsonl"))
        assert main(["--profile", "anna", "export", "-o", made[-1]]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{made[0]}: 2 marks", f"{made[1]}: 3 marks"]
    return made


def test_two_machines_are_merged_in_either_order(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = []
    for name, order in (("one", files), ("other", files[::-1])):
        machine(tmp_path / name, monkeypatch, "anna")
        assert main(["import", *order]) == 0
        assert capsys.readouterr().out == "5 of 5 were new; the record has 5 marks\n"
        assert main(["import", order[0]]) == 0
        assert "0 of" in capsys.readouterr().out
        assert main(["export"]) == 0
        texts.append(capsys.readouterr().out)
        assert profiles() == ["anna"]
    assert texts[0] == texts[1]


def test_where_one_cannot_be_read_nothing_is_taken_in(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine(tmp_path / "one", monkeypatch)
    Path(files[1]).write_text("Dear record")
    assert main(["import", *files]) == 2
    said = capsys.readouterr().err
    assert said == f"studyai: {files[1]}: this is no file that studyai export wrote; nothing was taken in\n"
    assert main(["import", str(tmp_path / "none")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert Record().lines() == []


def test_a_name_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDYAI_PROFILE", "")
    assert main(["--profile", "../x", "export"]) == 2
    assert "'../x' cannot be a profile" in capsys.readouterr().err
