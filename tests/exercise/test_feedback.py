"""The words of a mark, whole: shapes, places, signs, decimals, and where a wrong expression differs."""

from __future__ import annotations

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.mark import Mark, Verdict, mark
from studyai.exercise.present import value_text
from studyai.exercise.sample import Variant, sample, with_own_givens
from studyai.formula.arrays import as_array, shape_of
from studyai.formula.expression import Expression
from studyai.formula.parse import parse_formula
from studyai.formula.values import Value

BANK = Bank([built_in()])


def _own(identifier: str, **givens: Value) -> Variant:
    return with_own_givens(BANK.exercise(identifier), 1, 0, givens)


def _matrix(typed: str, rows: Value) -> str:
    """Mark max-pooling with 1×1 windows: its truth is the matrix itself."""
    marked = mark(_own("max-pool", X=rows, F=1, S=1).solution, "A", typed)
    assert marked.verdict is Verdict.WRONG
    return marked.feedback


def _list(typed: str) -> Mark:
    """Mark the softmax of three equal logits: a third each, 3 decimals asked."""
    return mark(_own("softmax", z=as_array([0, 0, 0])).solution, "p", typed)


def _slope(loss: str, typed: str) -> Mark:
    return mark(_own("symbolic-gradient", J=Expression(parse_formula(loss))).solution, "dJ_dw", typed)


TWO_BY_THREE = as_array([[1, 2, 3], [4, 5, 7]])
TWO_BY_FOUR = as_array([[1, 2, 3, 4], [5, 6, 7, 8]])
SEVEN_WRONG = "row 1, column 1; row 1, column 2; row 1, column 3; row 1, column 4; row 2, column 1; row 2, column 2"


@pytest.mark.parametrize(
    ("rows", "typed", "said"),
    [
        (TWO_BY_THREE, "[[1, 4], [2, 5], [3, 7]]", "This is transposed: asked is a 2×3 matrix, yours is a 3×2 matrix."),
        (TWO_BY_THREE, "[1, 2, 3]", "The shape is wrong: asked is a 2×3 matrix, yours is 3 entries."),
        (TWO_BY_THREE, "3", "The shape is wrong: asked is a 2×3 matrix, yours is a number."),
        (TWO_BY_THREE, "[[1, 2], [4, 5]]", "The shape is wrong: asked is a 2×3 matrix, yours is a 2×2 matrix."),
        (TWO_BY_THREE, "[[-1, -2, -3], [-4, -5, -7]]", "The size is right, the sign is not."),
        (TWO_BY_THREE, "[[9, 9, 9], [9, 9, 9]]", "No entry is right."),
        (TWO_BY_THREE, "[[1, 2, 3], [4, 5, 6]]", "Not right: row 2, column 3. The other entries are."),
        (
            TWO_BY_THREE,
            "[[1, 9, 3], [9, 5, 7]]",
            "Not right: row 1, column 2; row 2, column 1. The other entries are.",
        ),
        (TWO_BY_FOUR, "[[9, 9, 9, 9], [9, 9, 7, 8]]", f"Not right: {SEVEN_WRONG}. The other entries are."),
        (TWO_BY_FOUR, "[[9, 9, 9, 9], [9, 9, 9, 8]]", f"Not right: {SEVEN_WRONG} and 1 more. The other entries are."),
    ],
)
def test_a_wrong_matrix_is_told_its_shape_its_sign_or_its_wrong_entries(rows: Value, typed: str, said: str) -> None:
    assert _matrix(typed, rows) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("[[1/3, 1/3, 1/3]]", "Asked is a plain list of 3 entries, such as [1, 2], without inner lists."),
        ("[[1/3], [1/3], [1/3]]", "Asked is a plain list of 3 entries, such as [1, 2], without inner lists."),
        ("[1/3, 1/3]", "The shape is wrong: asked is 3 entries, yours is 2 entries."),
        ("[[1/3, 1/3]]", "The shape is wrong: asked is 3 entries, yours is a 1×2 matrix."),
        ("[[1/3, 0], [1/3, 0], [1/3, 0]]", "The shape is wrong: asked is 3 entries, yours is a 3×2 matrix."),
        ("[1/3, 0.9, 1/3]", "Not right: entry 2. The other entries are."),
        ("[1/3, 0.9, 0.8]", "Not right: entry 2, entry 3. The other entries are."),
        ("[0, 0, 0]", "No entry is right."),  # a third rounded to whole numbers is no coarse answer
        ("[0.34, 0.33, 0.33]", "No entry is right."),  # 0.34 is not a third rounded
    ],
)
def test_a_wrong_list_is_told_its_length_or_its_wrong_entries(typed: str, said: str) -> None:
    marked = _list(typed)
    assert (marked.verdict, marked.feedback) == (Verdict.WRONG, said)


