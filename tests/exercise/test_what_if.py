"""What-if: cells replaced, later steps computed from there, earlier ones as they were."""

from fractions import Fraction
from pathlib import Path

import pytest
from a_pack import exercises_in

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.sample import sample, with_own_givens
from studyai.exercise.solve import Solution
from studyai.exercise.what_if import changed, number_at, suppose
from studyai.formula.arrays import as_array, entries
from studyai.formula.errors import EvaluationError


def solved(exercise: str, level: int = 1, seed: int = 1) -> Solution:
    return sample(Bank([built_in()]).exercise(exercise), level, seed).solution


def test_a_number_in_one_round_moves_only_what_comes_after() -> None:
    before = solved("adam", 3, 7)
    after = suppose(before, {"m_2": {(): 5}})
    was = changed(before, after)
    assert after.line("m_2").value == 5
    assert {"m_2", "m_hat_2", "theta_2", "m_3", "theta_3"} <= set(was)
    assert not {"m_1", "v_1", "theta_1", "v_2", "v_3"} & set(was)
    beta = Fraction(str(before.givens["beta_1"]))
    assert after.line("m_3").value == beta * 5 + (1 - beta) * Fraction(3, 2)


def test_one_cell_of_a_matrix_and_the_others_stay() -> None:
    before = solved("self-attention", 2, 3)
    key = before.lines[0].key
    shape = before.lines[0].value.shape  # type: ignore[union-attr]
    last = tuple(size - 1 for size in shape)
    after = suppose(before, {key: {last: 9}})
    old, new = entries(before.line(key).value), entries(after.line(key).value)
    assert new[:-1] == old[:-1]
    assert new[-1] == 9
    assert key in changed(before, after)
    assert before.lines[-1].key in changed(before, after)


def test_two_suppositions_go_in_the_order_of_the_steps() -> None:
    before = solved("adam", 3, 7)
    late_first = {"theta_1": {(): 0}, "m_1": {(): 1}}
    after = suppose(before, late_first)
    assert after.line("m_1").value == 1
    assert after.line("theta_1").value == 0
    assert after.line("m_2").value == suppose(before, {"m_1": {(): 1}}).line("m_2").value


def test_suppositions_go_in_the_order_of_the_steps_whatever_they_are_called() -> None:
    """`A` comes before `Q` in the alphabet, after it in the steps: its other cells follow from the supposed query."""
    before = solved("self-attention", 2, 3)
    keys = [line.key for line in before.lines]
    assert keys.index("Q") < keys.index("A")
    after = suppose(before, {"A": {(0, 0): 9}, "Q": {(0, 1): 5}})
    from_query = suppose(before, {"Q": {(0, 1): 5}})
    assert entries(after.line("A").value)[0] == 9
    assert entries(after.line("A").value)[1:] == entries(from_query.line("A").value)[1:]
    assert entries(from_query.line("A").value)[1:] != entries(before.line("A").value)[1:]


CHANNELS = """
section: 99
title: Channels
exercises:
  - exercise: shift
    title: Shift
    ask: Add the shift to every pixel.
    given:
      X: {name: pixels, int: [1, 9], shape: [C, 2, 2]}
      k: {name: shift, int: [1, 9]}
    sizes: {C: {int: [2, 3]}}
    levels: {1: {}}
    steps:
      - A: {name: shifted, formula: X + k}
      - B: {name: doubled, formula: 2*A}
    source: none
"""


def test_one_cell_of_one_channel_and_the_others_stay(tmp_path: Path) -> None:
    own = {"X": as_array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]), "k": 1}
    before = with_own_givens(exercises_in(tmp_path, CHANNELS)["shift"], 1, 0, own).solution
    after = suppose(before, {"A": {(1, 0, 1): 100}})
    assert entries(after.line("A").value) == [2, 3, 4, 5, 6, 100, 8, 9]
    assert entries(after.line("B").value) == [4, 6, 8, 10, 12, 200, 16, 18]


def test_what_is_not_there_is_left_out() -> None:
    before = solved("adam", 3, 7)
    assert not changed(before, suppose(before, {"nothing": {(): 1}, "m_1": {(4,): 1}}))


def test_a_step_without_a_value_is_said() -> None:
    before = solved("adam", 3, 7)
    with pytest.raises(EvaluationError, match="theta_1"):
        suppose(before, {"v_hat_1": {(): -4}})


def test_one_cell_is_told_by_its_place() -> None:
    assert number_at(7, ()) == 7
    assert [number_at(as_array([4, 5, 6]), (place,)) for place in range(3)] == [4, 5, 6]
    matrix = as_array([[1, 2, 3], [4, 5, 6]])
    assert [number_at(matrix, place) for place in ((0, 2), (1, 0), (1, 2))] == [3, 4, 6]
    block = as_array([[[1, 2], [3, 4]], [[5, 6], [7, 8]], [[9, 10], [11, 12]]])
    assert [number_at(block, place) for place in ((1, 0, 1), (2, 1, 0))] == [6, 11]
