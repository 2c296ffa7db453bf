"""A rule that givens break is said, shown only while short; what is read off a table stands by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyai.bank.kinds.exercises.load import load_file
from studyai.exercise.definition import Exercise
from studyai.exercise.givens import GivenError
from studyai.exercise.present import equation_with_numbers, numbers_text
from studyai.exercise.sample import with_own_givens
from studyai.formula.arrays import as_array

PACK = """\
section: 1
title: Rows
exercises:
  - exercise: a-row
    title: A row
    ask: Take it.
    given:
      P: {int: [1, 9], shape: [n, d], name: table}
      j: {int: [0, 1], name: row}
    sizes: {n: {int: [2, 2]}, d: {int: [2, 2]}}
    levels: {1: {}}
    require:
      - {rule: j < n, say: there is such a row}
      - {rule: "sum(P*P + P*P + P*P + P*P + P*P + P*P + P*P + P*P + P*P + P*P + P*P + P*P) < 2000", say: it is small}
    steps:
      - y: {name: largest, formula: "max(take(P, j))"}
      - z: {name: rows, formula: "take(P, [j, 0])"}
    source: none
"""


@pytest.fixture(scope="module")
def a_row(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    file = Path(tmp_path_factory.mktemp("pack")) / "exercises.yaml"
    file.write_text(PACK, encoding="utf-8")
    return load_file(file).entries["a-row"]


def test_a_short_rule_is_shown_and_a_long_one_only_said(a_row: Exercise) -> None:
    with pytest.raises(GivenError, match=r"there is such a row \(j < n\)$"):
        with_own_givens(a_row, 1, 1, {"P": as_array([[1, 2], [3, 4]]), "j": 2})
    with pytest.raises(GivenError, match=r"it is small$"):
        with_own_givens(a_row, 1, 1, {"P": as_array([[9, 9], [9, 9]]), "j": 1})


def test_a_row_taken_stands_by_itself(a_row: Exercise) -> None:
    lines = with_own_givens(a_row, 1, 1, {"P": as_array([[1, 2], [3, 4]]), "j": 1}).solution.lines
    assert numbers_text(lines[0]) == "max([3, 4])"
    assert [line.strip() for line in equation_with_numbers(lines[0]).lines] == ["y = max([3, 4])"]
    assert lines[1].value.tolist() == [[3, 4], [1, 2]]  # type: ignore[union-attr]
