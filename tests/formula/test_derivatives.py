"""Derivatives by our rules: as sympy's and as finite differences, over expressions made at random."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from in_sympy import to_sympy

from studyai.formula.derivatives import MISTAKES, SLOPES, derivative, derive, has_chain, mistaken
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.expression import Expression, terms, variable
from studyai.formula.parse import parse_formula
from studyai.formula.probing import alike, column, columns_of, values_at
from studyai.formula.text import to_text
from studyai.formula.tree import Binary, Call, Name, Negate, Node, Number
from studyai.formula.values import Value
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


@settings(max_examples=300)
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


@settings(max_examples=60)
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


@settings(max_examples=150)
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
        ("x", "0"),
        ("w", "1"),
        ("-w", "-1"),
        ("-w**2", "-2*w"),
        ("w + x", "1"),
        ("w - x", "1"),
        ("x - w", "-1"),
        ("w*3", "3"),
        ("x*w", "x"),
        ("w*exp(w)", "exp(w) + w*exp(w)"),
        ("w/x", "1/x"),
        ("exp(w)/3", "exp(w)/3"),
        ("exp(w)/w", "(exp(w)*w - exp(w))/w**2"),
        ("w**3", "3*w**2"),
        ("w**x", "x*w**(x - 1)"),
        ("(w*x)**2", "2*w*x*x"),
        ("e**w", "e**w"),
        ("pi**(3*w)", "3*log(pi)*pi**(3*w)"),
        ("w**w", "w**w*(log(w) + 1)"),
        ("log(3*w)", "1/w"),
        ("log(w + x)", "1/(w + x)"),
        ("sqrt(w)", "1/(2*sqrt(w))"),
        ("sin(2*w)", "2*cos(2*w)"),
        ("cos(2*w)", "-2*sin(2*w)"),
        ("tanh(w)", "1 - tanh(w)**2"),
        ("sigmoid(w)", "sigmoid(w)*(1 - sigmoid(w))"),
        ("abs(x)*w", "abs(x)"),
    ],
)
def test_derivatives_are_written_as_on_paper(text: str, derived: str) -> None:
    assert _derivative(text) == derived


NEURON = Expression(parse_formula("(sigmoid(w*x + b) - y)**2/2"))
PRODUCT = Expression(parse_formula("exp(w**2)*tanh(w*x)"))
QUOTIENT = Expression(parse_formula("tanh(w*x)/(1 + w**2)"))
NESTED = Expression(parse_formula("exp(sin(w**2))"))
EXPONENTIALS = Expression(parse_formula("exp(w**2) + exp(exp(2*w))"))
EXPONENT_OF_SINE = Expression(parse_formula("x**sin(2*w)"))
SELF_POWER = Expression(parse_formula("w**w"))
POWER = Expression(parse_formula("w**3"))


def of(function: str) -> Expression:
    return Expression(parse_formula(f"{function}(w)"))


@pytest.mark.parametrize(
    ("expression", "mistake", "wrong"),
    [
        (NEURON, "without_inner", "(sigmoid(w*x + b) - y)*sigmoid(w*x + b)*(1 - sigmoid(w*x + b))"),
        (PRODUCT, "without_inner", "exp(w**2)*tanh(w*x) + exp(w**2)*(1 - tanh(w*x)**2)"),
        (NESTED, "without_inner", "exp(sin(w**2))*cos(w**2)"),
        (NEURON, "without_activation", "(sigmoid(w*x + b) - y)*x"),
        (NESTED, "without_activation", "2*w"),
        (NEURON, "outermost_only", "sigmoid(w*x + b) - y"),
        (NESTED, "outermost_only", "exp(sin(w**2))"),
        (EXPONENTIALS, "outermost_only", "2*exp(w**2)*w + exp(exp(2*w))"),
        (EXPONENT_OF_SINE, "without_inner", "log(x)*x**sin(2*w)*cos(2*w)"),
        (SELF_POWER, "product_of_derivatives", "w**w/w"),
        (POWER, "exponent_kept", "3*w**3"),
        (POWER, "exponent_not_in_front", "w**2"),
        (PRODUCT, "product_of_derivatives", "2*exp(w**2)*w*(1 - tanh(w*x)**2)*x"),
        (PRODUCT, "first_factor_only", "2*exp(w**2)*w*tanh(w*x)"),
        (QUOTIENT, "quotient_of_derivatives", "(1 - tanh(w*x)**2)*x/(2*w)"),
        (QUOTIENT, "quotient_turned", "-((1 - tanh(w*x)**2)*x*(1 + w**2) - 2*tanh(w*x)*w)/(1 + w**2)**2"),
        (QUOTIENT, "quotient_not_squared", "((1 - tanh(w*x)**2)*x*(1 + w**2) - 2*tanh(w*x)*w)/(1 + w**2)"),
        (of("tanh"), "tanh_not_squared", "1 - tanh(w)"),
        (of("tanh"), "tanh_like_sigmoid", "tanh(w)*(1 - tanh(w))"),
        (of("sigmoid"), "sigmoid_like_tanh", "1 - sigmoid(w)**2"),
        (of("sigmoid"), "sigmoid_with_plus", "sigmoid(w)*(1 + sigmoid(w))"),
        (of("exp"), "power_rule_on_exp", "w*exp(w - 1)"),
        (of("log"), "log_kept", "log(w)"),
    ],
)
def test_a_mistake_is_one_rule_applied_wrongly(expression: Expression, mistake: str, wrong: str) -> None:
    assert str(mistaken(mistake)(expression, variable("w"))) == wrong


def test_a_mistake_that_changes_nothing_cannot_be_made() -> None:
    with pytest.raises(EvaluationError, match=r"^there is nothing here to make this mistake with$"):
        mistaken("quotient_turned")(NEURON, variable("w"))


def test_a_mistake_in_what_divides_by_zero_is_told_as_that() -> None:
    with pytest.raises(EvaluationError, match=r"^a division by zero$"):
        mistaken("quotient_turned")(Expression(parse_formula("w/0")), variable("w"))


@pytest.mark.parametrize("derived", [derivative, mistaken("exponent_kept")])
@pytest.mark.parametrize(
    ("expression", "by", "said"),
    [
        (1, variable("w"), "a derivative is taken of an expression"),
        (POWER, 1, "a derivative is taken by a variable"),
        (POWER, variable("w") + 1, "a derivative is taken by a variable"),
    ],
)
def test_a_derivative_is_of_an_expression_by_a_variable(
    derived: Callable[[Value, Value], Value], expression: Value, by: Value, said: str
) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        derived(expression, by)


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


CONSTANT = "It does not depend on the variable."
CHAIN = "Chain rule: the outer slope times the derivative of what is inside."
OWN = "The function's own derivative."
EXPONENT = "The variable is in the exponent: aᵘ is e to the power u ln a."
RAISED = "Power rule: the exponent comes in front and drops by one."
MULTIPLIED = "Product rule: f′g + f g′."
DIVIDED = "Quotient rule: (f′g − f g′) over g²."
TERMS = "Term by term; constant factors stay."


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("w", []),
        ("x*3", [("x*3", CONSTANT, "0")]),
        ("-w", [("-w", TERMS, "-1")]),
        ("w*x + 3", [("w*x + 3", TERMS, "x")]),
        ("3*(2*w + 1)", [("3*(2*w + 1)", TERMS, "6")]),
        ("exp(w)", [("exp(w)", OWN, "exp(w)")]),
        ("w**3", [("w**3", RAISED, "3*w**2")]),
        ("x**w", [("x**w", EXPONENT, "log(x)*x**w")]),
        ("e**(2*w)", [("e**(2*w)", EXPONENT, "2*e**(2*w)")]),
        ("w**2*x + 5*w", [("w**2", RAISED, "2*w"), ("w**2*x + 5*w", TERMS, "2*w*x + 5")]),
        ("exp(w)/x", [("exp(w)", OWN, "exp(w)"), ("exp(w)/x", TERMS, "exp(w)/x")]),
        ("x/w", [("x/w", DIVIDED, "-x/w**2")]),
        ("(w*x + b)/w", [("(w*x + b)/w", DIVIDED, "(x*w - (w*x + b))/w**2")]),
        ("w*exp(w)", [("exp(w)", OWN, "exp(w)"), ("w*exp(w)", MULTIPLIED, "exp(w) + w*exp(w)")]),
        (
            "w*exp(w) + 1",
            [
                ("exp(w)", OWN, "exp(w)"),
                ("w*exp(w)", MULTIPLIED, "exp(w) + w*exp(w)"),
                ("w*exp(w) + 1", TERMS, "exp(w) + w*exp(w)"),
            ],
        ),
        ("x*exp(w)", [("exp(w)", OWN, "exp(w)"), ("x*exp(w)", TERMS, "x*exp(w)")]),
        ("exp(w + b)", [("w + b", TERMS, "1"), ("exp(w + b)", CHAIN, "exp(w + b)")]),
        (
            "sigmoid(exp(w)) + exp(w)",
            [
                ("exp(w)", OWN, "exp(w)"),
                ("sigmoid(exp(w))", CHAIN, "sigmoid(exp(w))*(1 - sigmoid(exp(w)))*exp(w)"),
                ("sigmoid(exp(w)) + exp(w)", TERMS, "sigmoid(exp(w))*(1 - sigmoid(exp(w)))*exp(w) + exp(w)"),
            ],
        ),
        ("(w**2)**3", [("w**2", RAISED, "2*w"), ("(w**2)**3", CHAIN, "6*(w**2)**2*w")]),
    ],
)
def test_the_working_names_each_rule_where_it_is_applied(text: str, rules: list[tuple[str, str, str]]) -> None:
    lines = worked(parse_formula(text), "w")
    assert [(to_text(line.node), line.rule, to_text(line.derivative)) for line in lines] == rules


@pytest.mark.parametrize(
    ("text", "outer", "inner", "equation"),
    [
        ("tanh(w*x)", "1 - tanh(w*x)**2", "x", "derivative(tanh(w*x), w) == (1 - tanh(w*x)**2)*x"),
        (
            "(w**2)**3",
            "3*(w**2)**2",
            "2*w",
            "(derivative((w**2)**3, w) == 3*(w**2)**2*(2*w)) == 6*(w**2)**2*w",
        ),
        ("x*3", None, None, "derivative(x*3, w) == 0"),
        ("exp(w)", None, None, "derivative(exp(w), w) == exp(w)"),
        ("w**3", None, None, "derivative(w**3, w) == 3*w**2"),
        ("x/w", None, None, "derivative(x/w, w) == -x/w**2"),
    ],
)
def test_the_chain_rule_shows_both_slopes_before_their_product(
    text: str, outer: str | None, inner: str | None, equation: str
) -> None:
    line = worked(parse_formula(text), "w")[-1]
    assert (line.outer and to_text(line.outer), line.inner and to_text(line.inner)) == (outer, inner)
    assert to_text(line.equation) == equation


@settings(max_examples=100)
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


@pytest.mark.parametrize("text", ["abs(w)", "relu(w)", "floor(w)", "max(w, 1)", "w @ w", "w % 2", "w > 1", "w[0]"])
def test_what_has_no_derivative_here_is_refused(text: str) -> None:
    with pytest.raises(EvaluationError, match=r"^this kind of formula is not derived here$"):
        derive(parse_formula(text), "w")


@pytest.mark.parametrize(
    ("text", "chained"),
    [("w", False), ("3*w", False), ("exp(w)", False), ("w**2", False), ("exp(x)*w", False), ("x**(2*w)", False)]
    + [(text, True) for text in ("exp(2*w)", "(3*w)**2", "1 + exp(w**2)", "w*sin(w + x)", "exp(exp(w))")],
)
def test_the_chain_rule_is_for_a_function_or_power_of_more_than_the_variable(text: str, chained: bool) -> None:
    assert has_chain(parse_formula(text), "w") is chained
