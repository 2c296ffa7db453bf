"""What counts as an oracle's agreement with a solution."""

from __future__ import annotations

from typing import Any

import pytest

from studyai.bank.bank import Bank
from studyai.client.check import compare
from studyai.exercise.sample import sample
from studyai.formula.arrays import exact_number, nested

VARIANT = sample(Bank().exercise("conv-output-size"), 2, 4)
RIGHT: dict[str, Any] = {key: nested(value, exact_number) for key, value in VARIANT.solution.answer.items()}


def test_the_asked_values_are_enough() -> None:
    assert compare(VARIANT.solution, RIGHT).agrees


@pytest.mark.parametrize("key", RIGHT)
def test_a_value_that_differs_or_is_missing_is_named(key: str) -> None:
    wrong = compare(VARIANT.solution, {**RIGHT, key: 999})
    assert not wrong.agrees
    assert key in wrong.problem
    missing = compare(VARIANT.solution, {other: value for other, value in RIGHT.items() if other != key})
    assert not missing.agrees
    assert f"says nothing about {key}" in missing.problem


def test_an_answer_to_a_step_that_does_not_exist_is_no_agreement() -> None:
    stale = compare(VARIANT.solution, {**RIGHT, "x_B_1": [3]})
    assert not stale.agrees
    assert "x_B_1" in stale.problem


def test_a_refusal_neither_agrees_nor_disagrees() -> None:
    refused = compare(VARIANT.solution, "F is too large")
    assert (refused.agrees, refused.refused) == (False, True)
    assert refused.disagreement == "torch cannot check this: F is too large"
    assert compare(VARIANT.solution, {**RIGHT, "O_h": 999}).disagreement == "torch disagrees: different: O_h"
    assert compare(VARIANT.solution, RIGHT).disagreement == ""
