"""What people write: each text with its one reading, and what can be read in two ways with both."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.formula.arrays import entries
from studyai.formula.draw.numbers import show_number
from studyai.formula.errors import FormulaError
from studyai.formula.parse import parse_formula
from studyai.formula.typed.answer import read_answer
from studyai.formula.typed.expression import read_expression


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.84969×10⁹", 1849690000),
        ("1.84969 × 10^9", 1849690000),
        ("1.84969×10**9", 1849690000),
        ("1.84969e9", 1849690000),
        ("1×10⁻⁸", Fraction(1, 10**8)),
        ("−2.5×10⁻³", Fraction(-25, 10**4)),
        ("1.5×10^(-3)", Fraction(15, 10**4)),
        ("3/1.5×10⁻³", 2000),  # 1.5×10⁻³ is one number
        ("10⁻²", Fraction(1, 100)),
        ("2³", 8),
        ("-2²", -4),
        ("(-2)²", 4),
        ("(1 + 2)²", 9),
        ("2^3^2", 512),
        ("2^-1", Fraction(1, 2)),
        ("½", Fraction(1, 2)),
        ("1 - ⅔", Fraction(1, 3)),
        ("½²", Fraction(1, 4)),
        ("1⁄3", Fraction(1, 3)),
        ("√4", 2),
        ("√(2 + 2)", 2),
        ("√½", math.sqrt(0.5)),
        ("-√2", -math.sqrt(2)),
        ("3√4", 6),
        ("2π", 2 * math.pi),
        ("2e", 2 * math.e),
        ("3sqrt(4)", 6),
        ("2(3)", 6),
        ("(1 + 2)(3 + 4)", 21),
        ("2 (3 + 4)", 14),
        ("-ln(0.1)", math.log(10)),
        ("σ(2)", 1 / (1 + math.exp(-2))),
        ("sigma(2)", 1 / (1 + math.exp(-2))),
        ("th(1)", math.tanh(1)),
        ("e²", math.e**2),
        ("7 % 4", 3),
        ("⌊(28 − 5 + 2)/2⌋ + 1", 13),
        ("2⌈1.2⌉", 4),
        ("⌊|−3.5|⌋", 3),
        ("|1 − |−3||", 2),
        ("|−2||3|", 6),
        ("|−2|²", 4),
        ("2×10 - 3", 17),
        ("2∗3", 6),
        ("sin(0) + cos(0)", 1),
        ("ReLU(-2) + relu(3)", 3),
        ("1 849 688 064", 1849688064),
        ("1\u00a0849\u00a0688\u00a0064", 1849688064),
        ("1\u202f849\u202f688\u202f064", 1849688064),
        ("1_849_688_064", 1849688064),
        ("−12 345.5", Fraction(-24691, 2)),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, value: float) -> None:
    (read,) = entries(read_answer(text))
    assert math.isclose(read, value, rel_tol=1e-14)
    assert isinstance(read, float) or read == value


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2w x", "2*w*x"),
        ("2 (w x − 1) x", "2*(w*x - 1)*x"),
        ("w(x + 1)", "w*(x + 1)"),
        ("(w + 1)(x − 1)w", "(w + 1)*(x - 1)*w"),
        ("w²x", "w**2*x"),
        ("3w^2", "3*w**2"),
        ("½w²", "(1/2)*w**2"),
        ("√w + x", "sqrt(w) + x"),
        ("√(w x)", "sqrt(w*x)"),
        ("2e^(-w)", "2*e**(-w)"),
        ("ln(w)/x", "log(w)/x"),
        ("σ(w)·(1 − σ(w))", "sigmoid(w)*(1 - sigmoid(w))"),
        ("2σ(w)(1 − σ(w))", "2*sigmoid(w)*(1 - sigmoid(w))"),
        ("3 sin(w) cos(x)", "3*sin(w)*cos(x)"),
        ("2πw", "2*pi*w"),
        ("sin(w)²", "sin(w)**2"),
        ("|w|³", "abs(w)**3"),
        ("2|w − 1|x", "2*abs(w - 1)*x"),
    ],
)
def test_an_expression_is_read_as_people_write_it(text: str, plain: str) -> None:
    assert read_expression(text, ["w", "x"]).node == parse_formula(plain)


def test_a_variable_has_its_own_name() -> None:
    assert str(read_expression("2ln + sigma(2)", ["ln", "sigma"])) == "2*ln + sigma*2"


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("1/2x", 0, "1/2x can be read as (1/2)*x or as 1/(2*x): write one of these"),
        ("3 - 1/2 x", 4, "1/2x can be read as (1/2)*x or as 1/(2*x): write one of these"),
        ("1/(w)(x + 1)", 0, "1/(w)(…) can be read as (1/(w))*(…) or as 1/((w)*(…)): write one of these"),
        ("x^2w", 0, "x^2w can be read as (x^2)*w or as x^(2*w): write one of these"),
        ("e^2x", 0, "e^2x can be read as (e^2)*x or as e^(2*x): write one of these"),
        ("2½", 1, "2½ can be read as 2 + 1/2 or as 2*1/2: write one of these"),
        ("√2x", 0, "√2x can be read as sqrt(2)*x or as sqrt(2*x): write one of these"),
        ("√2 x", 0, "√2x can be read as sqrt(2)*x or as sqrt(2*x): write one of these"),
        ("√2²", 0, "√2² can be read as sqrt(2)**2 or as sqrt(2**2): write one of these"),
        ("√x(w + 1)", 0, "√x(…) can be read as sqrt(x)*(…) or as sqrt(x*(…)): write one of these"),
        ("1.2×10-5", 0, "1.2×10-5 can be read as 1.2×10^-5 or as 1.2*10 - 5: write one of these"),
        ("1 + 2 × 10−3", 4, "2 × 10-3 can be read as 2×10^-3 or as 2*10 - 3: write one of these"),
        ("1/2|x|", 0, "1/2|…| can be read as (1/2)*|…| or as 1/(2*|…|): write one of these"),
        ("1,849", 0, "1,849 can be read as 1849 or as 1.849: write one of these"),
        (" -1,849,688", 2, "-1,849,688 can be read as -1849688 or as [-1, 849, 688]: write one of these"),
        ("e(2)", 0, "e(…) can be read as e*(…) or as exp(…): write one of these"),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_taken(text: str, position: int, said: str) -> None:
    with pytest.raises(FormulaError) as refused:
        read_expression(text, ["w", "x"])
    assert (refused.value.position, refused.value.message) == (position, said)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("²", 0, "² is a power of nothing: it stands behind what it raises"),
        ("2 + ⁻¹", 4, "⁻¹ is a power of nothing: it stands behind what it raises"),
        ("√", 0, "√ has nothing behind it"),
        ("2*√", 2, "√ has nothing behind it"),
        ("√ + 1", 0, "√ has nothing behind it"),
        ("√√2", 1, "a root of a root needs brackets: √(√2)"),
        ("sin²(x)", 0, "sin is a function: write sin(...)"),
        ("ln 2", 0, "ln is a function: write ln(...)"),
        ("1.5e3×10²", 0, "a number has one power of ten"),
        ("2 3", 2, "two numbers with nothing between them"),
        ("12 34", 3, "two numbers with nothing between them"),
        ("1 2345", 2, "two numbers with nothing between them"),
        ("26x26", 2, "x is a letter here: write * or × for a product"),
        ("26 X 26", 3, "x is a letter here: write * or × for a product"),
        ("1.2x10^-5", 3, "x is a letter here: write * or × for a product"),
        ("50 %", 3, "a percentage is written as a number: 0.5 for 50 %"),
        ("[50%, 3]", 3, "a percentage is written as a number: 0.5 for 50 %"),
        ("0.33…", 4, "… cannot be used here: give the decimals that are asked, or a fraction such as 1/3"),
        ("0.33...", 4, "... cannot be used here: give the decimals that are asked, or a fraction such as 1/3"),
        ("{x}", 0, "{ cannot be used here: lists are written in square brackets [ ]"),
        ("⌊2.5", 0, "⌊ is never closed"),
        ("|2 + |3|", 0, "| is never closed"),
        ("⌊2.5)", 0, "⌊ needs ⌋"),
        ("2.5⌋", 3, "⌋ closes nothing"),
        ("⌊2.5⌉", 4, "⌉ closes nothing"),
        ("(|2)|", 1, "| needs |"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_place(text: str, position: int, said: str) -> None:
    with pytest.raises(FormulaError) as refused:
        read_expression(text, ["w", "x"])
    assert (refused.value.position, refused.value.message) == (position, said)


SHOWN = st.one_of(st.floats(-1e90, 1e90), st.integers(-(10**30), 10**30), st.fractions(-(10**9), 10**9))


@given(SHOWN.filter(lambda number: number == 0 or abs(number) > 1e-90))
def test_a_number_is_read_as_it_is_shown(number: float) -> None:
    (read,) = entries(read_answer(show_number(number)))
    assert math.isclose(read, number, rel_tol=5e-6, abs_tol=1e-300)


@given(st.text("0123456789.,+-−*/×^()[] \n½²⁻√πσexwln:;'\"\\{}&$_", max_size=40))
def test_whatever_is_typed_is_read_or_told_where_it_cannot_be(text: str) -> None:
    for read in (read_answer, lambda one: read_expression(one, ["w", "x"])):
        assert 0 <= _place_of_refusal(read, text) <= len(text)


def _place_of_refusal(read: Callable[[str], object], text: str) -> int:
    try:
        read(text)
    except FormulaError as problem:
        return problem.position
    return 0
