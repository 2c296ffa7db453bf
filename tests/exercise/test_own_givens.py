"""Givens as a user writes them: what is read, and what is said of what is not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.givens import GivenError, read_own
from studyai.exercise.sample import with_own_givens
from studyai.formula.expression import Expression

BANK = Bank([built_in()])
CONVOLUTION = BANK.exercise("conv-output-size")
DERIVATIVE = BANK.exercise("symbolic-gradient")
WEIGHTS = BANK.exercise("init-variance")


def test_a_number_a_convention_and_an_expression_are_read_each_in_its_way() -> None:
    assert read_own(CONVOLUTION, "W", "14/2") == 7
    assert read_own(CONVOLUTION, "S", "1/3") == Fraction(1, 3)
    convention, options = next((symbol, given.options) for symbol, given in WEIGHTS.givens.items() if given.options)
    assert read_own(WEIGHTS, convention, f" {next(iter(options))} ") == next(iter(options))
    assert isinstance(read_own(DERIVATIVE, "J", "(w*x - y)**2"), Expression)


@pytest.mark.parametrize(
    ("symbol", "text", "said"),
    [
        ("W", "7 7", "W: cannot be read: two numbers with nothing between them"),
        ("W", "2(3", "W: cannot be read: "),
        ("nothing", "q", "nothing: cannot be read: "),
    ],
)
def test_what_cannot_be_read_is_said_with_the_name_of_the_given(symbol: str, text: str, said: str) -> None:
    with pytest.raises(GivenError, match=said):
        read_own(CONVOLUTION, symbol, text)


@pytest.mark.parametrize(
    ("value", "said"),
    [(Fraction(5, 2), "2.5 is not accepted"), (Fraction(1, 3), "1/3 is not accepted"), (-4, "-4 is not accepted")],
)
def test_a_number_out_of_range_is_said_as_it_would_be_typed(value: object, said: str) -> None:
    with pytest.raises(GivenError, match=said):
        with_own_givens(CONVOLUTION, 1, 0, {"W": value, "F": 3, "S": 1, "P": 0})  # type: ignore[dict-item]
