"""The arithmetic of one cell, as a learner writes it down: the numbers that meet there and what is done with them."""

from __future__ import annotations

from typing import Any

import pytest

from studyai.formula.arrays import as_array
from studyai.formula.cell_rules import product
from studyai.formula.cells import cell_arithmetic, is_computed, own_cell
from studyai.formula.errors import EvaluationError
from studyai.formula.parse import parse_formula
from studyai.formula.text import to_text

VALUES: dict[str, Any] = {
    "X": as_array([[1, 2], [3, 4]]),
    "u": as_array([5, 6]),
    "C": as_array([[7], [8]]),
    "k": 9,
    "A": as_array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
}


@pytest.mark.parametrize(
    ("text", "cell", "written"),
    [
        ("k", (), "9"),
        ("u[1]", (), "6"),
        ("X", (1, 0), "3"),
        ("X[1]", (0,), "3"),
        ("k*2", (), "9*2"),
        ("-X", (0, 1), "-2"),
        ("X + u", (1, 0), "3 + 5"),
        ("u - X", (1, 0), "5 - 3"),
        ("X*C", (1, 1), "4*8"),
        ("C + k", (1, 0), "8 + 9"),
        ("C*u", (1, 1), "8*6"),
        ("A*X", (1, 0, 1), "6*2"),
        ("X**2", (1, 0), "3**2"),
        ("X > u", (1, 0), "3 > 5"),
        ("u <= X", (1, 1), "6 <= 4"),
        ("k == 9", (), "9 == 9"),
        ("(X*2).T", (0, 1), "3*2"),
        ("X @ C", (1, 0), "3*7 + 4*8"),
        ("X @ X.T", (0, 1), "1*3 + 2*4"),
        ("u @ X", (1,), "5*2 + 6*4"),
        ("X @ u", (1,), "3*5 + 4*6"),
        ("u @ u", (), "5*5 + 6*6"),
        ("[X + 1, X*2]", (1, 0, 1), "2*2"),
        ("[u[0]*2, k]", (0,), "5*2"),
        ("[k, 2]", (1,), "2"),
        ("relu(X - 2)", (1, 1), "relu(4 - 2)"),
        ("exp(k + 1)", (), "exp(9 + 1)"),
        ("where(X > 2, X, u)", (0, 1), "where(2 > 2, 2, 6)"),
        ("softmax(X)", (1, 0), "exp(3)/(exp(3) + exp(4))"),
        ("softmax(u)", (1,), "exp(6)/(exp(5) + exp(6))"),
        ("softmax(X + 1)*2", (0, 1), "exp(3)/(exp(2) + exp(3))*2"),
        ("softmax(X, [1, 0])", (1, 0), "exp(3)/exp(3)"),
        ("softmax(X, [1, 0])", (1, 1), "0"),
        ("softmax(X, [[1, 0], [1, 1]])", (1, 1), "exp(4)/(exp(3) + exp(4))"),
        ("softmax([1, 2, 3], [1, 0, 1])", (2,), "exp(3)/(exp(1) + exp(3))"),
        ("sum(X*2)", (), "2 + 4 + 6 + 8"),
        ("sum(X, 0)", (1,), "2 + 4"),
        ("sum(X, 1)", (1,), "3 + 4"),
        ("mean(u)", (), "(5 + 6)/2"),
        ("mean(X, 0)", (1,), "(2 + 4)/2"),
        ("mean([[1, 2, 3], [4, 5, 6]], 1)", (1,), "(4 + 5 + 6)/3"),
        ("column_mean([[1, 2], [3, 4], [5, 6]])", (1,), "(2 + 4 + 6)/3"),
        ("outer(u, [2, 3, 4])", (1, 2), "6*4"),
        ("max(X, k)", (), "max(1, 2, 3, 4, 9)"),
        ("min(u, k)", (), "min(5, 6, 9)"),
        ("argmax(X)", (), "3"),
        ("length(X)", (), "2"),
        ("concat(u, k)", (2,), "9"),
        ("flip(X)", (0, 1), "3"),
        ("stack(u, X)", (2, 0), "3"),
        ("part(X, 1, 1)", (0, 1), "4"),
        ("conv2d(X, [[1, 10]])", (1, 0), "3*1 + 4*10"),
        ("conv2d(X, [[1, 10]], 1, [0, 1])", (1, 0), "0*1 + 3*10"),
        ("conv2d(X, [[1, 10]], 1, [0, 1])", (1, 2), "4*1 + 0*10"),
        ("conv2d(X, [[1], [10]], 1, [1, 0])", (2, 1), "4*1 + 0*10"),
        ("conv2d([X, X*5], [[[1]], [[2]]])", (1, 0), "3*1 + 15*2"),
        ("max_pool(X, 2, 1)", (0, 0), "max(1, 2, 3, 4)"),
        ("max_pool(X, 2, 1, 1)", (0, 1), "max(1, 2)"),
        ("average_pool(X, 2, 1)", (0, 0), "(1 + 2 + 3 + 4)/4"),
        ("average_pool(X, 2, 1, 1)", (0, 1), "(1 + 2)/4"),
        ("average_pool(X, 2, 1, 1, 0, 1)", (0, 1), "(1 + 2)/4"),
        ("average_pool(X, 2, 1, 1, 0, 0)", (0, 1), "(1 + 2)/2"),
        ("average_pool([[1, 2, 3]], [1, 2], 2, 0, 1)", (0, 1), "3/1"),
        ("l2_pool(X, [1, 2], 1)", (1, 0), "sqrt(3**2 + 4**2)"),
        ("l2_pool(X, 2, 2, 1)", (1, 1), "sqrt(4**2)"),
    ],
)
def test_a_cell_is_written_out_in_its_numbers(text: str, cell: tuple[int, ...], written: str) -> None:
    assert to_text(cell_arithmetic(parse_formula(text), VALUES, cell)) == written


