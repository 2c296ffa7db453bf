"""What a formula's value is: exact where mathematics is, and in plain words what has no value."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from studyai.formula.arrays import as_array, describe, entries, exact_number, nested, plain_number, same, tidy
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate, held, matrix_product
from studyai.formula.expression import Expression, variable
from studyai.formula.numeric import pool_windows
from studyai.formula.parse import parse_formula

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
LARGEST = (2**53 - 1) * 2**971  # the largest number that a float64 holds
E = math.e


def value(text: str, **names: Any) -> Any:
    return evaluate(parse_formula(text), names)


def plain(got: Any) -> Any:
    return got.tolist() if isinstance(got, np.ndarray) else got


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("7/2", Fraction(7, 2)),
        ("6/2", 3),
        ("-7/2", Fraction(-7, 2)),
        ("[6, 1]/[2, 3]", [3, THIRD]),
        ("1/[2, 3]", [HALF, THIRD]),
        ("[2, 3]/3", [Fraction(2, 3), 1]),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("-7//2", -4),
        ("-7 % 3", 2),
        ("[5, -7]//2", [2, -4]),
        ("[5, -7] % 3", [2, 2]),
        ("1/3 + [1, 2]", [Fraction(4, 3), Fraction(7, 3)]),
        ("[1, 2]*(1/3)", [THIRD, Fraction(2, 3)]),
        ("[[1, 2]] - [[1], [3]]", [[0, 1], [-2, -1]]),
        ("-[1, 1/2]", [-1, -HALF]),
        ("2**10", 1024),
        ("2**-3", Fraction(1, 8)),
        ("0.5**-2", 4),
        ("(2/3)**2", Fraction(4, 9)),
        ("(-2)**3", -8),
        ("1**-2", 1),
        ("[1, 2, 3][2**0]", 2),
        ("2**[0, 1, -1]", [1, 2, HALF]),
        ("[1, 2, 3]**2", [1, 4, 9]),
        ("3**(1/2 + 3/2)", 9),
        ("0**0", 1),
        ("0**5000", 0),
        ("1**100000", 1),
        ("(-1)**100001", -1),
        ("2**2048/2**2047", 2),
        ("2**-2048*2**2047", HALF),
        ("sqrt(0)", 0),
        ("sqrt(49)", 7),
        ("sqrt(4/9)", Fraction(2, 3)),
        ("sqrt([4, 9])", [2, 3]),
        ("relu([-1, 0, 1/2])", [0, 0, HALF]),
        ("step([-0.1, 0, 0.1])", [0, 1, 1]),
        ("sign([-3, 0, 0.1])", [-1, 0, 1]),
        ("abs([-1, 1/2])", [1, HALF]),
        ("floor([0.5, -0.5])", [0, -1]),
        ("ceil([0.5, -0.5])", [1, 0]),
        ("sum(3)", 3),
        ("sum([[1, 2], [3, 4]])", 10),
        ("sum([[1, 2], [3, 5]], 0)", [4, 7]),
        ("sum([[1, 2], [3, 5]], 1)", [3, 8]),
        ("mean(3)", 3),
        ("mean([1, 2])", Fraction(3, 2)),
        ("mean([[1, 2], [3, 5]], 0)", [2, Fraction(7, 2)]),
        ("mean([[1, 2], [3, 5]], 1)", [Fraction(3, 2), 4]),
        ("column_mean([[1, 2], [3, 5]])", [2, Fraction(7, 2)]),
        ("outer([1, 2], [3, 4, 5])", [[3, 4, 5], [6, 8, 10]]),
        ("max([1, 3], 2)", 3),
        ("max(-1, [[-3, -2]])", -1),
        ("min([4, 3], 2)", 2),
        ("argmax([1, 3, 3])", 1),
        ("argmax([[1, 3], [5, 4]])", 2),
        ("where(1, 2, 3)", 2),
        ("where(0, 2, 3)", 3),
        ("where([1, 0], 2, 3)", [2, 3]),
        ("where(0, [1, 2], 5)", [5, 5]),
        ("where(1, 5, [1, 2])", [5, 5]),
        ("concat([1, 2], 3, [[4], [5]])", [1, 2, 3, 4, 5]),
        ("one_hot(0, 2)", [1, 0]),
        ("one_hot(2, 3)", [0, 0, 1]),
        ("one_hot([1, 0], 2)", [[0, 1], [1, 0]]),
        ("length([[1, 2, 3], [4, 5, 6]])", 2),
        ("[1, 2] @ [3, 4]", 11),
        ("[[1, 2], [3, 4]] @ [1, 1/2]", [2, 5]),
        ("[1, 2] @ [[3, 4, 5], [6, 7, 8]]", [15, 18, 21]),
        ("[[1], [2]] @ [[3, 4]]", [[3, 4], [6, 8]]),
        ("[[1, 2, 3], [4, 5, 6]].T", [[1, 4], [2, 5], [3, 6]]),
        ("[1, 2, 3][4/2]", 3),
        ("[[1, 2], [3, 4]][1]", [3, 4]),
        ("[[1, 2], [3, 4]][1, 0]", 3),
        ("[[[1, 2]], [[3, 4]]][1, 0]", [3, 4]),
        ("[[[[[[[[1]]]]]]]]", [[[[[[[[1]]]]]]]]),
        ("conv2d([[1, 2, 3], [4, 5, 6]], [[1, 10]])", [[21, 32], [54, 65]]),
        ("conv2d([[1, 2, 3], [4, 5, 6]], [[1, 10]], 2)", [[21]]),
        ("conv2d([[1, 2]], [[1, 10]], 1, [0, 1])", [[10, 21, 2]]),
        ("conv2d([[1, 2, 3, 4]], [[1, 10]], 1, 0, 2)", [[31, 42]]),
        ("conv2d([[[1]], [[2]]], [[[3]], [[5]]])", [[13]]),
        ("max_pool([[1, 2, 3], [4, 5, 6]], 2, 1)", [[5, 6]]),
        ("max_pool([[-1, -2]], 2, 2, 1)", [[-1, -2]]),
        ("max_pool([[1, 2, 3]], [1, 2], 2)", [[2]]),
        ("max_pool([[1, 2, 3]], [1, 2], 2, 0, 1)", [[2, 3]]),
        ("average_pool([[1, 2], [3, 4]], 2, 1)", [[Fraction(5, 2)]]),
        ("average_pool([[4, 8]], 2, 2, 1)", [[1, 2]]),
        ("average_pool([[4, 8]], 2, 2, 1, 0, 0)", [[4, 8]]),
        ("average_pool([[1, 2, 3]], [1, 2], 2)", [[Fraction(3, 2)]]),
        ("average_pool([[1, 2, 3]], [1, 2], 2, 0, 1)", [[Fraction(3, 2), 3]]),
        ("l2_pool([[3, 4, 5]], [1, 2], 2)", [[5]]),
        ("l2_pool([[3, -4, -5]], [1, 2], 2, 0, 1)", [[5, 5]]),
        ("l2_pool([[-3]], 2, 1, 1)", [[3, 3], [3, 3]]),
    ],
)
def test_what_mathematics_has_exactly_is_exact(text: str, right: Any) -> None:
    got = value(text)
    assert plain(got) == right
    assert not any(isinstance(entry, float) for entry in entries(got))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2**0.5", 1.4142135623730951),
        ("4**(1/2)", 2),
        ("2**-0.5", 0.7071067811865476),
        ("(1/2)**0.5", 0.7071067811865476),
        ("exp(1)**2", E**2),
        ("2**exp(0)", 2),
        ("2**-2049", 0),
        ("exp(0)/4", 0.25),
        ("sqrt(2)", 1.4142135623730951),
        ("sqrt(1/2)", 0.7071067811865476),
        ("sqrt(4/3)", 1.1547005383792515),
        ("sqrt(2/9)", 0.4714045207910317),
        ("sqrt(exp(0)*4)", 2),
        ("log(1)", 0),
        ("log(1/2)", -0.6931471805599453),
        ("exp(-1000)", 0),
        ("sigmoid(0)", 0.5),
        ("sigmoid(1)", 0.7310585786300049),
        ("sigmoid(-1)", 0.2689414213699951),
        ("sigmoid(1000)", 1),
        ("sigmoid(-1000)", 0),
        ("[1, exp(0)] @ [3, 4]", 7),
        ("mean([1, exp(0)])", 1),
    ],
)
def test_what_is_not_exact_is_a_plain_float(text: str, right: float) -> None:
    got = value(text)
    assert type(got) is float
    assert got == pytest.approx(right, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("[1, exp(0)]", [1, 1]),
        ("[[1, 2], [3, exp(0)]]", [[1, 2], [3, 1]]),
        ("[1, 2]*exp(0)", [1, 2]),
        ("exp(0) + [1, 2]", [2, 3]),
        ("[exp(0), 3] + 1/2", [1.5, 3.5]),
        ("[exp(0), 3] // 2", [0, 1]),
        ("sqrt([4, 2])", [2, 1.4142135623730951]),
        ("outer([exp(0), 2], [1/2, 3])", [[0.5, 3], [1, 6]]),
        ("[[exp(0), 2]] @ [[1], [3]]", [[7]]),
        ("[exp(-700), 1]*exp(-700)", [0, math.exp(-700)]),  # too small for a float is 0
        ("softmax([5, 5])", [0.5, 0.5]),
        ("softmax([1000, 1000])", [0.5, 0.5]),
        ("softmax([-1000, 1000])", [0, 1]),
        ("softmax([[2000, 2000], [5, 5]])", [[0.5, 0.5], [0.5, 0.5]]),
        ("softmax([0, 0, 9], [1, 1, 0])", [0.5, 0.5, 0]),
        ("softmax([[0, 0, 9], [0, 9, 0]], [[1, 1, 0], [1, 0, 1]])", [[0.5, 0.5, 0], [0.5, 0, 0.5]]),
        ("softmax([0, log(3)])", [0.25, 0.75]),
    ],
)
def test_one_float_makes_a_list_of_floats(text: str, right: Any) -> None:
    got = value(text)
    assert got.dtype == np.float64
    np.testing.assert_allclose(got, right, rtol=1e-14, atol=0)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("1 < 2", True),
        ("2 < 2", False),
        ("2 <= 2", True),
        ("3 <= 2", False),
        ("2 > 2", False),
        ("3 > 2", True),
        ("2 >= 2", True),
        ("2 >= 3", False),
        ("1/2 == 0.5", True),
        ("1/2 != 0.5", False),
        ("[1, 2, 3] > 2", [False, False, True]),
        ("[[1], [2]] == [1, 2]", [[True, False], [False, True]]),
        ("([1, 2, 3] > 1)*2", [0, 2, 2]),
        ("sum([1, 2, 3] > 1)", 2),
    ],
)
def test_a_comparison_is_true_or_false_and_counts_as_1_or_0(text: str, right: Any) -> None:
    got = value(text)
    assert plain(got) == right
    assert all(type(entry) in (bool, int) for entry in entries(got))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("[x, [y, 2]]", [[1, 2], [3, 2]]),
        ("[[y, 2], x].T", [[3, 1], [2, 2]]),
        ("-y", -3),
        ("x - y", [-2, -1]),
        ("x/y", [THIRD, Fraction(2, 3)]),
        ("y**x", [3, 9]),
        ("x @ x", 5),
        ("x < y", [True, True]),
        ("y != y", False),
        ("[5, 6, 7, 8][y]", 8),
        ("max(x, y)", 3),
    ],
)
def test_a_name_stands_for_its_value_wherever_it_is_written(text: str, right: Any) -> None:
    assert plain(value(text, x=as_array([1, 2]), y=3)) == right


DIVIDED, LARGE = "a division by zero", "a number too large to hold"
KINDS = "the kinds of value do not fit this operation"
AXIS = "a sum or mean along an axis needs a matrix, not "
CHANNELS = "conv2d needs two matrices, or an image and a kernel of as many channels, not "
ONE_HOT = "one_hot needs a whole index from 0 to size − 1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1/0", DIVIDED),
        ("1//0", DIVIDED),
        ("1 % 0", DIVIDED),
        ("exp(0)/0", DIVIDED),
        ("[1, 2]/0", DIVIDED),
        ("[1, 2]//0", DIVIDED),
        ("[exp(0), 2]//0", DIVIDED),
        ("0**-1", DIVIDED),
        ("[0, 2]**-1", DIVIDED),
        ("(-8)**(1/3)", "a negative number has no real fractional power"),
        ("[-8, 4]**0.5", "a negative number has no real fractional power"),
        ("sqrt(-1)", "the square root of a negative number"),
        ("sqrt([4, -1])", "the square root of a negative number"),
        ("log(0)", "the logarithm of a number that is not positive"),
        ("log(-1)", "the logarithm of a number that is not positive"),
        ("exp(710)", LARGE),
        ("exp(700)*exp(700)", LARGE),
        ("[1, exp(700)]*exp(700)", LARGE),
        ("2**2049/2**2049", LARGE),
        ("3**2049", LARGE),
        ("10**309", LARGE),
        ("-10**309", LARGE),
        ("10**309/3", LARGE),
        ("[1, 10**309]", LARGE),
        ("[1, -10**309]", LARGE),
        ("x + 1", "x has no value"),
        ("softmax([[1, 2]], [[1, 1], [0, 1]])", "a mask of a 2×2 matrix is too large for a 1×2 matrix"),
        ("softmax([1, 2], [[1, 1], [0, 1]])", "a mask of a 2×2 matrix is too large for 2 entries"),
        ("[1, 2] + [1, 2, 3]", "2 entries and 3 entries do not fit together"),
        ("[[1, 2]]*[1, 2, 3]", "a 1×2 matrix and 3 entries do not fit together"),
        ("[1, 2]/[1, 2, 3]", "2 entries and 3 entries do not fit together"),
        ("[1, 2]**[1, 2, 3]", "2 entries and 3 entries do not fit together"),
        ("[1, 2] == [1, 2, 3]", "2 entries and 3 entries do not fit together"),
        ("where([1, 0], [1, 2, 3], 0)", "2 entries and 3 entries and a number do not fit together"),
        ("softmax([1, 2], [1, 0, 1])", "2 entries and 3 entries do not fit together"),
        ("[1, 2][2]", "there is no index 2: the last is 1"),
        ("[[1, 2, 3], [4, 5, 6]][1, 3]", "there is no index 3: the last is 2"),
        ("[exp(1)] % 0", "a division by zero"),
        ("0**-1", "a division by zero"),
        ("1 @ [1]", "a matrix product needs vectors or matrices on both sides"),
        ("[1] @ 1", "a matrix product needs vectors or matrices on both sides"),
        ("[1, 2] @ [3]", "2 entries times 1 entry: the inner sizes 2 and 1 differ"),
        ("[[1, 2]] @ [[1, 2]]", "a 1×2 matrix times a 1×2 matrix: the inner sizes 2 and 1 differ"),
        ("[[[1], [2]]] @ [1, 2]", "a matrix product needs vectors or matrices on both sides"),
        ("[[1, 2]] @ [[[1]], [[2]]]", "a matrix product needs vectors or matrices on both sides"),
        ("[1, 2].T", ".T needs a matrix, not 2 entries"),
        ("(3).T", ".T needs a matrix, not a number"),
        ("[[[1]]].T", ".T needs a matrix, not a 1×1×1 array"),
        ("3[0]", "only a list can be indexed"),
        ("[1, 2][-1]", "an index is a whole number from 0"),
        ("[1, 2][0.5]", "an index is a whole number from 0"),
        ("[1, 2][0, 0]", "an index is a whole number from 0"),
        ("[[1, 2], [3]]", "ragged: entry 2 has 1 entry, the first has 2 entries"),
        ("[1, 2, [3]]", "ragged: entry 3 has 1 entry, the first has a number"),
        ("[[[1]], [[1, 2]]]", "ragged: entry 2 has a 1×2 matrix, the first has a 1×1 matrix"),
        ("[[[[[[[[[1]]]]]]]]]", "lists may be nested 8 deep at most"),
        ("softmax(3)", "softmax needs a list, not a number"),
        ("softmax([[0, 0], [1, 1]], [[1, 0], [0, 0]])", "softmax needs something that is not masked in each row"),
        ("sum([1, 2], 0)", f"{AXIS}2 entries"),
        ("mean(3, 1)", f"{AXIS}a number"),
        ("mean([[1, 2]], 2)", "an axis is 0 (each column) or 1 (each row)"),
        ("sum([[1, 2]], -1)", "an axis is 0 (each column) or 1 (each row)"),
        ("column_mean([1, 2])", "column_mean needs a matrix, not 2 entries"),
        ("outer(1, [2])", "outer needs a list, not a number"),
        ("outer([2], 1)", "outer needs a list, not a number"),
        ("outer([[1]], [1])", "outer needs two vectors"),
        ("outer([1], [[1]])", "outer needs two vectors"),
        ("one_hot(3, 3)", ONE_HOT),
        ("one_hot(-1, 3)", ONE_HOT),
        ("one_hot(0.5, 3)", ONE_HOT),
        ("one_hot(0, 1.5)", ONE_HOT),
        ("one_hot([0, 2], 2)", ONE_HOT),
        ("length(3)", "length needs a list, not a number"),
        ("conv2d(1, [[1]])", "conv2d needs a list, not a number"),
        ("conv2d([[1]], 1)", "conv2d needs a list, not a number"),
        ("conv2d([1], [[1]])", f"{CHANNELS}1 entry and a 1×1 matrix"),
        ("conv2d([[[1]]], [[1]])", f"{CHANNELS}a 1×1×1 array and a 1×1 matrix"),
        ("conv2d([[1]], [[[1]]])", f"{CHANNELS}a 1×1 matrix and a 1×1×1 array"),
        ("conv2d([[[1]], [[2]]], [[[1]]])", f"{CHANNELS}a 2×1×1 array and a 1×1×1 array"),
        ("conv2d([[1]], [[1]], 1.5)", "the stride must be a whole number or [height, width]"),
        ("conv2d([[1]], [[1]], 1, 0.5)", "the padding must be a whole number or [height, width]"),
        ("conv2d([[1]], [[1]], 1, 0, 0.5)", "the dilation must be a whole number or [height, width]"),
        ("max_pool([1], 1, 1)", "pooling needs a matrix, not 1 entry"),
        ("max_pool(1, 1, 1)", "pooling needs a matrix, not a number"),
        ("max_pool([[1]], 0.5, 1)", "the window must be a whole number or [height, width]"),
        ("average_pool([[1]], 1, 0.5)", "the stride must be a whole number or [height, width]"),
        ("l2_pool([[1]], 1, 1, 0.5)", "the padding must be a whole number or [height, width]"),
        ("max_pool([[1]], 1, 1, 1)", "the padding of a pooling is at most half its window"),
        ("max_pool([[1]], [3, 3], 1, [2, 1])", "the padding of a pooling is at most half its window"),
        ("max_pool([[1]], [3, 3], 1, [1, 2])", "the padding of a pooling is at most half its window"),
        ("derivative(1, 2)", "a derivative is taken of an expression"),
    ],
)
def test_what_has_no_value_says_why(text: str, said: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("w/2", "w/2"),
        ("2/w", "2/w"),
        ("w**2", "w**2"),
        ("2**w", "2**w"),
        ("exp(w)", "exp(w)"),
        ("sigmoid(2*w + 1) - 1/2", "sigmoid(2*w + 1) - 1/2"),
        ("-w*3", "-3*w"),
        ("derivative(w**2, w)", "2*w"),
    ],
)
def test_a_formula_of_a_variable_stays_an_expression(text: str, right: str) -> None:
    assert value(text, w=variable("w")) == Expression(parse_formula(right))


@pytest.mark.parametrize("text", ["max(w, 1)", "w*exp(1)", "w + [1, 2]", "w // 2"])
def test_a_variable_where_numbers_are_needed_does_not_fit(text: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text, w=variable("w"))
    assert str(caught.value) == KINDS


@pytest.mark.parametrize(
    "number",
    [
        LARGEST,
        -LARGEST,
        float(LARGEST),
        -float(LARGEST),
        Fraction(2**1023, 3),
        Fraction(-(2**1023), 3),
        Fraction(2**1025, 3),
        Fraction(1, 2**5000),
        np.array([float(LARGEST), -1.0]),
        as_array([LARGEST, -LARGEST, Fraction(LARGEST, 3)]),
        True,
        variable("w"),
    ],
)
def test_what_a_float_can_hold_is_held_as_it_is(number: Any) -> None:
    assert held(number) is number
    assert value("x", x=number) is number


@pytest.mark.parametrize(
    "number",
    [
        LARGEST + 1,
        -LARGEST - 1,
        math.inf,
        -math.inf,
        math.nan,
        Fraction(2**1026, 3),
        Fraction(-(2**1026), 3),
        np.array([1.0, math.inf]),
        np.array([math.nan, 1.0]),
        as_array([1, LARGEST + 1]),
        as_array([-LARGEST - 1, 1]),
    ],
)
def test_what_no_float_can_hold_is_refused(number: Any) -> None:
    with pytest.raises(EvaluationError) as caught:
        held(number)
    assert str(caught.value) == LARGE


def test_a_matrix_product_of_two_float_vectors_is_a_plain_float() -> None:
    assert type(matrix_product(np.array([1.0, 2.0]), np.array([3.0, 4.0]))) is float


@pytest.mark.parametrize(
    ("arguments", "outputs"),
    [((2, 2), (2, 1)), ((2, 2, 0, 1), (3, 2)), ((2, 1), (4, 2)), ((2, 1, as_array([0, 1])), (4, 4))],
)
def test_a_poolings_windows_round_down_unless_the_ceiling_is_asked_for(
    arguments: tuple[Any, ...], outputs: tuple[int, int]
) -> None:
    assert pool_windows(as_array([[0] * 3] * 5), *arguments).outputs == outputs


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((), "a number"),
        ((1,), "1 entry"),
        ((2,), "2 entries"),
        ((2, 3), "a 2×3 matrix"),
        ((4, 2, 3), "a 4×2×3 array"),
    ],
)
def test_a_shape_is_said_in_words(shape: tuple[int, ...], words: str) -> None:
    assert describe(shape) == words


@pytest.mark.parametrize(
    ("written", "kind", "listed"),
    [
        ([1, HALF], "object", [1, HALF]),
        ([1, 0.5], "float64", [1.0, 0.5]),
        ((1, 2), "object", [1, 2]),
        ([[1, 2], [HALF, 3]], "object", [[1, 2], [HALF, 3]]),
        ([[1, 2], [3, 0.5]], "float64", [[1.0, 2.0], [3.0, 0.5]]),
        (np.array([1, 2]), "object", [1, 2]),
        (np.array([[1, 2], [3, 4]]), "object", [[1, 2], [3, 4]]),
        ([np.array([1, 2]), [3, 4]], "object", [[1, 2], [3, 4]]),
        ([[[1], [2]]], "object", [[[1], [2]]]),
    ],
)
def test_nested_lists_become_an_array_exact_unless_a_float_is_in_it(written: Any, kind: str, listed: Any) -> None:
    array = as_array(written)
    assert array.dtype == kind
    assert array.tolist() == listed
    assert all(type(entry) in (int, Fraction, float) for entry in array.ravel().tolist())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ([], "a list may not be empty"),
        ([[1], []], "a list may not be empty"),
        ([[1, 2], [3]], "ragged: entry 2 has 1 entry, the first has 2 entries"),
        ([[1], [2], 3], "ragged: entry 3 has a number, the first has 1 entry"),
        ([np.ones((2, 2)), np.ones(2)], "ragged: entry 2 has 2 entries, the first has a 2×2 matrix"),
        (np.ones((1,) * 9), "lists may be nested 8 deep at most"),
    ],
)
def test_what_is_no_array_says_why(written: Any, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        as_array(written)


@pytest.mark.parametrize(
    ("array", "kind"),
    [
        (np.array([1.0]), "float64"),
        (np.array([1]), "object"),
        (np.array([True]), "object"),
        (np.array([1, 2.5], dtype=object), "float64"),
        (np.array([1, HALF], dtype=object), "object"),
    ],
)
def test_an_array_is_of_floats_or_of_exact_numbers(array: Any, kind: str) -> None:
    assert tidy(array).dtype == kind
    assert tidy(array).tolist() == array.tolist()


@pytest.mark.parametrize(
    ("number", "plainly", "exactly"),
    [
        (3, 3, 3),
        (Fraction(3), 3, 3),
        (HALF, 0.5, "1/2"),
        (Fraction(-2, 3), -2 / 3, "-2/3"),
        (2.0, 2.0, 2.0),
        (np.float64(0.25), 0.25, 0.25),
        (True, 1, 1),
    ],
)
def test_numbers_for_json_are_whole_where_they_are_and_exactly_a_fraction_is_its_text(
    number: Any, plainly: float, exactly: float | str
) -> None:
    for convert, right in ((plain_number, plainly), (exact_number, exactly)):
        assert convert(number) == right
        assert type(convert(number)) is type(right)


def test_a_value_is_nested_lists_with_each_entry_converted() -> None:
    assert nested(as_array([[1, HALF], [2, 3]]), exact_number) == [[1, "1/2"], [2, 3]]
    assert nested(HALF, exact_number) == "1/2"
    assert nested(variable("w") ** 2, exact_number) == "w**2"


def test_entries_are_read_row_by_row_and_an_expression_has_none() -> None:
    assert entries(as_array([[1, 2], [3, 4]])) == [1, 2, 3, 4]
    assert entries(HALF) == [HALF]
    with pytest.raises(TypeError, match=r"^an expression has no entries$"):
        entries(variable("w"))


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        (2, 2.0, True),
        (2, 3, False),
        (as_array([1, 2]), as_array([1, 2]), True),
        (as_array([1, 2]), as_array([1, 3]), False),
        (as_array([1, 2]), as_array([[1, 2]]), False),
        (as_array([1]), 1, False),
        (variable("w") + 1, variable("w") + 1, True),
        (variable("w") + 1, variable("w") + 2, False),
        (variable("w"), 1, False),
        (1, variable("w"), False),
    ],
)
def test_two_values_are_the_same_when_shape_and_entries_are(left: Any, right: Any, alike: bool) -> None:
    assert same(left, right) is alike
