"""The oracles' own reader of expressions: arithmetic and a few functions, and nothing that runs."""

from __future__ import annotations

import math

import pytest
import torch

from studyai.backend.oracles import registry
from studyai.backend.oracles.expressions import value
from studyai.backend.oracles.givens import GivensError

W = {"w": torch.tensor([0.5, -2.0], dtype=torch.float64), "x": torch.tensor([3.0, 1.0], dtype=torch.float64)}


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("2*w - x/4 + -1", -0.75, -5.25),
        ("w**2*x", 0.75, 4),
        ("-w**2", -0.25, -4),
        ("e**0*x + 0*pi", 3, 1),
        ("exp(w)", math.exp(0.5), math.exp(-2)),
        ("1 - sigmoid(w) - sigmoid(-w)", 0, 0),
        ("sqrt(x*3) - tanh(0)", 3, math.sqrt(3)),
    ],
)
def test_expressions_are_read_as_mathematics(text: str, first: float, second: float) -> None:
    assert value(text, W).tolist() == pytest.approx([first, second])


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "w.__class__",
        "open(w)",
        "(lambda: w)()",
        "[w for w in x]",
        "w if x else w",
        "w; x",
        "v",
        "exp(w, x)",
        "exp(*w)",
        "w @ x",
        "'w'",
        "True",
        "",
        "(" * 2000,
        "-" * 3000 + "w",
    ],
)
def test_nothing_else_is_read(text: str) -> None:
    with pytest.raises(GivensError):
        value(text, W)


def test_gradients_are_autograds() -> None:
    givens = {"J": "(w*x - 1)**2", "w": [1, 2], "x": [3, "1/2"], "b": [0, 0], "y": [0, 0]}
    assert registry.find("symbolic-gradient").answer(givens) == {"dJ_dw": [12, 0], "dJ_db": [0, 0]}
    assert registry.find("activation-derivative-symbolic").answer({"f": "z**3", "z": [2, -1]}) == {"df_dz": [12, 3]}
    answer = registry.find("loss-derivative-symbolic").answer({"L": "-y*log(p)", "y": [1, 3], "p": [0.5, 0.25]})
    assert answer == {"dL_dp": [-2, -12]}
    assert registry.find("loss-derivative-symbolic").answer({"L": "y", "y": [1], "p": [2]}) == {"dL_dp": [0]}


def test_a_text_is_bounded() -> None:
    for wrong in ("w+" * 3000, 3, ["w"]):
        with pytest.raises(GivensError, match="f wants an expression of at most"):
            registry.find("activation-derivative-symbolic").answer({"f": wrong, "z": [1]})
