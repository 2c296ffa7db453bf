"""Derivatives by our rules: as sympy's and as finite differences, over expressions made at random."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from studyai.formula.derivatives import MISTAKES, SLOPES, derive, mistaken
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.expression import Expression, terms, variable
from studyai.formula.parse import parse_formula
from studyai.formula.probing import alike, column, columns_of, values_at
from studyai.formula.symbolic import to_sympy
from studyai.formula.text import to_text
from studyai.formula.tree import Binary, Call, Name, Negate, Node, Number
from studyai.formula.working import worked

VARIABLES = ["w", "x", "b"]
LEAVES = st.sampled_from([Name(name) for name in VARIABLES]) | st.integers(1, 5).map(Number)
SMOOTH = sorted(SLOPES.keys() - {"log", "sqrt"})


def _larger(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Negate, parts),
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), parts, parts),
        st.builds(lambda base, exponent: Binary("**", base, Number(exponent)), parts, st.integers(2, 3)),
        st.builds(lambda function, part: Call(function, (part,)), st.sampled_from(SMOOTH), parts),
        st.builds(
            lambda function, part: Call(function, (Binary("+", Number(1), Binary("**", part, Number(2))),)),
            st.sampled_from(["log", "sqrt"]),
            parts,
        ),
    )


EXPRESSIONS: st.SearchStrategy[Node] = st.recursive(LEAVES, _larger, max_leaves=7)


def _derived(node: Node, by: str) -> Node | None:
    try:
        return derive(node, by)
    except ZeroDivisionError:  # 1/(2 − 2)
        return None


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS, st.sampled_from(VARIABLES))
def test_a_derivative_is_what_central_differences_approach(node: Node, by: str) -> None:
    found = _derived(node, by)
    if found is None:
        return
    step, columns = 1e-5, columns_of(VARIABLES)
    above = values_at(node, {**columns, by: column(by) + step})
    below = values_at(node, {**columns, by: column(by) - step})
    middle = values_at(node, columns)
    slopes, ours = (above - below) / (2 * step), values_at(found, columns)
    # Differences say something only where the function is of modest size and bends little.
    bend = np.abs(above - 2 * middle + below) / step**2
    fair = np.isfinite(ours) & (np.abs(middle) < 100) & (bend < 100) & (np.abs(ours) < 100)
    assert np.allclose(ours[fair], slopes[fair], rtol=1e-4, atol=1e-4)


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS, st.sampled_from(VARIABLES))
def test_a_derivative_is_the_one_that_sympy_finds(node: Node, by: str) -> None:
    found = _derived(node, by)
    whole = to_sympy(node)
    if found is None or whole.has(sympy.nan, sympy.zoo):
        return
    theirs = sympy.diff(whole, sympy.Symbol(by, real=True))
    point = {sympy.Symbol(name, real=True): sympy.Rational(place, 7) for place, name in enumerate(VARIABLES, start=2)}
    ours, theirs = to_sympy(found).subs(point).evalf(30), theirs.subs(point).evalf(30)
    if ours.is_Float and theirs.is_Float and abs(theirs) < 10**9:
        assert abs(ours - theirs) <= 1e-15 * max(1, abs(theirs))


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS)
def test_an_expression_survives_being_written_evaluated_and_taken_apart(node: Node) -> None:
    expression = Expression(node)
    again = parse_formula(to_text(node))
    assert same(Expression(again), expression)
    try:
        folded = evaluate(again, {name: variable(name) for name in VARIABLES})
    except EvaluationError:  # it divides by an exact 0, or has a number where it has no value
        return
    if isinstance(folded, Expression):
        assert same(folded, expression)
        total = Expression(Number(0))
        for term in terms(folded.node):
            total = total + Expression(term)
        assert same(total, expression)


def same(one: Expression, other: Expression) -> bool:
    ours, theirs = (values_at(each.node, columns_of(VARIABLES)) for each in (one, other))
    fair = np.isfinite(ours) & np.isfinite(theirs) & (np.abs(ours) < 1e6)
    return np.allclose(ours[fair], theirs[fair], rtol=1e-6, atol=1e-9)


def _derivative(text: str, by: str = "w") -> str:
    return to_text(derive(parse_formula(text), by))


@pytest.mark.parametrize(
    ("text", "derived"),
    [
        ("(3*w*x + 2*b - y)**2", "6*(3*w*x + 2*b - y)*x"),
        ("(sigmoid(w*x + b) - y)**2/2", "(sigmoid(w*x + b) - y)*sigmoid(w*x + b)*(1 - sigmoid(w*x + b))*x"),
        ("exp(w**2)*tanh(w*x)", "2*exp(w**2)*w*tanh(w*x) + exp(w**2)*(1 - tanh(w*x)**2)*x"),
        ("x/w", "-x/w**2"),
        ("x**w", "log(x)*x**w"),
        ("e**(w*x)*pi", "e**(w*x)*x*pi"),
        ("5", "0"),
    ],
)
def test_derivatives_are_written_as_on_paper(text: str, derived: str) -> None:
    assert _derivative(text) == derived


NEURON = Expression(parse_formula("(sigmoid(w*x + b) - y)**2/2"))
PRODUCT = Expression(parse_formula("exp(w**2)*tanh(w*x)"))
QUOTIENT = Expression(parse_formula("tanh(w*x)/(1 + w**2)"))


@pytest.mark.parametrize(
    ("expression", "mistake", "wrong"),
    [
        (NEURON, "without_inner", "(sigmoid(w*x + b) - y)*sigmoid(w*x + b)*(1 - sigmoid(w*x + b))"),
        (NEURON, "without_activation", "(sigmoid(w*x + b) - y)*x"),
        (NEURON, "outermost_only", "sigmoid(w*x + b) - y"),
        (PRODUCT, "product_of_derivatives", "2*exp(w**2)*w*(1 - tanh(w*x)**2)*x"),
        (PRODUCT, "first_factor_only", "2*exp(w**2)*w*tanh(w*x)"),
        (QUOTIENT, "quotient_of_derivatives", "(1 - tanh(w*x)**2)*x/(2*w)"),
    ],
)
def test_a_mistake_is_one_rule_applied_wrongly(expression: Expression, mistake: str, wrong: str) -> None:
    assert str(mistaken(mistake)(expression, variable("w"))) == wrong


def test_a_mistake_that_changes_nothing_cannot_be_made() -> None:
    with pytest.raises(EvaluationError, match="nothing here"):
        mistaken("quotient_turned")(NEURON, variable("w"))


def test_every_mistake_is_wrong_somewhere() -> None:
    samples = [NEURON, PRODUCT, QUOTIENT, *(Expression(parse_formula(f"{name}(w*x)*w")) for name in SLOPES)]
    for mistake in MISTAKES:
        found = []
        for sample in samples:
            try:
                found.append(not alike(mistaken(mistake)(sample, variable("w")), Expression(derive(sample.node, "w"))))
            except EvaluationError:
                continue
        assert any(found), mistake


def test_the_working_goes_from_the_inside_out() -> None:
    lines = worked(NEURON.node, "w")
    assert [to_text(line.node) for line in lines] == [
        "w*x + b",
        "sigmoid(w*x + b)",
        "sigmoid(w*x + b) - y",
        "(sigmoid(w*x + b) - y)**2",
        "(sigmoid(w*x + b) - y)**2/2",
    ]
    assert [line.inner and to_text(line.inner) for line in lines[1:4]] == [
        "x",
        None,
        "sigmoid(w*x + b)*(1 - sigmoid(w*x + b))*x",
    ]
    assert lines[3].outer is not None
    assert to_text(lines[3].outer) == "2*(sigmoid(w*x + b) - y)"


@settings(max_examples=100, deadline=None)
@given(EXPRESSIONS)
def test_every_line_of_the_working_is_a_true_derivative(node: Node) -> None:
    if _derived(node, "w") is None:
        return
    lines = worked(node, "w")
    assert lines == [] if node == Name("w") else lines[-1].node == node
    for line in lines:
        assert line.derivative == derive(line.node, "w")
        if line.outer is not None and line.inner is not None:
            assert same(Expression(Binary("*", line.outer, line.inner)), Expression(line.derivative))


def test_a_derivative_is_drawn_as_one() -> None:
    assert draw_terminal(parse_formula("derivative(J, w)")).lines == [" ∂J ", "────", " ∂w "]
    assert draw_terminal(parse_formula("derivative(w*x, w)")).lines[1] == "────(w x)"


def test_a_tower_of_powers_is_derived_and_drawn() -> None:
    tower = parse_formula("**".join(["w"] * 28))
    derivative = derive(tower, "w")
    assert draw_terminal(derivative, max_width=80).height > 20
    assert worked(tower, "w")[-1].derivative == derivative


def test_what_has_no_derivative_here_is_refused() -> None:
    for text in ("abs(w)", "floor(w)", "w @ w"):
        with pytest.raises(EvaluationError, match="not derived"):
            derive(parse_formula(text), "w")
    assert math.isfinite(values_at(derive(parse_formula("abs(x)*w"), "w"), columns_of(["x"]))[0])
