"""Slips: dropped where an answer cannot give them away, looked for from the learner's own values, counted rounds."""

from __future__ import annotations

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.mark import Verdict, mark
from studyai.exercise.precision import confusable
from studyai.exercise.sample import Variant, sample, with_own_givens
from studyai.exercise.slips import is_worth_asking, slips_at
from studyai.formula.arrays import as_array
from studyai.formula.values import Value

BANK = Bank([built_in()])


def _tags(variant: Variant, key: str) -> list[str]:
    return [slipped.slip.tag for slipped in slips_at(variant.solution.line(key))]


def _own(identifier: str, **givens: Value) -> Variant:
    return with_own_givens(BANK.exercise(identifier), 1, 0, givens)


def _sizes(**changes: int) -> Variant:
    return _own("conv-output-size", **{"H": 28, "W": 28, "F": 5, "S": 2, "P": 1, **changes})


def test_a_slip_that_leads_to_the_truth_is_dropped_and_not_named() -> None:
    variant = _sizes()  # (28 + 2 − 5)/2 and (28 + 1 − 5)/2 are 12 when rounded down
    assert _tags(variant, "O_h") == ["no-floor", "first-position-lost"]
    assert mark(variant.solution, "O_h", "13").verdict is Verdict.CORRECT
    assert "padding-once" in _tags(_sizes(H=29), "O_h")


def test_of_two_slips_with_one_value_the_first_is_named() -> None:
    variant = _sizes(S=1)  # the padding counted once and the + 1 forgotten both give 25
    assert _tags(variant, "O_h") == ["padding-once"]
    assert mark(variant.solution, "O_h", "25").slip == "padding-once"


def test_a_slip_without_a_value_is_dropped() -> None:
    softmax = _own("softmax", z=as_array([1, -1]))  # the sum of the logits is 0: nobody can have divided by it
    assert "no-exponential" not in _tags(softmax, "p")


def test_numbers_are_sampled_in_which_a_slip_makes_no_difference() -> None:
    """A padding of 0 is a fair question, though its padding cannot be forgotten."""
    variants = [sample(BANK.exercise("conv-forward"), 2, seed) for seed in range(40)]
    dropped = [variant for variant in variants if "padding-ignored" not in _tags(variant, "A")]
    assert 0 < len(dropped) < len(variants)


def test_numbers_that_give_few_slips_away_are_drawn_again() -> None:
    exercise = BANK.exercise("gate")
    variants = [sample(exercise, level, seed) for level in exercise.levels for seed in range(40)]
    assert all(is_worth_asking(variant.solution) for variant in variants)
    assert any(variant.redraws for variant in variants)


def test_a_slip_made_with_the_learners_own_wrong_value_is_named() -> None:
    variant = _own("adam", theta_0=1, g=as_array([2, -1]), alpha=0.1, beta_1=0.8, beta_2=0.9, epsilon=0.1)
    earlier: dict[str, Value] = {"m_1": 5}
    given = mark(variant.solution, "m_hat_1", "5", earlier)
    assert (given.verdict, given.slip) == (Verdict.SLIP, "no-bias-correction")
    assert "The bias correction is missing" in given.feedback
    assert mark(variant.solution, "m_hat_1", "25", earlier).verdict is Verdict.CARRIED


def test_the_rounds_go_on_counting_from_those_before() -> None:
    """After two steps the third is corrected by 1 − 0.5³, and multiplied for raised by 1 − 0.5·3."""
    variant = _own("adam", theta_0=1, g=as_array([1]), beta_1=0.5, m_0=3, t_0=2)
    assert [line.key for line in variant.solution.lines][:2] == ["m_3", "v_3"]
    assert mark(variant.solution, "m_hat_3", "2/(1 - 0.125)").verdict is Verdict.CORRECT
    assert mark(variant.solution, "m_hat_3", "2/(1 - 1.5)").slip == "correction-times-t"
    assert mark(variant.solution, "m_hat_3", "2/(1 - 0.25)").verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("one", "other", "decimals", "alike"),
    [
        (13, 13, 0, True),
        (13, 14, 0, False),
        (13, 13.5, 0, False),
        (13, 13.004, 0, True),  # who writes two decimals writes 13
        (0.12341, 0.12349, 3, True),
        (0.1234, 0.1256, 3, False),
        (as_array([1, 2]), as_array([1, 2]), 0, True),
        (as_array([1, 2]), as_array([[1, 2]]), 0, False),
        (as_array([1, 2]), as_array([1, 3]), 0, False),
    ],
)
def test_when_one_answer_could_stand_for_both(one: Value, other: Value, decimals: int, alike: bool) -> None:
    assert confusable(one, other, decimals) is alike
    assert confusable(other, one, decimals) is alike
