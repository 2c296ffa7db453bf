"""Values in fifty digits: as sympy's, of every function, and none where there is none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from in_sympy import to_sympy

from studyai.formula.high_precision import CALLS, number, value_at
from studyai.formula.parse import parse_formula

POINT = {"w": Fraction(271, 1009), "x": Fraction(-314, 101)}
PARTS = st.recursive(
    st.sampled_from(["w", "x", "2", "0.3", "7", "pi", "e"]),
    lambda part: st.one_of(
        st.builds("({} {} {})".format, part, st.sampled_from(["+", "-", "*", "/"]), part),
        st.builds("({})**{}".format, part, st.integers(-3, 3)),
        st.builds("{}({})".format, st.sampled_from(sorted(CALLS)), part),
    ),
    max_leaves=6,
)


def ours(text: str) -> Decimal | None:
    return value_at(parse_formula(text), {name: number(value) for name, value in POINT.items()})


@given(PARTS)
def test_a_value_is_sympys_to_fifty_digits(text: str) -> None:
    value = ours(text)
    whole = to_sympy(parse_formula(text))
    if value is None or whole.has(sympy.nan, sympy.zoo, sympy.oo):
        return
    point = {sympy.Symbol(name, real=True): sympy.Rational(at.numerator, at.denominator) for name, at in POINT.items()}
    theirs = whole.subs(point).evalf(60)
    if theirs.is_Number and 1e-9 < abs(theirs) < 10**9:  # not where terms cancel
        assert abs(sympy.Float(str(value), 80) / theirs - 1) < sympy.Float(10) ** -50


@pytest.mark.parametrize("function", sorted(CALLS))
@pytest.mark.parametrize("argument", ["0.001", "w", "x*x", "123.456"])
def test_every_function_is_sympys(function: str, argument: str) -> None:
    test_a_value_is_sympys_to_fifty_digits.hypothesis.inner_test(f"{function}({argument})")  # type: ignore[attr-defined]
    assert ours(f"{function}({argument})") is not None


@pytest.mark.parametrize(
    "text", ["log(0)", "log(x)", "sqrt(x)", "x**0.5", "1/0", "1/(w - w)", "sin(1e31)", "9**9**9", "exp(exp(exp(9)))"]
)
def test_where_there_is_no_real_value_of_modest_size_there_is_none(text: str) -> None:
    assert ours(text) is None


@pytest.mark.parametrize(("text", "value"), [("0**0", 1), ("sin(0)", 0), ("tanh(-exp(50))", -1), ("sigmoid(-1e9)", 0)])
def test_the_ends_have_a_value(text: str, value: int) -> None:
    assert ours(text) == value


def test_pi_is_known_to_eighty_digits() -> None:
    assert value_at(parse_formula("sin(pi)"), {}) == pytest.approx(Decimal(0), abs=Decimal(10) ** -79)
