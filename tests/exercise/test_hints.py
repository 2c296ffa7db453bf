"""The hints of a step: its formula, its numbers, the first thing to work out, its value."""

from __future__ import annotations

from typing import Any

import pytest

from studyai.exercise.definition import Formula, Step
from studyai.exercise.hints import RUNGS, Hint, first_operation, hint
from studyai.exercise.present import value_text
from studyai.exercise.solve import Line
from studyai.formula.arrays import as_array
from studyai.formula.evaluate import evaluate
from studyai.formula.expression import Expression, variable
from studyai.formula.parse import parse_formula
from studyai.formula.text import to_text

X = as_array([[1, 5], [4, 3]])
U = as_array([2, 3])


def step_of(formula: str, values: dict[str, Any], words: str = "") -> Line:
    node = parse_formula(formula)
    return Line("y", Step("y", "a step", Formula(formula, node), words), evaluate(node, values), values)


def derivative_of(expression: str, by: str) -> Line:
    values = {"J": Expression(parse_formula(expression)), "w": variable("w"), "x": variable("x"), "b": variable("b")}
    return step_of(f"derivative(J, {by})", values)


def told(given: Hint) -> tuple[str, str, str, str, tuple[int, ...]]:
    value = "" if given.value is None else value_text(given.value)
    return given.rung, given.say, to_text(given.node), value, given.cell


@pytest.mark.parametrize(
    ("formula", "values", "numbers", "where", "first", "comes_to", "value", "cell"),
    [
        ("a*b + c", {"a": 2, "b": 3, "c": 4}, "2*3 + 4", "Start with this.", "2*3", "6", "10", ()),
        ("a + b", {"a": 2, "b": 3}, "2 + 3", "Start with this.", "2 + 3", "5", "5", ()),
        ("a - b*(c - a)", {"a": 2, "b": 3, "c": 7}, "2 - 3*(7 - 2)", "Start with this.", "7 - 2", "5", "−13", ()),
        ("u[i]*2", {"u": U, "i": 1}, "3*2", "Start with this.", "3*2", "6", "6", ()),
        ("u*u", {"u": U}, "[2, 3]*[2, 3]", "For entry 1, start with this.", "2*2", "4", "[4, 9]", (0,)),
        (
            "X + 1",
            {"X": X},
            "[[1, 5], [4, 3]] + 1",
            "For row 1, column 1, start with this.",
            "1 + 1",
            "2",
            "[[2, 6], [5, 4]]",
            (0, 0),
        ),
        (
            "X @ u",
            {"X": X, "u": U},
            "[[1, 5], [4, 3]] @ [2, 3]",
            "For entry 1, start with this.",
            "1*2",
            "2",
            "[17, 17]",
            (0,),
        ),
        ("max(u)", {"u": U}, "max([2, 3])", "Start with this.", "max(2, 3)", "3", "3", ()),
    ],
)
def test_the_hints_climb_from_the_formula_to_the_value(
    formula: str,
    values: dict[str, Any],
    numbers: str,
    where: str,
    first: str,
    comes_to: str,
    value: str,
    cell: tuple[int, ...],
) -> None:
    line = step_of(formula, values)
    written = formula.replace("u*u", "u⊙u")
    assert [told(hint(line, rung)) for rung in range(4)] == [
        ("formula", "The formula of this step.", written, "", ()),
        ("numbers", "The same with your numbers in.", numbers, "", ()),
        ("operation", where, first, comes_to, cell),
        ("value", "Worked out; this step earns no credit.", written, value, ()),
    ]


def test_a_steps_own_words_come_with_its_formula() -> None:
    line = step_of("a + 1", {"a": 2}, "One more than a.")
    assert told(hint(line, 0)) == ("formula", "One more than a.", "a + 1", "", ())


def test_there_is_no_hint_beyond_the_value() -> None:
    assert RUNGS == ("formula", "numbers", "operation", "value")
    with pytest.raises(IndexError):
        hint(step_of("a + 1", {"a": 2}), 4)


@pytest.mark.parametrize(
    ("numbers", "first"),
    [
        ("2", "2"),
        ("2 + 3*4", "3*4"),
        ("(2 - 3)*(4 - 5)", "2 - 3"),
        ("2*(3 + 4*5)", "4*5"),
        ("sqrt(9 + 16)", "9 + 16"),
        ("2 + 6/(5 - 5)", "5 - 5"),
        ("[6/0, 2*3]", "2*3"),
        ("[6/0, [1/0, 3 - 1]]", "3 - 1"),
        ("6/0 + 2", "6/0 + 2"),
    ],
)
def test_the_first_operation_is_the_innermost_that_has_a_value(numbers: str, first: str) -> None:
    assert to_text(first_operation(parse_formula(numbers))) == first


START, CHAIN = "Start inside.", "Chain rule: the outer slope times the derivative of what is inside."
TERMS, ITSELF = "Term by term; constant factors stay.", "It is the variable itself."


@pytest.mark.parametrize(
    ("expression", "by", "second", "third", "value"),
    [
        ("w", "w", (ITSELF, "derivative(J, w)"), (ITSELF, "derivative(J, w)"), "1"),
        ("w*x + b", "w", (TERMS, "derivative(w*x + b, w)"), (TERMS, "derivative(w*x + b, w)"), "x"),
        ("w*x", "b", ("It does not depend on the variable.", "derivative(w*x, b)"), None, "0"),
        ("sin(w)", "w", ("The function's own derivative.", "derivative(sin(w), w)"), None, "cos(w)"),
        (
            "(w*x + b)**2",
            "w",
            (f"{START} {TERMS}", "derivative(w*x + b, w) == x"),
            (f"{CHAIN} This is the outer slope.", "2*(w*x + b)"),
            "2*(w*x + b)*x",
        ),
        (
            "tanh(w*x + b)",
            "b",
            (f"{START} {TERMS}", "derivative(w*x + b, b) == 1"),
            (f"{CHAIN} This is the outer slope.", "1 - tanh(w*x + b)**2"),
            "1 - tanh(w*x + b)**2",
        ),
        (
            "w*sin(w)",
            "w",
            (f"{START} The function's own derivative.", "derivative(sin(w), w) == cos(w)"),
            ("Product rule: f′g + f g′.", "derivative(w*sin(w), w)"),
            "sin(w) + w*cos(w)",
        ),
        (
            "sin(w)/w",
            "w",
            (f"{START} The function's own derivative.", "derivative(sin(w), w) == cos(w)"),
            ("Quotient rule: (f′g − f g′) over g².", "derivative(sin(w)/w, w)"),
            "(cos(w)*w - sin(w))/w**2",
        ),
        (
            "exp((w*x + b)**2)",
            "b",
            (f"{START} {TERMS}", "derivative(w*x + b, b) == 1"),
            (CHAIN, "(derivative((w*x + b)**2, b) == 2*(w*x + b)*1) == 2*(w*x + b)"),
            "2*exp((w*x + b)**2)*(w*x + b)",
        ),
    ],
)
def test_the_hints_of_a_derivative_are_its_rules_from_the_inside_out(
    expression: str, by: str, second: tuple[str, str], third: tuple[str, str] | None, value: str
) -> None:
    line = derivative_of(expression, by)
    assert [told(hint(line, rung)) for rung in range(4)] == [
        ("formula", "The formula of this step.", f"derivative({expression}, {by})", "", ()),
        ("numbers", *second, "", ()),
        ("operation", *(third or second), "", ()),
        ("value", "Worked out; this step earns no credit.", f"derivative({expression}, {by})", value, ()),
    ]
