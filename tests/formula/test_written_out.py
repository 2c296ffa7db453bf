"""Composite formulas: each cell written out has the cell's value; scalar functions against Python's own."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.formula.arrays import as_array, entries, shape_of
from studyai.formula.cells import cell_arithmetic
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.parse import parse_formula
from studyai.formula.tree import Node
from studyai.formula.values import Value

NUMBERS = st.fractions(-5, 5, max_denominator=8)
LISTS = st.lists(NUMBERS, min_size=1, max_size=6)
SQUARE = st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=3, max_size=3).map(as_array)

MATRICES = st.recursive(
    st.sampled_from(["Q", "K", "Q[0]", "K.T", "2", "1/3"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map("({0[0]} {0[1]} {0[2]})".format),
        st.tuples(st.sampled_from(["relu", "tanh", "abs", "step", "mean", "max", "sum"]), inner).map(
            lambda parts: f"{parts[0]}({parts[1]})"
        ),
        inner.map("softmax(Q + {})".format),
        inner.map("(Q @ (K + {}))".format),
        inner.map("(K - {}).T".format),
        inner.map("where({} > 0, Q, K)".format),
        inner.map("conv2d(Q + {}, [[1, 2], [0, -1]], 1, [1, 0])".format),
        inner.map("flip(K + {})".format),
    ),
    max_leaves=5,
)


@given(MATRICES, SQUARE, SQUARE)
def test_each_cell_of_any_formula_written_out_has_its_value(text: str, query: Any, key: Any) -> None:
    values = {"Q": query, "K": key}
    node = parse_formula(text)
    result = _value(node, values)
    if result is None:
        return
    for cell, entry in zip(np.ndindex(*shape_of(result)), entries(result), strict=True):
        written = evaluate(cell_arithmetic(node, values, cell))
        assert float(written) == pytest.approx(float(entry), rel=1e-9, abs=1e-9)


def _value(node: Node, values: dict[str, Any]) -> Value | None:
    """The value; None where the drawn parts do not fit together (a vector where a matrix is needed)."""
    try:
        return evaluate(node, values)
    except EvaluationError:
        return None


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        ("sum(x)", sum),
        ("mean(x)", lambda x: sum(x) / len(x)),
        ("max(x)", max),
        ("min(x)", min),
        ("argmax(x)", lambda x: x.index(max(x))),
        ("length(x)", len),
        ("max(x, 1)", lambda x: max([*x, 1])),
        ("sum(concat(x, 2, x))", lambda x: 2 * sum(x) + 2),
        ("sum(flip(x)*range(length(x)))", lambda x: sum(place * one for place, one in enumerate(x[::-1]))),
        ("x @ one_hot(0, length(x))", lambda x: x[0]),
        ("sum(step(x))", lambda x: sum(one >= 0 for one in x)),
        ("sum(sign(x))", lambda x: sum((one > 0) - (one < 0) for one in x)),
        ("sum(floor(x) + ceil(x))", lambda x: sum(math.floor(one) + math.ceil(one) for one in x)),
        ("sum(where(x > 1, x, 0))", lambda x: sum(one for one in x if one > 1)),
        ("sum(x**2)", lambda x: sum(one**2 for one in x)),
        ("sum(sqrt(x**2))", lambda x: sum(map(abs, x))),
    ],
)
@given(numbers=LISTS)
def test_exact_functions_of_a_list(text: str, twin: Callable[[Any], Any], numbers: list[Fraction]) -> None:
    assert evaluate(parse_formula(text), {"x": as_array(numbers)}) == twin(numbers)


@pytest.mark.parametrize("name", ["sqrt", "log", "sin", "cos"])
@given(number=st.fractions(Fraction(1, 99), 99))
def test_functions_of_a_number_are_pythons(name: str, number: Fraction) -> None:
    value = evaluate(parse_formula(f"{name}(x)"), {"x": number})
    assert float(value) == pytest.approx(getattr(math, name)(number), rel=1e-12, abs=1e-15)


@given(NUMBERS, NUMBERS, NUMBERS, st.integers(-3, 3))
def test_powers_and_comparisons_bind_as_pythons(one: Fraction, two: Fraction, three: Fraction, whole: int) -> None:
    values: dict[str, Any] = {"a": one, "b": two, "c": three, "k": whole}
    assert evaluate(parse_formula("a + b < b*c"), values) == (one + two < two * three)
    assert evaluate(parse_formula("-a >= c - -b"), values) == (-one >= three - -two)
    if one:
        assert evaluate(parse_formula("-a**k"), values) == -(one**whole)
        assert evaluate(parse_formula("a**-k*b"), values) == one**-whole * two