@pytest.mark.parametrize("typed", ["[0.3, 0.3, 0.3]", "[0.33, 0.33, 0.33]"])
def test_rounded_to_fewer_decimals_than_asked_uses_no_attempt(typed: str) -> None:
    marked = _list(typed)
    assert (marked.key, marked.verdict, marked.feedback) == ("p", Verdict.COARSE, "Right so far, but give 3 decimals.")
    assert not marked.uses_attempt
    assert marked.value is not None


def _loss(typed: str) -> Mark:
    """Mark the cross-entropy of probability 0.1 for the true class: −ln 0.1 = 2.302585, 4 decimals asked."""
    variant = _own("categorical-cross-entropy", P=as_array([[0.1, 0.9]]), c=as_array([1]))
    return mark(variant.solution, "J", typed)


@pytest.mark.parametrize(
    ("typed", "verdict", "said"),
    [
        ("2.3026", Verdict.CORRECT, "Correct."),
        ("2.302585", Verdict.CORRECT, "Correct."),
        ("2.303", Verdict.COARSE, "Right so far, but give 4 decimals."),
        ("2", Verdict.COARSE, "Right so far, but give 4 decimals."),
        ("2.3025", Verdict.COARSE, "This is cut, not rounded: round to 4 decimals."),
        ("2.302", Verdict.COARSE, "This is cut, not rounded: round to 4 decimals."),
        ("2.3027", Verdict.WRONG, "Off by one unit in the last of the 4 decimals: round at the very end only."),
        ("2.3028", Verdict.WRONG, "This is not the value."),
        ("2.31", Verdict.WRONG, "This is not the value."),
        ("3", Verdict.WRONG, "This is not the value."),
        ("[2.3026]", Verdict.CORRECT, "Correct."),
        ("[[2.3026]]", Verdict.CORRECT, "Correct."),
        ("[2,3026]", Verdict.UNREADABLE, "the decimal sign is a point: write 2.3026"),
        ("2,3026", Verdict.UNREADABLE, "a comma separates list entries; write 3.5 for a decimal, [3, 5] for a list"),
        ("[2, -3]", Verdict.WRONG, "The shape is wrong: asked is a number, yours is 2 entries."),
    ],
)
def test_how_a_number_was_rounded_is_told(typed: str, verdict: Verdict, said: str) -> None:
    marked = _loss(typed)
    assert (marked.verdict, marked.feedback) == (verdict, said)
    assert marked.uses_attempt is (verdict in (Verdict.CORRECT, Verdict.WRONG))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("[0.211, 0.211, 0.576]", "This is cut, not rounded: round to 3 decimals."),
        ("[0.21, 0.21, 0.57]", "This is cut, not rounded: round to 3 decimals."),
        ("[0.212, 0.212, 0.58]", "Not right: entry 3. The other entries are."),
        ("[0,212, 0,212, 0,576]", "the decimal sign is a point: write 0.212, 0.212, 0.576"),
        ("[0,211 0,211 0,576]", "expected ] or an operator"),
    ],
)
def test_how_a_list_was_rounded_is_told(typed: str, said: str) -> None:
    """The softmax of 0, 0, 1 is 0.21194, 0.21194, 0.57612."""
    assert mark(_own("softmax", z=as_array([0, 0, 1])).solution, "p", typed).feedback == said


def test_a_list_stands_for_a_matrix_of_one_row_or_column() -> None:
    row = _own("max-pool", X=as_array([[1, 2, 3]]), F=1, S=1).solution
    assert mark(row, "A", "[1, 2, 3]").verdict is Verdict.CORRECT
    assert mark(row, "A", "[1, 2]").feedback == "The shape is wrong: asked is a 1×3 matrix, yours is 2 entries."
    column = _own("max-pool", X=as_array([[1], [2], [3]]), F=1, S=1).solution
    assert mark(column, "A", "[1, 2, 3]").verdict is Verdict.CORRECT
    assert mark(column, "A", "[[1, 2, 3]]").feedback.startswith("This is transposed")


