"""Typed answers under attack: a value or a clear error, nothing else, and nothing ever runs."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.formula.arrays import entries, same
from studyai.formula.errors import FormulaError
from studyai.formula.typed.answer import read_answer, read_cells
from studyai.formula.values import Value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13/2", Fraction(13, 2)),
        ("0.1 + 0.2 - 0.3", 0),
        ("1e-3", Fraction(1, 1000)),
        ("-2**2", -4),
        ("2**-1", Fraction(1, 2)),
        ("sqrt(9)", 3),
        ("−3 × 2", -6),
        ("max(1, 2, 3)", 3),
        ("+.5", Fraction(1, 2)),
    ],
)
def test_answers_are_exact(text: str, value: object) -> None:
    assert read_answer(text) == value


def test_lists_are_vectors_and_matrices() -> None:
    assert same(read_answer("[[3, 2], [2, 3,],]"), read_cells([["3", "2"], ["4/2", "3"]]))
    assert read_answer("[1, 2, 3]").shape == (3,)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("", 0, "nothing"),
        ("3,5", 1, "write 3.5"),
        ("3 +", 3, "missing"),
        ("(1", 0, "never closed"),
        ("1)", 1, "closes nothing"),
        ("2x", 1, "x is not known"),
        ("1 2", 2, "nothing between"),
        ("x + 1", 0, "x is not known"),
        ("nan", 0, "not a number"),
        ("-inf", 1, "not a number"),
        ("[[1, 2], [3]]", 0, "ragged"),
        ("[]", 1, "missing"),
        ("1/0", 0, "division by zero"),
        ("sqrt(-1)", 0, "square root"),
        ("9**9**9", 0, "too large"),
        ("1e999999999", 0, "exponent"),
        ("exp(1000)", 0, "too large"),
        ("１２", 0, "look-alike"),
        ("1\x1b[31m", 1, "control character"),
        ("[red]", 1, "red is not known"),
        ("[red]1[/red]", 5, "operator is missing"),
        ("__import__('os')", 11, "text is not a value"),
        ("(1).real", 4, ".T"),
        ("open(1)", 0, "not a function"),
        ("lambda: 1", 6, "cannot be used"),
        ("[x for x in 3]", 3, "expected ]"),
        ("1 if 1 else 2", 5, "missing"),
        ("sqrt(1, 2)", 0, "takes 1"),
        ("1 < 2", 0, "comparison"),
        ("x" * 100_000, 2000, "too long"),
        ("(" * 1500, 61, "nested too deeply"),
        ("-" * 1500 + "1", 61, "nested too deeply"),
        ("+".join("1" * 900), 121, "nested too deeply"),
        ("2**" * 500 + "2", 0, "nested too deeply"),
        ("9" * 311, 0, "digits"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(text: str, position: int, said: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read_answer(text)
    assert said in caught.value.message
    if "deeply" not in said:
        assert caught.value.position == position
    assert caught.value.message.isprintable()


def test_a_caret_line_never_holds_a_control_character() -> None:
    with pytest.raises(FormulaError) as caught:
        read_answer("1 + \x1b]0;title\x07")
    shown, caret = caught.value.caret("1 + \x1b]0;title\x07").split("\n")
    assert shown.isprintable()
    assert caret == "    ^"


def test_the_cell_is_named() -> None:
    with pytest.raises(FormulaError, match="row 2, column 1"):
        read_cells([["1", "2"], ["1..2", "3"]])


ALPHABET = st.sampled_from([*"0123456789.eE+-*/%@()[], <>=_axT", "sqrt(", "exp(", "**", "max(", "[[", "\x1b", "π", "ﬁ"])


@given(st.one_of(st.text(max_size=60), st.lists(ALPHABET, max_size=40).map("".join)))
def test_any_text_is_a_finite_value_or_a_clear_error(text: str) -> None:
    value, problem = _read(text)
    if problem is None:
        assert all(math.isfinite(float(entry)) for entry in entries(value))
    else:
        assert 0 <= problem.position <= len(text)
        assert problem.message.isprintable()


def _read(text: str) -> tuple[Value, FormulaError | None]:
    try:
        return read_answer(text), None
    except FormulaError as problem:
        return 0, problem
