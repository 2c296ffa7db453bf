"""Givens of more than two axes: the learner's own, what is refused, where a typed array differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studyai.bank.bank import Bank
from studyai.bank.kinds.exercises.load import load_file
from studyai.exercise.givens import GivenError
from studyai.exercise.mark import Verdict, mark
from studyai.exercise.sample import Variant, sample, with_own_givens
from studyai.formula.typed.answer import read_answer

IMAGE = "[[[1, 2], [3, 4]], [[0, 1], [1, 0]]]"
KERNELS = "[[[[1, 0]], [[2, 1]]], [[[0, 1]], [[0, -1]]]]"


def convolution(**own: str) -> Variant:
    texts = {"X": IMAGE, "K": KERNELS, "b": "[5, 0]", "S": "1", "P": "0", **own}
    exercise = Bank().exercise("conv-forward-channels")
    return with_own_givens(exercise, 3, 1, {symbol: read_answer(text) for symbol, text in texts.items()})


def maps(variant: Variant) -> dict[str, Any]:
    return {key: value.tolist() for key, value in variant.solution.answer.items() if not isinstance(value, int | float)}


def test_every_kernels_map_is_an_answer() -> None:
    assert maps(convolution()) == {"A_1": [[7], [10]], "A_2": [[1], [4]]}
    assert maps(convolution(X="[[[1]], [[2]]]", K="[[[[3]], [[4]]]]", b="[-1]")) == {"A_1": [[10]]}


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"X": "[[1, 2], [3, 4]]"}, r"X: must be a C×H×W array \(lists in lists\), .*not a 2×2 matrix"),
        ({"K": "[[[[1, 0]]], [[[0, 1]]]]"}, "K: .*with C = 2, not a 2×1×1×2 array"),
        ({"b": "[1, 2, 3]"}, "b: .*with M = 2, not 3 entries"),
        ({"K": "[[[[1, 0, 0]], [[2, 1, 0]]], [[[0, 1, 0]], [[0, 1, 0]]]]"}, "the kernels fit into the padded width"),
    ],
)
def test_channels_that_do_not_go_together_are_refused(own: dict[str, str], said: str) -> None:
    with pytest.raises(GivenError, match=said):
        convolution(**own)


def test_the_bias_of_every_channel_is_a_slip() -> None:
    variant = convolution()
    given = mark(variant.solution, "A_1", "[[12], [15]]", {})
    assert (given.verdict, given.slip) == (Verdict.SLIP, "bias-per-channel")


PACK = """\
section: 1
title: Channels
exercises:
  - exercise: doubled
    title: Doubled
    ask: Double X.
    given:
      X: {one_of: [[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]], shape: [2, 2, 2], name: image}
    levels: {1: {}}
    steps:
      - Y: {name: doubled, formula: 2*X, decimals: 0}
    source: none
"""


def test_an_answer_of_three_axes_is_typed_and_each_wrong_entry_named(tmp_path: Path) -> None:
    file = tmp_path / "exercises.yaml"
    file.write_text(PACK)
    solution = sample(load_file(file).entries["doubled"], 1, 1).solution
    assert mark(solution, "Y", "[[[2, 4], [6, 8]], [[10, 12], [14, 16]]]", {}).verdict is Verdict.CORRECT
    wrong = mark(solution, "Y", "[[[2, 4], [0, 8]], [[10, 12], [14, 0]]]", {})
    assert wrong.feedback == "Not right: matrix 1, row 2, column 1; matrix 2, row 2, column 2. The other entries are."
    assert "asked is a 2×2×2 array" in mark(solution, "Y", "[[2, 4], [6, 8]]", {}).feedback
