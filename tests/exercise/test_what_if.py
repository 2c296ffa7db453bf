"""What-if: cells replaced, later steps computed from there, earlier ones as they were."""

from fractions import Fraction

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.sample import sample
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
