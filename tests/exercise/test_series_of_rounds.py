"""What a block's rounds leave behind: the series of what they carried."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyai.bank.kinds.exercises.load import load_file
from studyai.exercise.definition import Exercise
from studyai.exercise.present import equation, equation_with_numbers, numbers_text
from studyai.exercise.sample import with_own_givens
from studyai.exercise.solve import NOTHING, Override, solve
from studyai.formula.arrays import as_array, entries

PACK = """\
section: 1
title: Sums
exercises:
  - exercise: running-sum
    title: Running sum
    ask: Add up.
    given:
      x: {int: [1, 9], shape: [T], name: numbers}
    sizes: {T: {int: [2, 4]}}
    levels: {1: {}}
    steps:
      - repeat: t
        each: {x_t: x}
        carry: {h: 10}
        steps:
          - h: {name: sum so far, formula: h_prev + x_t}
      - repeat: s
        times: T
        carry: {g: 0}
        steps:
          - g: {name: weighted, formula: "g_prev + h_all[T - s]*h_prev_all[T - s]"}
      - total: {name: all, formula: sum(h_all)}
    source: none
"""


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    file = tmp_path / "exercises.yaml"
    file.write_text(PACK)
    section = load_file(file)
    assert not section.problems
    return section.entries["running-sum"]


def test_later_steps_read_every_round(exercise: Exercise) -> None:
    solution = with_own_givens(exercise, 1, 1, {"x": as_array([1, 2, 4])}).solution
    assert [line.value for line in solution.lines] == [11, 13, 17, 17 * 13, 17 * 13 + 13 * 11, 474, 41]
    assert entries(solution.lines[-1].values["h_prev_all"]) == [10, 11, 13]


def test_a_changed_round_reaches_the_series(exercise: Exercise) -> None:
    givens = with_own_givens(exercise, 1, 1, {"x": as_array([1, 2, 4])}).givens
    changed = solve(exercise, givens, Override(NOTHING.formulas, {"h_1": 20}))
    assert changed.line("total").value == 20 + 22 + 26


def test_an_entry_is_drawn_as_the_state_it_is(exercise: Exercise) -> None:
    line = with_own_givens(exercise, 1, 1, {"x": as_array([1, 2, 4])}).solution.line("g_2")
    assert equation_with_numbers(line).lines == ["g₂ = 221 + 13 · 11"]
    assert numbers_text(line) == "221 + 13*11"
    assert "all" not in "".join(equation(line).lines)