@pytest.mark.parametrize("name", ["m_2", "m", "m₂", "", "{m}_{2}"])
def test_an_answer_may_stand_behind_its_name(name: str) -> None:
    solution = sample(BANK.exercise("adam"), 2, 3).solution
    value = value_text(solution.line("m_2").value)
    assert mark(solution, "m_2", f"{name} = {value}").verdict is Verdict.CORRECT
    assert mark(solution, "m_2", f" {name}≈{value}").verdict is Verdict.CORRECT
    assert mark(solution, "m_2", rf"{name} \approx {value}").verdict is Verdict.CORRECT


def test_an_answer_behind_another_name_is_not_taken() -> None:
    solution = sample(BANK.exercise("adam"), 2, 3).solution
    told = mark(solution, "m_2", "m_1 = 0.5")
    assert (told.verdict, told.position) == (Verdict.UNREADABLE, 4)
    assert told.feedback == "= cannot be used here: an answer is a value, not an equation"


def test_a_number_stands_for_a_list_of_one_entry() -> None:
    variant = sample(BANK.exercise("lstm-step"), 1, 3)
    shown = value_text(variant.solution.line("i").value)
    assert shown.startswith("[")
    marked = mark(variant.solution, "i", shown.strip("[]"))
    assert marked.verdict is Verdict.CORRECT
    assert shape_of(marked.value) == (1,)


def test_a_wrong_number_is_told_only_that() -> None:
    variant = _own("conv-output-size", H=28, W=28, F=5, S=2, P=1)
    marked = mark(variant.solution, "O_h", "99")
    assert marked == Mark("O_h", Verdict.WRONG, "This is not the value.", value=99)
    assert mark(variant.solution, "O_h", "-13").feedback == "The size is right, the sign is not."
    assert mark(variant.solution, "O_h", "13") == Mark("O_h", Verdict.CORRECT, "Correct.", value=13)


def test_a_slip_is_told_in_its_own_words_with_the_value_typed() -> None:
    marked = mark(_own("conv-output-size", H=28, W=28, F=5, S=2, P=1).solution, "O_h", "13.5")
    assert (marked.key, marked.verdict, marked.slip) == ("O_h", Verdict.SLIP, "no-floor")
    assert marked.value == 13.5
    assert marked.feedback


def _adam() -> Variant:
    return _own("adam", theta_0=1, g=as_array([2, -1]), alpha=0.1, beta_1=0.8, beta_2=0.9, epsilon=0.1)


def test_full_credit_for_what_follows_from_an_earlier_wrong_value() -> None:
    marked = mark(_adam().solution, "m_hat_1", "25", {"m_1": 5})
    carried = "Right, given your earlier value: full credit for this step."
    assert marked == Mark("m_hat_1", Verdict.CARRIED, carried, value=25)


def test_computed_from_rounded_values_is_simply_right_whatever_came_later() -> None:
    """m̂₁ = m₁/(1 − β₁): from m₁ = 0.012345, rounded to 0.0123, comes 1.23, where 1.2345 is the truth."""
    variant = _own("adam", theta_0=1, g=as_array([1.2345]), beta_1=0.99)
    marked = mark(variant.solution, "m_hat_1", "1.23", {"m_1": 0.0123, "theta_1": 77})
    assert (marked.verdict, marked.feedback) == (Verdict.CORRECT, "Correct, computed from your rounded values.")


def test_a_slip_with_the_true_value_is_named_after_a_wrong_one() -> None:
    """Whoever has m₁ wrong, and then forgets the correction of the right one, is told of the forgotten correction."""
    marked = mark(_adam().solution, "m_hat_1", "0.4", {"m_1": 5})
    assert (marked.verdict, marked.slip) == (Verdict.SLIP, "no-bias-correction")


def test_an_unwritten_steps_slip_is_found_behind_written_ones() -> None:
    """v̂₁ left at v₁ = 0.4, all else right: θ₁ = 1 − 0.1·2/(√0.4 + 0.1)."""
    marked = mark(_adam().solution, "theta_1", "0.7269", {"m_1": 0.4, "v_1": 0.4})
    assert (marked.verdict, marked.slip) == (Verdict.SLIP, "no-bias-correction")


SIGMOID = "sigmoid(3*w*x + 2*b)"
SQUARE = f"({SIGMOID} - y)**2/2"
SLOPE = f"({SIGMOID} - y)*{SIGMOID}*(1 - {SIGMOID})"  # times 3x it is the derivative of SQUARE with respect to w
BEHIND = f"{SIGMOID}*(1 - {SIGMOID})"
SUM = "w**2 + sin(w)"
FLIPPED = " And the sign is flipped."
NUMBER = " And a number in front is not right."


