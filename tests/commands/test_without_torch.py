"""Commands where torch and what goes with it is not installed: they work, or one line says what is missing."""

from __future__ import annotations

import io
import json
import re
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import requires
from pathlib import Path

import pytest

from studyai import packages
from studyai.cli import main
from studyai.packages import OPTIONAL, install_command

ROOT = Path(__file__).parents[2]
NO_TORCH = "torch is not installed, so it checks no answer and trains nothing; to install it: "


@pytest.fixture(autouse=True)
def without_torch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, take_away: Callable[..., None]) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    take_away(*(package.module for package in OPTIONAL))


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("solve softmax", 0, "Answer: p = [0.5, 0.5]"),
        ("mark softmax --answer p=[0.5,0.5]", 0, "✓ p: Correct."),
        ("mark softmax --answer p=[1,1]", 1, "✗ p: Divide by the sum"),
        ("list --ids", 0, "max-pool"),
        ("worksheet -o a.md --exercise softmax --unchecked", 0, "a.md: 1 questions, none checked by torch"),
        ("completion bash", 0, "studyai list --ids"),
    ],
)
def test_what_needs_no_torch_works_and_says_nothing_of_it(
    line: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == code
    printed = capsys.readouterr()
    assert said in printed.out
    assert printed.err == ""


def test_what_was_not_checked_is_not_called_verified(tmp_path: Path) -> None:
    assert main(["worksheet", "-o", "a.json", "--exercise", "softmax", "--unchecked"]) == 0
    ((question,),) = [paper["questions"] for paper in json.loads((tmp_path / "a.json").read_text())["papers"]]
    assert question["key"]["verified"] is False


def test_a_quiz_is_asked_and_recorded(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("!\n" * 40))
    assert main(["quiz", "softmax", "--count", "1"]) == 0
    assert "Finished: " in capsys.readouterr().out
    assert main(["doctor"]) == 1
    assert "(3 steps practised)" in capsys.readouterr().out


def test_the_list_lacks_only_what_torch_knows_and_says_so_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    printed = capsys.readouterr()
    assert "max-pool" in printed.out
    assert "Architectures" not in printed.out
    assert printed.err.startswith(f"studyai: {NO_TORCH}")
    assert printed.err.count("\n") == 1
    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["architectures"] is None


@pytest.mark.parametrize(("check", "code"), [("--check", 0), ("--check=required", 1)])
def test_a_check_without_torch_is_no_disagreement(check: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", check, "softmax"]) == code
    printed = capsys.readouterr()
    assert "Answer: p = [0.5, 0.5]" in printed.out
    assert printed.out.splitlines()[-1].startswith(f"? torch cannot check this: {NO_TORCH}")
    assert printed.err == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("train mlp", NO_TORCH),
        ("lint --exercise softmax", NO_TORCH),
        ("worksheet -o a.md --exercise softmax", f"(--unchecked writes them all the same): {NO_TORCH}"),
        ("worksheet -o a.pdf --exercise softmax", "typst is not installed, so no worksheet can be written as PDF"),
        ("worksheet -o a.apkg --exercise softmax", "genanki is not installed, so no worksheet can be written as an"),
    ],
)
def test_what_cannot_work_is_one_line_with_what_installs_it(
    line: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(line.split()) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert f"{sys.executable} -m pip install" in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""
    assert not list(tmp_path.glob("a.*"))


def test_the_doctor_names_everything_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 1
    findings = {one["what"]: one for one in json.loads(capsys.readouterr().out)}
    assert {what for what, one in findings.items() if not one["works"]} == {"worker", "packages"}
    assert all(package.name in findings["packages"]["detail"] for package in OPTIONAL)


def test_the_command_takes_the_versions_that_work_and_torch_for_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "executable", "/my own/python")
    wanted = next(one for one in requires("studyai") or [] if one.startswith("torch"))
    command = install_command([OPTIONAL[0]])
    assert command == f'"/my own/python" -m pip install "{wanted}" --extra-index-url {packages.CPU_INDEX}'
    assert "index" not in install_command([OPTIONAL[3]])
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "index" not in install_command([OPTIONAL[0]])


def test_an_environment_without_pip_is_told_of_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_finds", lambda module: False)
    assert install_command([OPTIONAL[3]]).startswith(f"uv pip install --python {sys.executable} ")


def test_the_list_of_a_small_installation_is_all_but_the_optional_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = [one for one in project["dependencies"] if re.split(r"[<>=]", one)[0] not in {p.name for p in OPTIONAL}]
    lines = (ROOT / "without-torch.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == needed
    assert len(needed) == len(project["dependencies"]) - len(OPTIONAL)
