"""Givens drawn as whole rows or tables; π known to every formula."""

from __future__ import annotations

import math
from pathlib import Path

from studyai.bank.kinds.exercises.load import load_file
from studyai.exercise.sample import sample, with_own_givens
from studyai.formula.arrays import as_array, entries, shape_of

PACK = """\
section: 1
title: Rows
exercises:
  - exercise: rows
    title: Rows
    ask: Turn.
    given:
      P: {one_of: [[0.5, 0.5], [0.2, 0.8]], shape: [n, k], name: probabilities}
      X: {one_of: [[[0, 1], [1, 0]]], shape: [2, 2], name: table}
    sizes: {n: {int: [3, 3]}, k: {int: [2, 2]}}
    levels: {1: {}, 2: {P: {one_of: [[0.1, 0.9]]}}}
    steps:
      - c: {name: cosine, formula: "cos(pi*P[0, 0]) + X[0, 0]"}
    source: none
"""


def test_rows_are_drawn_as_one_and_anything_that_fits_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "exercises.yaml"
    file.write_text(PACK)
    exercise = load_file(file).entries["rows"]
    drawn = {tuple(entries(sample(exercise, 1, seed).givens["P"])) for seed in range(40)}  # type: ignore[arg-type]
    assert len(drawn) == 2**3
    assert all(sum(row) == 3 for row in drawn)
    second = sample(exercise, 2, 1)
    assert shape_of(second.givens["P"]) == (3, 2)  # type: ignore[arg-type]
    assert entries(second.givens["X"]) == [0, 1, 1, 0]  # type: ignore[arg-type]
    own = with_own_givens(exercise, 1, 1, {"P": as_array([[1, 3], [2, 4], [5, 6], [7, 8]])})
    assert math.isclose(float(own.solution.answer["c"]), -1)  # type: ignore[arg-type]