@pytest.mark.parametrize(
    ("loss", "typed", "said"),
    [
        (SQUARE, f"6*x*{SLOPE}", "Right but for a number: a factor 2 too many."),
        (SQUARE, f"-6*x*{SLOPE}", f"Right but for a number: a factor 2 too many.{FLIPPED}"),
        (SQUARE, f"x*{SLOPE}", "Right but for a number: a factor 3 is missing."),
        (SQUARE, f"-x*{SLOPE}", f"Right but for a number: a factor 3 is missing.{FLIPPED}"),
        (SQUARE, f"2*x*{SLOPE}", "Right but for a number: yours is 2/3 times the derivative."),
        (SQUARE, f"-2*x*{SLOPE}", f"Right but for a number: yours is 2/3 times the derivative.{FLIPPED}"),
        (SQUARE, f"log(5)*x*{SLOPE}", "Right but for a number: yours is 0.5365 times the derivative."),
        (SQUARE, f"-log(5)*x*{SLOPE}", f"Right but for a number: yours is 0.5365 times the derivative.{FLIPPED}"),
        (SQUARE, f"2.98*x*{SLOPE}", "Right but for rounding: write numbers exactly, such as 1/3 or sqrt(2)."),
        (SQUARE, f"2.96*x*{SLOPE}", "Right but for a number: yours is 74/75 times the derivative."),
        (SQUARE, f"3*{SLOPE}", "A factor is missing: x."),
        (SQUARE, f"-3*{SLOPE}", f"A factor is missing: x.{FLIPPED}"),
        (SQUARE, f"6*{SLOPE}", f"A factor is missing: the inner derivative, 3*x.{NUMBER}"),
        (SQUARE, f"3*x*{BEHIND}", f"A factor is missing: {SIGMOID} - y."),
        (SQUARE, f"6*x*{BEHIND}", f"A factor is missing: the outer slope, 2*({SIGMOID} - y).{NUMBER}"),
        (SQUARE, f"3*w*x*{SLOPE}", "A factor too many: w."),
        (SQUARE, f"2*{SLOPE}", "That is the derivative with respect to b; asked is the one with respect to w."),
        (SQUARE, SQUARE, "That is the expression itself; asked is its derivative."),
        (SUM, "2*w", "One of the 2 terms is missing; the rest is right."),
        (SUM, "2*w - cos(w)", "One of the 2 terms has the wrong sign; the rest is right."),
        (SUM, "2*w + cos(w) + 1", "The term 1 does not belong there."),
        (SUM, "2*w + sin(w)", "Right apart from the term sin(w)."),
        ("w**2/2 + b", "w + b", "The term b does not belong there."),
        ("sqrt(w - 1.5)", "1/(2*sqrt(w - 1.5)) + 1e-15", "This is not the derivative."),  # hardly a point to compare at
        ("(w*x - 1)**2", "2*(w*x - 1)*x + 1e-15", "Very close, but not equal to the derivative."),
    ],
)
def test_a_wrong_expression_is_told_what_is_wrong_with_it(loss: str, typed: str, said: str) -> None:
    marked = _slope(loss, typed)
    assert (marked.verdict, marked.feedback) == (Verdict.WRONG, said)


@pytest.mark.parametrize(
    ("loss", "typed", "said"),
    [
        ("log(w)", "w", "Not the derivative: at w = 0.7 yours is 0.7, the derivative 1.429."),
        ("exp(2*w)", "sqrt(-w)", "Not the derivative: at w = 0.7 yours has no value, the derivative is 8.11."),
        ("b", "y", "Not the derivative: at y = 0.93 yours is 0.93, the derivative 0."),
        ("b", "2", "Not the derivative: yours is 2, the derivative 0."),
        ("b", "pi + e", "Not the derivative: yours is 5.86, the derivative 0."),
    ],
)
def test_an_expression_that_nothing_explains_is_told_a_point_where_it_differs(loss: str, typed: str, said: str) -> None:
    """By hand: 1/0.7 = 1.429, 2·e^1.4 = 8.110, π + e = 5.860; constants are no coordinates of the point."""
    marked = _slope(loss, typed)
    assert (marked.verdict, marked.feedback) == (Verdict.WRONG, said)


def test_the_point_is_one_where_the_derivative_has_a_value() -> None:
    """√(w − 1) has none at the first points, which lie between 0 and 1."""
    said = _slope("sqrt(w - 1)", "w**2").feedback
    assert said.startswith("Not the derivative: at w = 1.")
    at = float(said.split(" yours")[0].split("= ")[1])
    assert f"yours is {at**2:.4g}, the derivative {0.5 / (at - 1) ** 0.5:.4g}." in said
