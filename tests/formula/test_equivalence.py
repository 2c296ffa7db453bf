"""When two typed expressions are equal: any form is, a hair's breadth is not, and nothing hangs."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from in_sympy import to_sympy

from studyai.formula.equivalence import differ, equivalent
from studyai.formula.errors import FormulaError
from studyai.formula.expression import Expression
from studyai.formula.parse import parse_formula
from studyai.formula.probing import alike
from studyai.formula.tree import Binary, Call, Name, Negate, Node, Number, rebuild
from studyai.formula.typed.expression import read_expression

VARIABLES = ["w", "x", "b", "y"]
TRUTH = "(sigmoid(w*x + b) - y)*sigmoid(w*x + b)*(1 - sigmoid(w*x + b))*x"


def read(text: str) -> Expression:
    return read_expression(text, VARIABLES)


FORMS = [
    ("x*(sigmoid(b + x*w) - y)*exp(-w*x - b)/(1 + exp(-(w*x + b)))**2", TRUTH),
    ("-(y - sigmoid(w*x + b))*sigmoid(w*x+b)*sigmoid(-w*x-b)*x", TRUTH),
    ("(sigmoid(w*x + b) - y)*x", "-y*(1 - sigmoid(w*x + b))*x + (1 - y)*sigmoid(w*x + b)*x"),
    ("1 - tanh(w*x)**2", "4/(exp(w*x) + exp(-w*x))**2"),
    ("w/sqrt(w**2 + 1)", "w*(1 + w**2)**(-0.5)"),
    ("2*w*exp(w**2)", "2*w*e**(w*w)"),
    ("cos(w)**2 - sin(w)**2", "cos(2*w)"),
    ("log(exp(w)*2)", "w + log(2)"),
]


@pytest.mark.parametrize(("one", "other"), FORMS)
def test_any_form_is_accepted(one: str, other: str) -> None:
    assert alike(read(one), read(other))
    assert equivalent(read(one), read(other))


@pytest.mark.parametrize(("one", "other"), FORMS[:5])
def test_sympy_proves_that_they_are(one: str, other: str) -> None:
    difference = (to_sympy(read(one).node) - to_sympy(read(other).node)).rewrite(sympy.exp)
    assert sympy.simplify(difference) == 0


def _rewritings(node: Node) -> list[Node]:
    """The same formula otherwise written, at the root."""
    found: list[Node] = [Negate(Negate(node)), Binary("/", Binary("*", Number(2), node), Number(2))]
    match node:
        case Binary("+" | "*" as sign, left, right):
            found.append(Binary(sign, right, left))
        case Binary("-", left, right):
            found.append(Negate(Binary("-", right, left)))
        case Binary("**", base, Number(2)):
            found.append(Binary("*", base, base))
        case Call("sigmoid", (inner,)):
            found.append(Binary("-", Number(1), Call("sigmoid", (Negate(inner),))))
            exponential = Call("exp", (inner,))
            found.append(Binary("/", exponential, Binary("+", Number(1), exponential)))
        case Call("tanh", (inner,)):
            double = Call("sigmoid", (Binary("*", Number(2), inner),))
            found.append(Binary("-", Binary("*", Number(2), double), Number(1)))
    return found


@settings(max_examples=150)
@given(st.data(), st.sampled_from([TRUTH, "2*exp(w**2)*w*tanh(w*x) + exp(w**2)*(1 - tanh(w*x)**2)*x", "2*x*(w*x - y)"]))
def test_random_rewritings_are_equal_and_random_changes_are_not(data: st.DataObject, text: str) -> None:
    def rewrite(node: Node) -> Node:
        inner = rebuild(node, rewrite)
        return data.draw(st.sampled_from([inner, inner, *_rewritings(inner)]))

    def change(node: Node, left: list[int]) -> Node:
        left[0] -= 1
        if left[0] == 0:
            return data.draw(st.sampled_from([Binary("+", node, Number(1)), Binary("*", Number(3), node)]))
        return rebuild(node, lambda part: change(part, left))

    truth = read(text)
    assert alike(Expression(rewrite(truth.node)), truth)
    changed = change(truth.node, [data.draw(st.integers(1, 8))])
    assert not alike(Expression(changed), truth)


@pytest.mark.parametrize(
    "wrong", ["x", "-w*x", "w*x + 0.001", "w*x*1.00001", "w*abs(x)", "sqrt(w**2)*x", "0", "log(-w**2)", "1/0"]
)
def test_what_is_not_equal_is_refused(wrong: str) -> None:
    assert not equivalent(read(wrong), read("w*x"))


def test_a_difference_too_small_for_floating_point_is_seen() -> None:
    assert alike(read("w*x + 1e-18"), read("w*x"))
    assert differ(read("w*x + 1e-18"), read("w*x"))
    assert not equivalent(read("w*x + 1e-18"), read("w*x"))
    assert not equivalent(read("w*x + 1e-17"), read("w*x"))
    assert equivalent(read("w*x + b - b"), read("x*w"))


HOSTILE = [
    "w*x*9**9**9**9/9**9**9**9",
    "w**9**9**9",
    "(w + x)**1e20",
    "exp(exp(exp(exp(exp(w*1e9)))))",
    "sin(1e20*w)",
    "+".join(["(w + x + b + y)**20"] * 25),
    "w*x + 0*9**9**9**9",
]
HOSTILE_BUT_ALIKE = [
    "*".join(["(w + x + b + y)**20"] * 20) + "/(w + x + b + y)**400*w*x",
    "w*x + 1/9**9**9",
    "w*x*(9**9**9)**0",
    "w*x + exp(-exp(exp(exp(9))))",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_power_is_written_out(text: str) -> None:
    assert not equivalent(read(text), read("w*x"))


@pytest.mark.parametrize("text", HOSTILE_BUT_ALIKE)
def test_where_no_digits_can_be_had_floating_point_decides(text: str) -> None:
    assert alike(read(text), read("w*x"))
    assert equivalent(read(text), read("w*x"))


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("2*z", "the variables are w, x, b, y", 2),
        ("2*ln w", "write ln(...)", 2),
        ("x*σ", "write σ(...)", 2),
        ("sigmoid*x", "write sigmoid(...)", 0),
        ("w @ x", "no place", 2),
        ("[w, x]", "no lists", 0),
        ("w == x", "no lists, comparisons", 0),
        ("max(w, x)", "not a function", 0),
        ("derivative(w, x)", "not a function", 0),
        ("(w", "never closed", 0),
        ("w**1e999", "an exponent may be", 3),
        ("(" * 70 + "w" + ")" * 70, "nested too deeply", 61),
        ("w+" * 400 + "w", "too long", 600),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, message: str, position: int) -> None:
    with pytest.raises(FormulaError) as refused:
        read(text)
    assert message in str(refused.value)
    assert refused.value.position == position


def test_texts_of_expressions_read_back_as_what_they_were() -> None:
    for text, _ in FORMS:
        assert Expression(parse_formula(str(read(text)))) == read(text)
    assert Name("w") == read("w").node
