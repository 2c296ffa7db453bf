"""`studyai train` from outside: settings, replay, saving and loading, comparing, plots, and what is refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from studyai.cli import main
from studyai.commands.text_plot import plotted

SHORT = ["--steps", "40", "--json"]


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    main(["train", *arguments])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def losses(told: list[dict[str, object]]) -> list[float]:
    return [loss for line in told if "losses" in line for loss in line["losses"]]  # type: ignore[attr-defined]


def test_the_printed_line_gives_the_same_curve_number_for_number(capsys: pytest.CaptureFixture[str]) -> None:
    settings = ["--set", "dropout=0.3", "--set", "input_noise=0.1", "--set", "optimiser=sgd", "--seed", "4"]
    first = lines(capsys, "mlp", *settings, *SHORT)
    line = str(first[-1]["replay"])
    assert line == "mlp/moons?seed=4&dropout=0.3&input_noise=0.1&optimiser=sgd&steps=40"
    changed = f"{line}@20:learning_rate=0.5"
    again, bent = lines(capsys, "--replay", line, "--json"), lines(capsys, "--replay", changed, "--json")
    assert losses(again) == losses(first)
    assert len(losses(first)) == 40
    assert losses(bent)[:21] == losses(first)[:21]
    assert losses(bent)[21:] != losses(first)[21:]
    assert bent[-1]["replay"] == changed


def test_weights_are_saved_and_go_on_from_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "mlp.safetensors")
    first = lines(capsys, "mlp", "--steps", "300", "--json", "--save", file)
    second = lines(capsys, "mlp", "--steps", "1", "--json", "--load", file)
    assert losses(second)[0] < losses(first)[0] / 2
    assert "loaded" in str(second[-1]["replay"])
    assert main(["train", "mlp", "--set", "hidden_size=4", "--load", file]) == 2
    assert "hidden.dense1.weight is 16×2 in the file and 4×2 here" in capsys.readouterr().err
    assert main(["train", "mlp", "--load", str(tmp_path / "nowhere")]) == 2


def test_two_are_compared_and_what_differs_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    main(["train", "--compare", "mlp?activation=relu", "mlp?activation=sigmoid", "--steps", "30"])
    told = capsys.readouterr().out
    assert "activation: relu → sigmoid" in told
    assert "B − A:" in told
    told_json = lines(capsys, "--compare", "mlp", "mlp?l2=0.1", *SHORT)
    assert told_json[-1]["settings"] == {"l2": [0.0, 0.1]}
    values = [line["value"] for line in told_json if "value" in line]
    assert told_json[-1]["difference"] == values[1] - values[0]  # type: ignore[operator]


def test_a_worker_behind_a_pipe_a_missing_gpu_and_a_plot(capsys: pytest.CaptureFixture[str]) -> None:
    worker = f"env {sys.executable} -m studyai.backend"
    main(["train", "mlp", "--steps", "20", "--worker", worker, "--device", "auto", "--threads", "1", "--plot"])
    out, err = capsys.readouterr()
    assert "training loss: " in out
    if "on cpu" in out:
        assert err.count("There is no GPU here") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["mlp", "--set", "heads=2"], "mlp has no setting 'heads'"),
        (["mlp", "--set", "dropout=2"], "dropout 2 is not from 0 to 0.95"),
        (["mlp", "--set", "dropout"], "NAME=VALUE"),
        (["mlp", "--set", "dropout=0", "--set", "dropout=0.1"], "--set dropout: given twice, as 0 and as 0.1"),
        (["mlp", "--set", "steps=3", "--steps", "4"], "--set steps and --steps are the same setting"),
        (["mlp", "--json", "--plot"], "leave out --plot, or --json"),
        (["--replay", "mlp/moons?steps=3&steps=4"], "names a setting twice"),
        (["--replay", "mlp@1000000001:l2=0.1"], "a change after 1000000001 updates never comes"),
        (["--replay", "mlp@" + "9" * 5000 + ":l2=0.1"], "never comes"),
        (["--replay", "mlp/moons?task=xor"], "the task is named twice, as moons and as xor"),
        (["mlp", "--worker", "ssh 'host"], "cannot be read"),
        (["mlp", "--replay", "cnn"], "name one architecture"),
        (["--compare", "mlp", "cnn", "--save", "x"], "one run"),
        (["vgg"], "no architecture named 'vgg'"),
        (["cnn", "--task", "moons"], "cnn cannot learn this task: it needs channels"),
    ],
)
def test_bad_input_is_one_line_that_says_what_is_accepted(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_plot_has_its_extremes_at_its_edges() -> None:
    drawn = plotted("loss", [(1, 4.0), (2, float("nan")), (3, 2.0)]).splitlines()
    assert drawn[0] == "loss: 2 at update 3"
    assert drawn[1].strip().startswith("4 │")
    assert (drawn[1][12], drawn[1][-1]) == ("⠉", "⠀")
    assert (drawn[8][12], drawn[8][-1]) == ("⠀", "⣀")
    assert plotted("loss", []) == "loss: nothing to draw"


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("mlp/moons?steps=5&seed=1@7:learning_rate=1e-8", 8),
        ("mlp/moons?steps=5&seed=1@5:learning_rate=1e-8", 6),
        ("mlp/moons?steps=9&seed=1@7:steps=3", 8),
        ("mlp/moons?steps=5&seed=1@3:steps=6", 6),
    ],
)
def test_a_run_whose_last_change_comes_after_its_last_update_ends_there(
    line: str, steps: int, capsys: pytest.CaptureFixture[str]
) -> None:
    told = lines(capsys, "--replay", line, "--json")
    assert told[-1]["steps"] == len(losses(told)) == steps


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("missing/mlp.safetensors", "missing/mlp.safetensors: No such file or directory; nothing was written"),
        ("", "--save .: is no ordinary file"),
        ("folder", "folder: is no ordinary file"),
        ("read-only", "read-only: may not be written"),
    ],
)
def test_weights_that_could_not_be_saved_are_not_trained_first(
    place: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("read-only").write_text("kept")
    # Whoever may do everything, such as root, is asked here as somebody else would be.
    monkeypatch.setattr("os.access", lambda path, _: Path(path).name != "read-only")
    assert main(["train", "mlp", "--save", place]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "read-only"]
    assert Path("read-only").read_text() == "kept"
