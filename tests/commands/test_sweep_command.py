"""`studyai sweep` from outside: what it prints and keeps, how it goes on, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from as_a_process import PATIENCE, environment

from studyai.cli import main

SHORT = ["--steps", "5", "--seeds", "2"]
RATES = ["--set", "learning_rate=0.01,1e5", "--set", "optimiser=sgd"]


def test_a_table_the_curve_and_what_it_shows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "mlp", "--set", "hidden_size=2,4,8", *SHORT]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "mlp, hidden_size 2 … 8, 2 seeds, steps=5   6 of 6 runs"
    assert out.splitlines()[1].split() == [
        "hidden_size", "mean", "loss", "seed", "0", "seed", "1", "validation", "accuracy",
    ]  # fmt: skip
    assert "final loss along hidden_size\n" in out
    assert "Lowest mean loss: " in out
    assert "λ_max" not in out


def test_what_diverges_is_a_result_and_json_is_what_the_file_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sweep.json"
    assert main(["sweep", "mlp", *RATES, *SHORT, "--json", "-o", str(file)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads(file.read_bytes())
    assert [(one["value"], one["seed"], one["diverged"]) for one in told["outcomes"]] == [
        (0.01, 0, False), (1e5, 0, True), (0.01, 1, False), (1e5, 1, True),
    ]  # fmt: skip
    assert len(told["curved"]) == 2
    replay = told["outcomes"][0]["replay"]
    assert main(["train", "--replay", replay, "--json"]) in (0, 1)
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["steps"] == 5


def test_the_same_command_goes_on_where_its_file_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sweep.json"
    command = ["sweep", "mlp", *RATES, *SHORT, "-o", str(file)]
    assert main(command) == 0
    whole = json.loads(file.read_bytes())
    kept = whole | {"outcomes": whole["outcomes"][1:]}
    kept["outcomes"][0]["replay"] = "as it was"  # what is there is not done again
    file.write_text(json.dumps(kept))
    assert main(command) == 0
    again = json.loads(file.read_bytes())["outcomes"]
    assert again[0] == whole["outcomes"][0]
    assert again[1]["replay"] == "as it was"
    assert again[2:] == whole["outcomes"][2:]
    capsys.readouterr()
    assert main([*command, "--set", "l2=0.1"]) == 2
    err = capsys.readouterr().err
    assert "it has runs of another sweep: mlp, learning_rate 0.01 … 100000, 2 seeds" in err
    assert json.loads(file.read_bytes())["outcomes"] == again


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "learning_rate=1..0.1"], "a range goes from its lower to its higher end"),
        (["--set", "learning_rate=1..x"], "learning_rate has no value 'x'; accepted: numbers from 1e-12 to 1e+06"),
        (["--set", "heads=1,2"], "mlp has no setting 'heads'; it has task, seed"),
        (["--set", "heads=1"], "mlp has no setting 'heads'"),
        (["--set", "dropout"], "a setting is NAME=VALUES"),
        (["--set", "dropout=0,0.1", "--set", "l2=0,1"], "accepted: one setting with several"),
        (["--set", "learning_rate=0.1"], "no setting has several values"),
        (["--set", "steps=3", "--steps", "4"], "--set steps and --steps are the same setting"),
        (["--set", "task=xor", "--task", "moons"], "--set task and --task are the same setting"),
        (["--points", "1"], "'1' is not a whole number from 2 to 100"),
        (["-o", "missing/sweep.json"], "-o missing/sweep.json: No such file or directory"),
        (["-o", "."], "-o .: is a folder"),
        (["-o", "other.json"], "-o other.json: it is no file of a sweep"),
    ],
)
def test_bad_input_is_one_line_that_says_what_is_accepted(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("other.json").write_text('{"a": 1}')
    assert main(["sweep", "mlp", *arguments]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""
    assert Path("other.json").read_text() == '{"a": 1}'


def test_ctrl_c_keeps_what_is_done_and_says_how_it_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "sweep.json"
    line = ["sweep", "mlp", "--set", "learning_rate=0.001,0.01", "--seeds", "20", "--steps", "500", "-o", str(file)]
    command = subprocess.Popen(
        [sys.executable, "-m", "studyai", *line], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment(tmp_path), start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + PATIENCE
    while not (file.exists() and json.loads(file.read_bytes())["outcomes"]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(command.pid, signal.SIGINT)  # as a terminal does: the workers hear of it too
    out, err = command.communicate(timeout=PATIENCE)
    done = len(json.loads(file.read_bytes())["outcomes"])
    assert command.returncode == 130
    assert out == ""
    assert err == f"studyai: stopped; {done} of 40 runs are in {file}, and the same command goes on with them\n"
    assert [path.name for path in tmp_path.glob("*.part")] == []
