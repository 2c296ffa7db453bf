"""A worker beside which a package is missing that only some requests need."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from torch import nn

from studyai.backend.tasks import shipped
from studyai.backend.training import weights
from studyai.backend.worker.handling import problems_told
from studyai.cli import main
from studyai.packages import MissingPackage
from studyai.protocol import Ping, Problem, Report


def test_data_sets_and_weights_say_what_they_need(take_away: Callable[..., None]) -> None:
    kept = weights.saved(nn.Linear(2, 1), {})
    take_away("sklearn", "safetensors")
    with pytest.raises(MissingPackage, match="scikit-learn is not installed, so its data sets cannot be learnt; to"):
        shipped.table("iris.csv", 1)
    with pytest.raises(MissingPackage, match="safetensors is not installed, so weights can be neither saved nor"):
        weights.saved(nn.Linear(2, 1), {})
    with pytest.raises(MissingPackage, match="safetensors is not installed"):
        weights.fitting(kept, nn.Linear(2, 1))


def test_it_is_a_problem_of_the_request_and_no_bug(take_away: Callable[..., None]) -> None:
    take_away("safetensors")
    sent: list[Report] = []
    with problems_told(Ping(id=7), sent.append):
        weights.saved(nn.Linear(2, 1), {})
    (problem,) = sent
    assert isinstance(problem, Problem)
    assert (problem.id, problem.name) == (7, "missing-package")
    assert problem.message.startswith("safetensors is not installed")


def test_what_cannot_be_saved_is_told_before_the_training(
    take_away: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_away("safetensors")
    file = tmp_path / "kept.safetensors"
    assert main(["train", "perceptron", "--steps", "2", "--save", str(file)]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("studyai: safetensors is not installed, so weights can be neither saved nor loaded")
    assert printed.out == ""
    assert not file.exists()
