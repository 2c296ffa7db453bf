"""Expressions as values: how they are written and taken apart, and how two of them are held against each other."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from studyai.formula.arrays import as_array
from studyai.formula.equivalence import differ
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.expression import Expression, factors, node_of, terms, variable
from studyai.formula.high_precision import value_at
from studyai.formula.parse import parse_formula
from studyai.formula.probing import POINTS, column, columns_of, fingerprint, same_values, values_at
from studyai.formula.text import to_text
from studyai.formula.tree import names, put_in

NAN = float("nan")
X, Y = variable("x"), variable("y")
THIRD = Fraction(1, 3)


def typed(text: str) -> Expression:
    """An expression in the very form in which it is typed."""
    return Expression(parse_formula(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x + 0", "x"),
        ("0 + x", "x"),
        ("x - 0", "x"),
        ("0 - x", "-x"),
        ("x*1", "x"),
        ("1*x", "x"),
        ("x*0", "0"),
        ("x/1", "x"),
        ("0/x", "0"),
        ("x**0", "1"),
        ("x**1", "x"),
        ("2*x*3*y", "6*x*y"),
        ("x/2*3", "3*x/2"),
        ("3/(2*x)*4", "6/x"),
        ("x/(y/x)", "x*x/y"),
        ("x*y/x", "y"),
        ("x/(x*y)", "1/y"),
        ("x*x/x", "x"),
        ("(x + y)/(x + y)", "1"),
        ("(x + y)/(x - y)", "(x + y)/(x - y)"),
        ("x + y/2", "x + y/2"),
        ("x + -y", "x - y"),
        ("x + -2*y", "x - 2*y"),
        ("x - -y", "x + y"),
        ("x - (y - 1)", "x - (y - 1)"),
        ("1 - x", "1 - x"),
        ("-(x*y)", "-x*y"),
        ("-(x/y)", "-x/y"),
        ("-(x + y)", "-(x + y)"),
        ("-(-x)", "x"),
        ("x*(-1/2)", "-x/2"),
        ("x**2*(-1)", "-x**2"),
        ("2*(x + 1) - 3", "2*(x + 1) - 3"),
    ],
)
def test_what_is_superfluous_is_left_out_and_nothing_is_expanded(text: str, written: str) -> None:
    assert str(evaluate(parse_formula(text), {"x": X, "y": Y})) == written


@pytest.mark.parametrize(
    ("built", "written"),
    [
        (X + 2, "x + 2"),
        (2 + X, "2 + x"),
        (X - THIRD, "x - 1/3"),
        (2 - X, "2 - x"),
        (3 * X, "3*x"),
        (X * 3, "3*x"),
        (X / 3, "x/3"),
        (3 / X, "3/x"),
        (X**3, "x**3"),
        (X**Y, "x**y"),
        (2**X, "2**x"),
        (-X, "-x"),
        (typed("2*3") + typed("1/2"), "13/2"),
        (typed("y") + typed("0*x"), "y + 0*x"),
        (typed("0*x") + typed("y"), "0*x + y"),
        (typed("x/0") * 2, "2*(x/0)"),
    ],
)
def test_expressions_and_exact_numbers_are_combined(built: Expression, written: str) -> None:
    assert str(built) == written


def test_a_number_to_the_power_of_an_expression_is_that_power() -> None:
    assert typed("2**x") == 2**X
    assert typed("1 + 3*2**x") == 1 + 2**X * 3


@pytest.mark.parametrize("value", [0.5, True, "x", as_array([1, 2])])
def test_an_expression_goes_with_exact_numbers_only(value: object) -> None:
    with pytest.raises(TypeError) as caught:
        node_of(value)
    assert str(caught.value) == "an expression and this kind of value do not go together"


def test_an_expression_over_zero_is_a_division_by_zero() -> None:
    with pytest.raises(EvaluationError, match=r"^a division by zero$"):
        evaluate(parse_formula("x/0"), {"x": X})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("x + y - 2*z", ["x", "y", "-2*z"]),
        ("x - (y - z)", ["x", "-y", "z"]),
        ("-(x + y)", ["-x", "-y"]),
        ("-(x - y + z)", ["-x", "y", "-z"]),
        ("-x", ["-x"]),
        ("-(x*y)", ["-(x*y)"]),
        ("(x + y)*z", ["(x + y)*z"]),
        ("x", ["x"]),
    ],
)
def test_a_sum_is_taken_apart_into_terms_with_their_signs(text: str, parts: list[str]) -> None:
    assert [to_text(term) for term in terms(parse_formula(text))] == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("-3*x*(y + 1)/z", ["x", "y + 1"]),
        ("x/(2*y)", ["x"]),
        ("2/(3/x)", ["x"]),
        ("-(x*y)", ["x", "y"]),
        ("x/0", ["x/0"]),
        ("x/(y*0)", ["x/(y*0)"]),
        ("x + y", ["x + y"]),
        ("7/2", []),
    ],
)
def test_a_product_is_taken_apart_into_what_stands_above_the_line(text: str, parts: list[str]) -> None:
    assert [to_text(factor) for factor in factors(parse_formula(text))] == parts


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a+b*c-d/e", "a + b*c - d/e"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("(a+b)*c", "(a + b)*c"),
        ("a/(b*c)", "a/(b*c)"),
        ("(a/b)*c", "a/b*c"),
        ("a@b%c//d", "a @ b % c//d"),
        ("-a**2", "-a**2"),
        ("(-a)**2", "(-a)**2"),
        ("a**-b", "a**-b"),
        ("a**b**c", "a**b**c"),
        ("(a**b)**c", "(a**b)**c"),
        ("(a*b)**(c+d)", "(a*b)**(c + d)"),
        ("a*-b", "a*-b"),
        ("-(a+b)", "-(a + b)"),
        ("--a", "--a"),
        ("a+b<c*d", "a + b < c*d"),
        ("(a<b)*c", "(a < b)*c"),
        ("max(a,b+c)", "max(a, b + c)"),
        ("A.T", "A.T"),
        ("(A+B).T", "(A + B).T"),
        ("(-A)[0,i]", "(-A)[0, i]"),
        ("[a,[b,c]]", "[a, [b, c]]"),
        ("(2).T", "(2).T"),
        ("0.125*1e3", "0.125*1000"),
        ("1e-7", "1e-07"),
    ],
)
def test_a_formula_is_written_with_no_more_brackets_than_it_needs(text: str, written: str) -> None:
    node = parse_formula(text)
    assert to_text(node) == written
    assert parse_formula(written) == node


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("2*a", THIRD, "2*(1/3)"),
        ("a*2", THIRD, "1/3*2"),
        ("a**2", THIRD, "(1/3)**2"),
        ("2*a", Fraction(1, 8), "2*0.125"),
        ("2*a", Fraction(10**301, 3), f"2*({10**301}/3)"),
        ("2*a", Fraction(3), "2*3"),
        ("2 - a", -2, "2 - -2"),
        ("a**2", -2, "(-2)**2"),
        ("a*2", Fraction(-1, 3), "-1/3*2"),
        ("2*a", 1e-07, "2*1e-07"),
        ("a + 1", np.float64(0.5), "0.5 + 1"),
        ("a + 1", True, "1 + 1"),
        ("a*2", False, "0*2"),
        ("2*a", as_array([[1, THIRD], [-2, Fraction(1, 2)]]), "2*[[1, 1/3], [-2, 0.5]]"),
        ("a.T", as_array([[0.25, 1.0]]), "[[0.25, 1.0]].T"),
        ("2*a", typed("x + y"), "2*(x + y)"),
        ("a*2", typed("-x"), "-x*2"),
    ],
)
def test_a_value_put_in_is_written_in_full(text: str, value: Any, written: str) -> None:
    assert to_text(put_in(parse_formula(text), {"a": value})) == written


@pytest.mark.parametrize(
    ("text", "read", "with_seven"),
    [
        ("a", "a", "7"),
        ("b", "b", "b"),
        ("-a", "a", "-7"),
        ("a - b", "ab", "7 - b"),
        ("b <= a", "ab", "b <= 7"),
        ("max(b, a)", "ab", "max(b, 7)"),
        ("B.T", "B", "B.T"),
        ("(a*B).T", "aB", "(7*B).T"),
        ("B[a]", "aB", "B[7]"),
        ("B[i, a + j]", "aBij", "B[i, 7 + j]"),
        ("[b, [a, 3]]", "ab", "[b, [7, 3]]"),
        ("2*3", "", "2*3"),
    ],
)
def test_numbers_are_put_in_for_names_in_every_kind_of_formula(text: str, read: str, with_seven: str) -> None:
    node = parse_formula(text)
    assert names(node) == set(read)
    assert to_text(put_in(node, {"a": 7, "unused": 8})) == with_seven


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("x**2 - 1", [0, -1, 3]),
        ("sqrt(x)", [NAN, 0, 2**0.5]),
        ("log(x + 1)", [NAN, 0, 1.0986122886681098]),
        ("1/x", [-1, NAN, 0.5]),
        ("x**0.5", [NAN, 0, 2**0.5]),
        ("sigmoid(x - x)", [0.5, 0.5, 0.5]),
        ("exp(-x)", [2.718281828459045, 1, 0.1353352832366127]),
        ("sin(pi*x/4)**2", [0.5, 0, 1]),
        ("cos(pi*x)", [-1, 1, 1]),
        ("tanh(x*0) + abs(x)", [1, 0, 2]),
        ("3", [3, 3, 3]),
        ("e**x", [0.36787944117144233, 1, 7.38905609893065]),
        ("x*1e330", [NAN, NAN, NAN]),
        ("exp(x*1000)", [0, 1, NAN]),
    ],
)
def test_an_expression_has_a_value_or_none_at_each_point(text: str, values: list[float]) -> None:
    found = values_at(parse_formula(text), {"x": np.array([-1.0, 0.0, 2.0])})
    assert found.tolist() == pytest.approx(values, rel=1e-12, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("text", ["w @ w", "[w]", "w < 1", "max(w, 2)", "relu(w)", "w[0]", "w.T", "w % 2"])
def test_what_is_no_expression_has_no_values(text: str) -> None:
    said = "^this kind of formula has no place in an expression$"
    with pytest.raises(EvaluationError, match=said):
        fingerprint(typed(text))
    with pytest.raises(EvaluationError, match=said):
        value_at(parse_formula(text), {"w": Decimal(2)})


def test_a_variable_has_values_with_two_decimals_first_positive_then_of_both_signs() -> None:
    for name in ("x", "w", "b", "theta_1"):
        values = column(name).tolist()
        assert len(values) == POINTS == 24
        assert values == [round(value, 2) for value in values]
        assert all(0.1 <= value <= 0.95 for value in values[:10])
        assert all(-1.9 <= value <= 1.9 for value in values[10:])
        assert min(values) < -1 < 1 < max(values)
    assert column("x").tolist() != column("w").tolist()
    assert {name: len(values) for name, values in columns_of(["x", "w"]).items()} == {"": 24, "x": 24, "w": 24}


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ([1, 2, 3], [1, 2, 3], True),
        ([1, 2, 3, 4], [1, 2, 3, 5], False),
        ([1, 2, 3, NAN], [1, 2, 3, 5], True),  # three points at which both have a value are enough
        ([1, 2, NAN, NAN], [1, 2, 3, 4], False),  # two are not
        ([NAN, NAN, NAN], [NAN, NAN, NAN], True),
        ([NAN, NAN, NAN], [NAN, NAN, 1], False),
        ([1, 1, 1], [1, 1, 1 + 0.9e-9], True),
        ([1, 1, 1], [1, 1, 1 + 1.1e-9], False),
        ([1e6, 1e6, 1e6], [1e6, 1e6, 1e6 + 0.9e-3], True),
        ([1e6, 1e6, 1e6], [1e6, 1e6, 1e6 + 1.1e-3], False),
        # Near 0 a thousandth of the largest value counts, at most of 1.
        ([0, 1, 5], [0.9e-12, 1, 5], True),
        ([0, 1, 5], [1.1e-12, 1, 5], False),
        ([0, 0.1, 0.2], [1.9e-13, 0.1, 0.2], True),
        ([0, 0.1, 0.2], [2.1e-13, 0.1, 0.2], False),
        ([0, 0.1, -0.2], [-1.9e-13, 0.1, -0.2], True),
    ],
)
def test_two_fingerprints_agree_to_nine_digits(ours: list[float], theirs: list[float], same: bool) -> None:
    assert same_values(ours, theirs) is same
    assert same_values(theirs, ours) is same


@pytest.mark.parametrize(
    ("one", "other", "seen"),
    [
        ("w*x", "x*w", False),
        ("w*x", "w*x + x", True),
        ("1/2", "0.5", False),
        ("pi", "e", True),
        ("w**2 - x**2", "(w - x)*(w + x)", False),
        ("log(2) + log(3)", "log(6)", False),
        ("sin(2*w)", "2*sin(w)*cos(w)", False),
        ("tanh(w)", "2*sigmoid(2*w) - 1", False),
        ("abs(w)", "w", False),  # so for every positive one, and no other is looked at
        ("w + 1e-28", "w", True),
        ("w + 1e-40", "w", False),  # as small as rounding
        ("w", "log(-w**2)", False),  # nowhere a real value
        ("log(-w**2)", "w", False),
        ("sqrt(0.9 - w)", "2*sqrt(0.9 - w)", True),  # at the first point neither has a value
        ("w**199*(w + 1)", "w**200 + w**199", False),
        ("(w + x)**1e20", "w", True),
    ],
)
def test_a_difference_is_seen_in_fifty_digits(one: str, other: str, seen: bool) -> None:
    assert differ(typed(one), typed(other)) is seen
    assert differ(typed(other), typed(one)) is seen
