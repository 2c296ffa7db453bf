"""What is read from a typed line, up to which size, and how a mistake is told: in whole words, at its place."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from studyai.formula.errors import FormulaError
from studyai.formula.parse import Bounds, parse_formula
from studyai.formula.tokens import Token, tokenize
from studyai.formula.tree import Number
from studyai.formula.typed.answer import read_answer, read_cells
from studyai.formula.typed.expression import read_expression

KNOWN = "abs, ceil, cos, exp, floor, log, max, min, relu, sigmoid, sin, sqrt, tanh"
LIKE = "an answer is a number, such as 13/2, 0.125 or sqrt(2)/2"
SHAPES = "an answer is a number, a list, a matrix or lists 4 deep, of 1000 entries at most"
ONE_FORMULA = "an expression is one formula: no lists, comparisons or parts of lists"


def refused(read: Callable[[], Any]) -> tuple[int, str]:
    """The place and the words of a refusal."""
    with pytest.raises(FormulaError) as caught:
        read()
    assert str(caught.value) == caught.value.message
    return caught.value.position, caught.value.message


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", [("end", "", 0)]),
        (" 12", [("number", "12", 1), ("end", "", 3)]),
        ("3.5e-2x_1", [("number", "3.5e-2", 0), ("name", "x_1", 6), ("end", "", 9)]),
        (".5//a", [("number", ".5", 0), ("sign", "//", 2), ("name", "a", 4), ("end", "", 5)]),
        ("a<=b\n", [("name", "a", 0), ("sign", "<=", 1), ("name", "b", 3), ("end", "", 5)]),
        ("2×−3", [("number", "2", 0), ("sign", "*", 1), ("sign", "-", 2), ("number", "3", 3), ("end", "", 4)]),
        ("1\u00a0÷ 2", [("number", "1", 0), ("sign", "/", 2), ("number", "2", 4), ("end", "", 5)]),
    ],
)
def test_a_text_is_split_into_tokens_with_their_places(text: str, tokens: list[tuple[str, str, int]]) -> None:
    assert tokenize(text) == [Token(*token) for token in tokens]


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("2^3", 1, "^ cannot be used here: write ** for a power"),
        ("√2", 0, "√ cannot be used here: write sqrt(...) for a root"),
        ("2*π", 2, "π cannot be used here: write pi"),
        ("σ(x)", 0, "σ cannot be used here: write sigmoid(...)"),
        ("x²", 1, "² cannot be used here: write **2"),
    ],
)
def test_a_packs_formulas_are_written_in_the_language_itself(text: str, position: int, said: str) -> None:
    assert refused(lambda: parse_formula(text)) == (position, said)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("x = 2", 2, "= cannot be used here: an answer is a value, not an equation"),
        ("{1, 2}", 0, "{ cannot be used here: lists are written in square brackets [ ]"),
        ("1; 2", 1, "; cannot be used here: rows are written as lists: [[1, 2], [3, 4]]"),
        ("1 + '2'", 4, "' cannot be used here: text is not a value"),
        ("1\x07", 1, "a control character (U+0007) cannot be part of an answer"),
        ("1 + １２", 4, "１ (U+FF11) is a look-alike; type the plain 1"),
        ("ﬁ", 0, "ﬁ (U+FB01) is a look-alike; type the plain fi"),
        ("2 é", 2, "é (U+00E9) cannot be used in a formula"),
        ("∞", 0, "∞ cannot be used here: an answer is a finite number"),
        ("🙂", 0, "🙂 (U+1F642) cannot be used in a formula"),
        ("1 & 2", 2, "& (U+0026) cannot be used in a formula"),
    ],
)
def test_an_odd_character_is_named_with_what_to_type_instead(text: str, position: int, said: str) -> None:
    assert refused(lambda: read_answer(text)) == (position, said)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("", 0, "nothing is written here"),
        (" \t ", 0, "nothing is written here"),
        ("3,5", 1, "a comma separates list entries; write 3.5 for a decimal, [3, 5] for a list"),
        ("2*(3,5)", 4, "a comma separates list entries; write 3.5 for a decimal"),
        ("3 +", 3, "something is missing at the end"),
        ("3*/2", 2, "a value is missing before /"),
        ("[1,, 2]", 3, "a value is missing before ,"),
        ("2*(1", 2, "( is never closed"),
        ("2*[1, 2", 2, "[ is never closed"),
        ("1 + x[1", 5, "[ is never closed"),
        ("1 + max(1, 2", 7, "( is never closed"),
        ("(1 2)", 3, "expected ) or an operator"),
        ("[1 2]", 3, "expected ] or an operator"),
        ("1)", 1, ") closes nothing"),
        ("[1]]", 3, "] closes nothing"),
        ("1 + 2x", 5, "an operator is missing: write 2*x"),
        ("1 2", 2, "two numbers with nothing between them"),
        ("x 2", 2, "an operator is missing before 2"),
        ("2(3)", 1, "write * to multiply by a bracket"),
        ("[2(3)]", 2, "write * to multiply by a bracket"),
        ("(1)(2)", 3, "write * to multiply by a bracket"),
        ("X.T(2)", 3, "write * to multiply by a bracket"),
        ("1 + x.real", 6, "only .T (transpose) may follow a dot"),
        ("1 < 2 <= 3", 6, "comparisons cannot be chained"),
        ("1 + outer(x, y, z)", 4, "outer takes 2 arguments, not 3"),
        ("1 + max_pool(X)", 4, "max_pool takes 3 to 5 arguments, not 1"),
        ("average_pool(a, b, c, d, e, f, g)", 0, "average_pool takes 3 to 6 arguments, not 7"),
    ],
)
def test_what_no_formula_can_be_is_told_at_its_place(text: str, position: int, said: str) -> None:
    assert refused(lambda: parse_formula(text)) == (position, said)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("1 + open(1)", 4, f"open is not a function here; known: {KNOWN}"),
        ("pi + y", 5, f"y is not known here; {LIKE}"),
        ("1 + nan", 4, "nan is not a number that can be an answer"),
        ("-Inf", 1, "Inf is not a number that can be an answer"),
        ("[1, Infinity]", 4, "Infinity is not a number that can be an answer"),
        ("2*ln", 2, "ln is a function: write ln(...)"),
        ("LN", 0, f"LN is not known here; {LIKE}"),
        ("None", 0, "None is not a value; write a number"),
        ("TRUE", 0, "TRUE is not a value; write a number"),
        ("1 - false", 4, "false is not a value; write a number"),
        ("1 + [2]@[3]", 7, "an answer is a value: matrix products are not worked out here"),
        ("1 < 2", 0, "a comparison is not a value"),
        ("[1, 2] == 2", 0, "a comparison is not a value"),
        ("2 + 1/0", 0, "a division by zero"),
        ("10*1e100", 0, "a number too large to be an answer"),
        ("1 + sqrt(-1)", 0, "the square root of a negative number"),
        ("[[1, 2], [3]]", 0, "ragged: entry 2 has 1 entry, the first has 2 entries"),
    ],
)
def test_what_is_no_answer_is_told_at_its_place(text: str, position: int, said: str) -> None:
    assert refused(lambda: read_answer(text)) == (position, said)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("w*z", 2, "z is not known here; the variables are w, x"),
        ("w + sqrt*x", 4, "sqrt is a function: write sqrt(...)"),
        ("2*ln w", 2, "ln is a function: write ln(...)"),
        ("w + sigma x", 4, "sigma is a function: write sigma(...)"),
        ("wx", 0, "wx is not known here; the variables are w, x; for a product write w*x"),
        ("w - x @ w", 6, "@ has no place in an expression"),
        ("w*x//2", 3, "// has no place in an expression"),
        ("x % 2", 2, "% has no place in an expression"),
        ("w*[x]", 0, ONE_FORMULA),
        ("w < x", 0, ONE_FORMULA),
        ("w + x[0]", 0, ONE_FORMULA),
        ("w + x.T", 0, ONE_FORMULA),
        (
            "w + max(w, x)",
            4,
            "max is not a function here; known: abs, cos, exp, log, sigmoid, sin, sqrt, tanh",
        ),
    ],
)
def test_what_is_no_expression_is_told_at_its_place(text: str, position: int, said: str) -> None:
    assert refused(lambda: read_expression(text, ["w", "x"])) == (position, said)


def test_a_variable_may_have_the_name_of_another_spelling() -> None:
    assert str(read_expression("sigma*th + ln", ["sigma", "th", "ln"])) == "sigma*th + ln"


@pytest.mark.parametrize(
    ("bounds", "fits", "text", "position", "said"),
    [
        (Bounds(length=4), "12+3", "12+34", 4, "too long: 5 characters, at most 4"),
        (Bounds(depth=2), "((1))", "(((1)))", 3, "nested too deeply: at most 2 levels"),
        (Bounds(depth=2), "[[1]]", "[[[1]]]", 3, "nested too deeply: at most 2 levels"),
        (Bounds(depth=2), "abs(abs(x))", "abs(abs(abs(x)))", 12, "nested too deeply: at most 2 levels"),
        (Bounds(depth=2), "1+1-1", "1+1-1+1", 5, "nested too deeply: at most 2 levels"),
        (Bounds(depth=2), "1*1/1", "1*1/1*1", 5, "nested too deeply: at most 2 levels"),
        (Bounds(depth=2), "-+x", "-+-x", 3, "nested too deeply: at most 2 levels"),
        (Bounds(depth=2), "2**2**2", "2**2**2**2", 9, "nested too deeply: at most 2 levels"),
        (Bounds(depth=2), "x[0][0]", "x[0][0].T", 7, "nested too deeply: at most 2 levels"),
        (Bounds(depth=2), "x < 1+1+1", "x < 1+1+1+1", 9, "nested too deeply: at most 2 levels"),
        (Bounds(digits=3), "x + 123", "x + 1234", 4, "a number may have 3 digits at most"),
        (Bounds(digits=3), "x + 0.1", "x + 0.12", 4, "a number may have 3 digits at most"),
        (Bounds(digits=1), "x + 1e20", "x + 12e2", 4, "a number may have 1 digits at most"),
        (Bounds(), "x + 1e330", "x + 1e331", 4, "an exponent may be 330 at most"),
        (Bounds(), "x + 1E-330", "x + 1e-331", 4, "an exponent may be 330 at most"),
        (Bounds(), "x + 1e+0330", "x + 1e+9999999", 4, "an exponent may be 330 at most"),
        (Bounds(exponent=20000), "x + 1e20000", "x + 1e20001", 4, "an exponent may be 20000 at most"),
    ],
)
def test_what_fits_is_read_and_what_is_one_too_many_is_refused(
    bounds: Bounds, fits: str, text: str, position: int, said: str
) -> None:
    parse_formula(fits, bounds=bounds)
    assert refused(lambda: parse_formula(text, bounds=bounds)) == (position, said)


def test_called_from_deep_within_a_program_a_formula_is_refused_where_reading_ended() -> None:
    def deep(levels: int) -> None:
        if levels:
            deep(levels - 1)
        else:
            parse_formula("(" * 100 + "1" + ")" * 100)

    position, said = refused(lambda: deep(600))
    assert said == "nested too deeply"
    assert 0 < position <= 100


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("4.0", 4),
        ("0.25", Fraction(1, 4)),
        ("1.5e1", 15),
        ("12e-1", Fraction(6, 5)),
        ("2e3", 2000),
        ("7.", 7),
    ],
)
def test_a_number_is_read_exactly_and_a_whole_one_as_whole(text: str, right: int | Fraction) -> None:
    node = parse_formula(text)
    assert isinstance(node, Number)
    assert (type(node.value), node.value) == (type(right), right)


@pytest.mark.parametrize(("text", "right"), [("2*pi", 6.283185307179586), ("e", 2.718281828459045)])
def test_pi_and_e_are_known_in_an_answer(text: str, right: float) -> None:
    assert read_answer(text) == right


def grid(rows: int, columns: int) -> str:
    """A typed matrix of ones with that many rows and columns, in a short form."""
    return f"[{','.join(['[1]'] * rows)}]*[{','.join(['1'] * columns)}]"


@pytest.mark.parametrize(
    ("fits", "text", "said"),
    [
        (grid(40, 25), grid(77, 13), SHAPES),
        ("[[[[1]]]]", "[[[[[1]]]]]", SHAPES),
        ("10**100", "10**100 + 1", "a number too large to be an answer"),
        ("-1e100", "-1e100 - 1", "a number too large to be an answer"),
        ("2**1022/2**1022", "2**1023/2**1023", "a number too large, or too fine, to be an answer"),
        ("2**-1022*2**1022", "2**-1023*2**1022", "a number too large, or too fine, to be an answer"),
        ("1" + " " * 1999, "1" + " " * 2000, "too long: 2001 characters, at most 2000"),
        ("0" * 310, "0" * 311, "a number may have 310 digits at most"),
        ("1e-300", "1e-301", "an exponent may be 300 at most"),
    ],
)
def test_an_answer_may_be_so_large_and_no_larger(fits: str, text: str, said: str) -> None:
    read_answer(fits)
    assert refused(lambda: read_answer(text))[1] == said


@pytest.mark.parametrize(
    ("fits", "text", "position", "said"),
    [
        ("w" + " " * 599, "w" + " " * 600, 600, "too long: 601 characters, at most 600"),
        ("9" * 20, "9" * 21, 0, "a number may have 20 digits at most"),
        ("w*1e20", "w*1e21", 2, "an exponent may be 20 at most"),
        ("(" * 60 + "w" + ")" * 60, "(" * 61 + "w" + ")" * 61, 61, "nested too deeply: at most 60 levels"),
    ],
)
def test_an_expression_may_be_so_long_and_no_longer(fits: str, text: str, position: int, said: str) -> None:
    read_expression(fits, ["w"])
    assert refused(lambda: read_expression(text, ["w"])) == (position, said)


@pytest.mark.parametrize(
    ("cells", "position", "said"),
    [
        ([["1", "2 +"]], 3, "row 1, column 2: something is missing at the end"),
        ([["1", "2"], ["3*y", "4"]], 2, f"row 2, column 1: y is not known here; {LIKE}"),
        ([["1", "[2]"]], 0, "row 1, column 2: a cell holds one number, not a list"),
        ([["1"], ["2", "3"]], 0, "ragged: entry 2 has 2 entries, the first has 1 entry"),
        ([], 0, "a list may not be empty"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_its_cell(cells: list[list[str]], position: int, said: str) -> None:
    assert refused(lambda: read_cells(cells)) == (position, said)


@pytest.mark.parametrize(
    ("text", "position", "shown"),
    [
        ("3 +", 3, "3 +\n   ^"),
        ("ab", 0, "ab\n^"),
        ("1\x1b[2m\n", 1, "1?[2m?\n ^"),
    ],
)
def test_the_caret_stands_below_the_place_and_nothing_steers_the_terminal(text: str, position: int, shown: str) -> None:
    assert FormulaError("wrong", position).caret(text) == shown


def test_a_mistake_without_a_place_is_told_of_the_beginning() -> None:
    assert FormulaError("wrong").position == 0
