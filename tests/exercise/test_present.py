"""A step in words: how exactly it is asked, its numbers in the question, its value as data."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise import present
from studyai.exercise.definition import Formula, Rule, Step
from studyai.exercise.sample import Variant, with_own_givens
from studyai.exercise.solve import Line
from studyai.formula.arrays import as_array, same
from studyai.formula.evaluate import evaluate
from studyai.formula.parse import parse_formula
from studyai.formula.text import to_text
from studyai.formula.tree import put_in
from studyai.formula.typed.expression import read_expression

BANK = Bank([built_in()])


def own(exercise: str, level: int = 1, **givens: object) -> Variant:
    return with_own_givens(BANK.exercise(exercise), level, 0, givens)  # type: ignore[arg-type]


CONVOLUTION = own("conv-output-size", W=7, F=3, S=2, P=1)
ADAM = own("adam", theta_0=1, g=as_array([2, -1]))
DERIVATIVE = own("symbolic-gradient", J=read_expression("(w*x + b - y)**2", ("w", "x", "b", "y")))
POOLED = own("max-pool", X=as_array([[1, 5, 2], [4, 3, 0], [7, 6, 8]]), F=2, S=1)


@pytest.mark.parametrize(
    ("variant", "key", "words"),
    [
        (CONVOLUTION, "O_w", "a whole number"),
        (POOLED, "A", "whole numbers"),
        (ADAM, "m_1", "to 4 decimals"),
        (
            DERIVATIVE,
            "dJ_dw",
            "an expression in w, x, b, y",
        ),
    ],
)
def test_how_exactly_a_step_is_asked(variant: Variant, key: str, words: str) -> None:
    assert present.asked_precision(variant.solution.line(key)) == words


def test_fractions_are_said_as_the_decimals_asked_for() -> None:
    line = ADAM.solution.line("m_1")
    assert float(present.as_decimals(line, Fraction(1, 3))) == 0.3333  # type: ignore[arg-type]
    assert present.as_decimals(line, 4) is None
    assert present.as_decimals(line, as_array([1, 2])) is None
    both = present.as_decimals(line, as_array([Fraction(2, 3), Fraction(1, 7)]))
    assert both is not None
    assert same(both, as_array([0.6667, 0.1429]))


def test_the_question_has_its_numbers_and_its_symbols_as_written_by_hand() -> None:
    assert present.ask_text(ADAM).startswith("Starting from theta_0, take one Adam step for each gradient in g")
    assert present.ask_line(ADAM).startswith("Starting from θ₀, take one Adam step for each gradient in g")
    assert "window 2, stride 1 and padding 0" in present.ask_text(POOLED)


def test_a_step_of_a_repeated_block_names_its_round() -> None:
    assert present.step_name(ADAM.solution.line("m_2")) == "first moment, t = 2"
    assert present.step_name(CONVOLUTION.solution.line("O_w")) == "output width"


def test_every_cell_has_its_place_and_its_own_value() -> None:
    cells = present.cells(POOLED.solution.line("A"))
    assert [(cell.index, cell.value) for cell in cells] == [((0, 0), 5), ((0, 1), 5), ((1, 0), 7), ((1, 1), 8)]
    (only,) = present.cells(CONVOLUTION.solution.line("O_w"))
    assert (only.index, only.value) == ((), 4)
    assert present.cell(POOLED.solution.line("A"), (1, 0)).value == 7


def test_a_value_is_written_in_a_line_and_kept_whole_as_data() -> None:
    assert present.value_text(as_array([[1, Fraction(1, 4)], [-3, 2]])) == "[[1, 0.25], [−3, 2]]"
    assert present.exact(as_array([[1, 2], [3, 4]])) == [[1, 2], [3, 4]]
    assert present.exact(Fraction(1, 3)) == "1/3"
    assert present.exact(0.1) == 0.1


def step_of(formula: str, values: dict[str, Any], decimals: int = 3) -> Line:
    node = parse_formula(formula)
    return Line("y", Step("y", "a step", Formula(formula, node), "", decimals), evaluate(node, values), values)


@pytest.mark.parametrize(
    ("formula", "decimals", "words"),
    [
        ("[200, 300]/8", 1, "to 1 decimal"),
        ("200/8 + 1/2", 2, "to 2 decimals"),
        ("1/7", 0, "to 3 decimals"),
        ("1/700", 2, "to 5 decimals"),
        ("6/2", 0, "a whole number"),
        ("[6/2]", 0, "whole numbers"),
    ],
)
def test_the_decimals_asked_for_are_said_in_words(formula: str, decimals: int, words: str) -> None:
    assert present.asked_precision(step_of(formula, {}, decimals)) == words


def test_an_expression_is_not_written_in_decimals() -> None:
    line = DERIVATIVE.solution.line("dJ_dw")
    assert present.as_decimals(line, line.value) is None


def test_sizes_stand_in_the_question_too() -> None:
    exercise = replace(POOLED.exercise, ask="{h} rows, {H} columns: {X}, {F}", sizes={"h": Rule((3,))})
    line = replace(POOLED.solution.lines[0], values={"h": 3, "H": 4})
    variant = replace(POOLED, exercise=exercise, solution=replace(POOLED.solution, lines=(line,)))
    assert present.ask_text(variant) == "3 rows, {H} columns: [[1, 5, 2], [4, 3, 0], [7, 6, 8]], 2"


def test_only_a_given_is_written_by_hand_and_only_in_one_line() -> None:
    exercise = replace(ADAM.exercise, ask="theta_0, theta_1, x_Q, m_k and W_Q")
    givens = {**exercise.givens, "x_Q": exercise.givens["theta_0"]}
    assert present.ask_line(replace(ADAM, exercise=replace(exercise, givens=givens))) == "θ₀, theta_1, x_Q, mₖ and W_Q"


def test_a_value_is_drawn_with_as_many_digits_as_asked() -> None:
    assert present.draw_value(as_array([[1, -2], [3, 4]])).lines == ["⎡ 1  −2 ⎤", "⎣ 3   4 ⎦"]
    assert present.draw_value(2.3456789).lines == ["2.34568"]
    assert present.draw_value(2.3456789, 3).lines == ["2.35"]
    assert present.value_text(2.3456789) == "2.34568"
    assert present.value_text(as_array([2.3456789]), 3) == "[2.35]"


BLOCK = {
    False: dict.fromkeys(("m", "v", "m_hat", "v_hat", "theta"), "t")
    | dict.fromkeys(("m_prev", "v_prev", "theta_prev"), "t−1"),
    True: dict.fromkeys(("m", "v", "m_hat", "v_hat", "theta"), "2")
    | dict.fromkeys(("m_prev", "v_prev", "theta_prev"), "1"),
}


@pytest.mark.parametrize("numbered", [False, True])
def test_the_names_of_a_repeated_block_have_its_round(numbered: bool) -> None:
    assert present.subscripts(ADAM.solution.line("m_2"), numbered) == BLOCK[numbered]
    assert present.subscripts(CONVOLUTION.solution.line("O_w"), numbered) == {}


def test_what_a_block_carries_is_counted_though_it_is_no_step_of_it() -> None:
    line = replace(ADAM.solution.line("m_2"), values={"h_prev": 1, "x": 2})
    assert present.subscripts(line)["h"] == "t"
    assert present.subscripts(line)["h_prev"] == "t−1"
    assert "x" not in present.subscripts(line)


@pytest.mark.parametrize(
    ("line", "width", "names", "numbers"),
    [
        (
            ADAM.solution.line("m_2"),
            None,
            ["mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ"],
            ["m₂ = 0.9 · 0.2 + (1 − 0.9) · (−1)"],
        ),
        (
            ADAM.solution.line("m_2"),
            25,
            ["mₜ = β₁ mₜ₋₁            ", "     + (1 − β₁) gₜ"],
            ["m₂ = 0.9 · 0.2", "     + (1 − 0.9) · (−1)"],
        ),
        (step_of("a*b", {"a": 2.3456789, "b": -1}), None, ["y = a b"], ["y = 2.34568 · (−1)"]),
        (step_of("u*u", {"u": as_array([1, 2])}), None, ["y = u ⊙ u"], ["y = [1, 2] ⊙ [1, 2]"]),
        (
            DERIVATIVE.solution.line("dJ_dw"),
            None,
            [" ∂J     ∂", "──── = ────((w x + b − y)²)", " ∂w     ∂w"],
            [" ∂J", "──── = 2(w x + b − y) x", " ∂w"],
        ),
    ],
)
def test_a_step_is_drawn_in_names_and_in_numbers(
    line: Line, width: int | None, names: list[str], numbers: list[str]
) -> None:
    assert [text.rstrip() for text in present.equation(line, width).lines] == [text.rstrip() for text in names]
    assert [text.rstrip() for text in present.equation_with_numbers(line, width).lines] == numbers


def test_an_expression_that_is_too_wide_is_broken() -> None:
    drawing = present.equation_with_numbers(DERIVATIVE.solution.line("dJ_db"), 20)
    assert [text.rstrip() for text in drawing.lines] == [" ∂J", "──── = 2(w x + b", " ∂b", "     − y)"]


@pytest.mark.parametrize(
    ("formula", "read"),
    [
        ("x[1]", "6"),
        ("x[k - 1]*x[2]", "5*7"),
        ("take(x, 2) + 1", "7 + 1"),
        ("one_hot(k, 3)", "[0, 1, 0]"),
        ("part(x, k, k + 1)", "part([5, 6, 7], 1, 2)"),
        ("part(u, k, k + 1)", "part(u, 1, 1 + 1)"),
        ("x[j] + take(x, j) + one_hot(j, 3)", "[5, 6, 7][j] + take([5, 6, 7], j) + one_hot(j, 3)"),
        ("u[0] + take(u, 0)", "u[0] + take(u, 0)"),
        ("x + max(x)", "[5, 6, 7] + max([5, 6, 7])"),
        ("(x + 1)[0]", "([5, 6, 7] + 1)[0]"),
    ],
)
def test_what_is_read_off_a_known_list_is_written_by_itself(formula: str, read: str) -> None:
    node = put_in(parse_formula(formula), {"x": as_array([5, 6, 7]), "k": 1})
    assert to_text(present.read_off(node)) == read


def test_a_step_is_written_in_the_formula_language() -> None:
    line = step_of("x[i - 1]*2 + w", {"x": as_array([5, 6]), "i": 2, "w": -1})
    assert present.formula_text(line) == "x[i - 1]*2 + w"
    assert present.numbers_text(line) == "6*2 + -1"


@pytest.mark.parametrize(
    ("formula", "inner", "cells"),
    [
        ("k + 1", False, False),
        ("max(x)", False, False),
        ("x", False, False),
        ("x + 1", False, True),
        ("-x", False, True),
        ("sum(x)", True, True),
        ("mean(x) + 1", True, True),
        ("softmax(x)", True, True),
        ("x @ x", True, True),
        ("2*(X @ x)", True, True),
        ("conv2d(X, X)", True, True),
        ("max_pool(X, 2, 1)", True, True),
        ("average_pool(X, 2, 1)", True, True),
        ("l2_pool(X, 2, 1)", True, True),
    ],
)
def test_the_cells_are_written_out_where_they_say_more_than_the_numbers(formula: str, inner: bool, cells: bool) -> None:
    line = step_of(formula, {"k": 1, "x": as_array([3, 4]), "X": as_array([[1, 2], [3, 4]])})
    assert present.has_inner_arithmetic(line) is inner
    assert present.has_cells(line) is cells


def test_a_cell_has_its_arithmetic() -> None:
    cell = present.cell(POOLED.solution.line("A"), (1, 0))
    assert (to_text(cell.node), cell.value) == ("max(4, 3, 7, 6)", 7)
    whole = present.cell(step_of("k + 1", {"k": 1}), ())
    assert (to_text(whole.node), whole.value) == ("1 + 1", 2)