def test_a_product_is_written_left_times_right() -> None:
    assert to_text(product(2, -3)) == "2*-3"


@pytest.mark.parametrize(
    ("text", "cell", "said"),
    [
        ("missing + X", (0, 0), "missing has no value"),
        ("sum(1/[0, 1])", (), "a division by zero"),
        ("X @ (u/0)", (0,), "a division by zero"),
    ],
)
def test_a_cell_of_what_has_no_value_is_refused(text: str, cell: tuple[int, ...], said: str) -> None:
    with pytest.raises(EvaluationError, match=f"^{said}$"):
        cell_arithmetic(parse_formula(text), VALUES, cell)


@pytest.mark.parametrize(
    ("text", "cell", "own"),
    [
        ("X", (1, 0), (1, 0)),
        ("u", (1, 0), (0,)),
        ("u", (0, 1), (1,)),
        ("C", (1, 1), (1, 0)),
        ("k", (1, 1), ()),
        ("X", (1, 0, 1), (0, 1)),
        ("[[1, 2]]", (1, 1), (0, 1)),
        ("sum(X)", (1, 1), ()),
    ],
)
def test_the_own_cell_of_a_part_aligns_at_the_end_and_repeats_an_axis_of_one(
    text: str, cell: tuple[int, ...], own: tuple[int, ...]
) -> None:
    assert own_cell(parse_formula(text), VALUES, cell) == own


@pytest.mark.parametrize(
    ("text", "computed"),
    [
        ("X", False),
        ("2", False),
        ("X[0]", False),
        ("(X + 1)[0]", False),
        ("X.T", False),
        ("(X + 1).T", True),
        ("[k, 2]", False),
        ("[k, k + 1]", True),
        ("[k + 1, k]", True),
        ("flip(X)", False),
        ("concat(u, k)", False),
        ("argmax(X)", False),
        ("relu(X)", True),
        ("sum(X)", True),
        ("softmax(X)", True),
        ("X + 1", True),
        ("X @ u", True),
        ("-X", True),
        ("X > 1", True),
    ],
)
def test_a_cell_is_computed_unless_it_is_only_looked_up_or_moved(text: str, computed: bool) -> None:
    assert is_computed(parse_formula(text)) is computed
