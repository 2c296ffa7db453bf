"""The command line itself: what it says of itself, and how a command ends that cannot go on."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from studyai.cli import BUG, main
from studyai.commands import solve


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of the log."""
    folder = tmp_path / "state"
    monkeypatch.setenv("STUDYAI_STATE", str(folder))
    return folder


def ended(*arguments: str) -> int:
    """The exit code of what argparse ends itself."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert isinstance(end.value.code, int)
    return end.value.code


def test_it_says_its_version_as_a_command_and_as_a_module(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("--version") == 0
    said = capsys.readouterr().out
    assert said == f"studyai {version('studyai')}\n"
    done = subprocess.run([sys.executable, "-m", "studyai", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == said


def test_help_is_that_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("help", "solve") == 0
    asked = capsys.readouterr().out
    assert ended("solve", "--help") == 0
    assert capsys.readouterr().out == asked
    assert main(["help", "nothing"]) == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh", "powershell"])
def test_completion_knows_commands_options_and_where_the_exercises_are(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(word in script for word in ("worksheet", "learning-rate", "studyai list --ids"))


def test_exercise_ids_are_printed_without_torch(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--ids"]) == 0
    assert {"adam", "max-pool"} <= set(capsys.readouterr().out.split())


def test_what_can_be_mended_is_told_in_a_line_with_exit_code_2(capsys: pytest.CaptureFixture[str], state: Path) -> None:
    assert main(["solve", "no-such"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("studyai: there is no exercise 'no-such'")
    assert said.count("\n") == 1
    assert not state.exists()


@pytest.mark.parametrize("debug", [False, True])
def test_a_bug_is_told_in_a_line_and_logged_with_its_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], state: Path, debug: bool
) -> None:
    def fail(*_: object) -> int:
        raise RuntimeError("nobody foresaw \x1b[31m this")

    monkeypatch.setattr(solve, "solve", fail)
    assert main([*(["--debug"] if debug else []), "solve", "adam"]) == BUG
    said = capsys.readouterr().err
    first, *others = said.splitlines()
    assert first.startswith("studyai: Something went wrong: RuntimeError: nobody foresaw")
    assert str(state / "studyai.log") in first
    assert "\x1b" not in first
    assert bool(others) is debug
    assert "in fail" in (state / "studyai.log").read_text()


def test_debug_logs_what_the_worker_was_asked(state: Path) -> None:
    assert main(["--debug", "solve", "adam", "--check"]) == 0
    assert "the worker answered check" in (state / "studyai.log").read_text()


@pytest.mark.parametrize("place", ["file", "full"])
def test_a_log_that_cannot_be_written_is_said_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "studyai.log").symlink_to("/dev/full")
    monkeypatch.setenv("STUDYAI_STATE", str(tmp_path / place))
    monkeypatch.setattr(solve, "solve", lambda *_: 1 // 0)
    assert main(["solve", "adam"]) == BUG
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert "could not be logged" in said
    assert said.count("\n") == 1
