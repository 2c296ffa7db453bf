"""A later step from the learner's own earlier values: carried where they lead somewhere, the true one elsewhere."""

from __future__ import annotations

from fractions import Fraction

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.mark import followed
from studyai.exercise.sample import with_own_givens
from studyai.formula.arrays import as_array

ADAM = with_own_givens(
    Bank([built_in()]).exercise("adam"),
    2,
    0,
    {"theta_0": 1, "g": as_array([2, -1]), "beta_1": Fraction(9, 10), "beta_2": Fraction(99, 100)},
).solution


def test_a_wrong_value_is_carried_into_the_steps_after_it() -> None:
    assert ADAM.line("m_hat_1").value == 2
    assert followed(ADAM, "m_hat_1", {"m_1": Fraction(1, 2)}).value == 5
    assert followed(ADAM, "m_2", {"m_1": 1}).value == Fraction(9, 10) - Fraction(1, 10)


def test_a_value_of_the_step_itself_or_of_a_later_one_is_not_carried() -> None:
    true = ADAM.line("m_hat_1")
    assert followed(ADAM, "m_hat_1", {"m_hat_1": 7}) == true
    assert followed(ADAM, "m_hat_1", {"m_2": 7}) == true


def test_a_right_value_rounded_leads_to_the_true_step_and_nothing_leads_to_it_too() -> None:
    assert followed(ADAM, "theta_2", {"m_hat_2": Fraction(4211, 10_000)}) == ADAM.line("theta_2")
    assert followed(ADAM, "theta_2", {"m_hat_2": Fraction(4201, 10_000)}) != ADAM.line("theta_2")
    assert followed(ADAM, "m_1", {}) == ADAM.line("m_1")
