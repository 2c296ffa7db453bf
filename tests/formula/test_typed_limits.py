"""However an answer is written, its value stays small enough to work with, mark and show."""

from __future__ import annotations

from fractions import Fraction

import pytest

from studyai.formula.arrays import entries
from studyai.formula.errors import EvaluationError, FormulaError
from studyai.formula.evaluate import evaluate
from studyai.formula.parse import parse_formula
from studyai.formula.typed.answer import LARGEST_ANSWER, MOST_BITS, read_answer, read_cells

FINE = ",".join(f"[{base}**-999]" for base in range(2, 10))
LONG = ",".join(["[9]"] * 200)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"([{FINE}] + 1)@([{FINE}] + 1)", "matrix products"),
        (f"[{LONG}] + [{','.join('9' * 200)}]", "1000 entries"),
        ("+".join(f"({base}**-300)" for base in range(3, 40)), "too fine"),
        ("*".join(["9**300"] * 20) + "/9**6000", "too large"),
        ("1/(10**300*10**300)", "too large"),
        ("10**300*10**300", "too large"),
        ("exp(700)*exp(700)", "too large"),
        ("exp(700)*exp(700) - exp(700)*exp(700)", "too large"),
        ("[exp(700), 1]/exp(-700)", "too large"),
        ("[e, 1]//0", "division by zero"),
        ("[" * 40 + "1" + "]" * 40, "lists 4 deep"),
        ("[[[[[1, 2]]]]]", "lists 4 deep"),
    ],
)
def test_what_grows_too_far_is_refused(text: str, said: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read_answer(text)
    assert said in caught.value.message
    assert 0 <= caught.value.position <= len(text)


@pytest.mark.parametrize("text", ["1e100", "-1e100", "exp(300)/(exp(300) + exp(299))", "1/10**99", "2**1000/2**999"])
def test_what_a_float_can_hold_is_accepted(text: str) -> None:
    (value,) = entries(read_answer(text))
    assert -LARGEST_ANSWER <= value <= LARGEST_ANSWER
    assert not isinstance(value, Fraction) or value.denominator.bit_length() <= MOST_BITS


def test_a_cell_holds_one_number() -> None:
    with pytest.raises(FormulaError, match="row 1, column 2: a cell holds one number"):
        read_cells([["1", "[1, 2]"]])


@pytest.mark.parametrize(
    "text", ["exp(700)*exp(700)", "exp(700)*exp(700)*0", "9**300*9**300", "[9**300, 1]*9**300", "1/2*9**300*9**300"]
)
def test_a_formula_without_a_finite_value_says_so(text: str) -> None:
    with pytest.raises(EvaluationError, match="too large"):
        evaluate(parse_formula(text))


def test_lists_nested_too_deeply_have_no_value() -> None:
    with pytest.raises(EvaluationError, match="nested"):
        evaluate(parse_formula("[" * 40 + "1" + "]" * 40))


def test_the_interpreters_own_limit_is_a_formula_error() -> None:
    def deep(levels: int) -> None:
        if levels:
            deep(levels - 1)
        else:
            parse_formula("(" * 100 + "1" + ")" * 100)

    with pytest.raises(FormulaError, match="nested too deeply"):
        deep(600)
