"""Every function of the formula language against PyTorch, and each cell's arithmetic against its value."""

from __future__ import annotations

import ast
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch.nn import functional

from studyai.formula.arrays import as_array, entries
from studyai.formula.cells import cell_arithmetic
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.functions import FUNCTIONS
from studyai.formula.notation import NOTATIONS
from studyai.formula.parse import parse_formula

SMALL = st.integers(-4, 4)
SIDES = st.tuples(st.integers(1, 3), st.integers(1, 3))


def _value(text: str, **values: object) -> np.ndarray:
    return np.array(evaluate(parse_formula(text), values), dtype=float)  # type: ignore[arg-type]


def _matrix(draw: st.DrawFn, rows: int, columns: int) -> np.ndarray:
    return as_array([[draw(SMALL) for _ in range(columns)] for _ in range(rows)])


def _tensor(array: np.ndarray) -> torch.Tensor:
    return torch.tensor(array.astype(float))


def test_every_function_has_a_notation() -> None:
    assert NOTATIONS.keys() == FUNCTIONS.keys()


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        ("tanh", torch.tanh),
        ("sigmoid", torch.sigmoid),
        ("relu", torch.relu),
        ("exp", torch.exp),
        ("abs", torch.abs),
        ("floor", torch.floor),
        ("ceil", torch.ceil),
        ("sign", torch.sign),
        ("softmax", lambda z: torch.softmax(z, dim=-1)),
    ],
)
@given(numbers=st.lists(st.fractions(-9, 9, max_denominator=16), min_size=1, max_size=5))
def test_entry_by_entry(name: str, twin: object, numbers: list[Fraction]) -> None:
    expected = twin(torch.tensor([float(one) for one in numbers], dtype=torch.float64))  # type: ignore[operator]
    np.testing.assert_allclose(_value(f"{name}(z)", z=as_array(numbers)), expected, rtol=1e-12, atol=1e-12)


@given(st.data())
def test_convolution(data: st.DataObject) -> None:
    draw = data.draw
    image = _matrix(draw, *draw(st.tuples(st.integers(1, 6), st.integers(1, 6))))
    kernel = _matrix(draw, *draw(SIDES))
    stride, dilation = draw(SIDES), draw(SIDES)
    padding = draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
    values = {"X": image, "K": kernel, "S": as_array(stride), "P": as_array(padding), "D": as_array(dilation)}
    node = parse_formula("conv2d(X, K, S, P, D) + 1")
    reach = [dilation[side] * (kernel.shape[side] - 1) + 1 for side in (0, 1)]
    if any(reach[side] > image.shape[side] + 2 * padding[side] for side in (0, 1)):
        with pytest.raises(EvaluationError, match="larger than the padded input"):
            evaluate(node, values)
        return
    expected = functional.conv2d(
        _tensor(image)[None, None], _tensor(kernel)[None, None], None, stride, padding, dilation
    )
    result = evaluate(node, values)
    np.testing.assert_array_equal(result.astype(float), expected[0, 0] + 1)
    _cells_agree(node, values, result)


@given(st.data(), st.integers(1, 3))
def test_convolution_over_channels(data: st.DataObject, count: int) -> None:
    draw = data.draw
    sides = draw(st.tuples(st.integers(3, 5), st.integers(3, 5)))
    image = as_array([_matrix(draw, *sides) for _ in range(count)])
    size, stride = draw(SIDES), draw(SIDES)
    kernel = as_array([_matrix(draw, *size) for _ in range(count)])
    values = {"X": image, "K": kernel, "S": as_array(stride)}
    node = parse_formula("conv2d(X, K, S, 1) - 1")
    expected = functional.conv2d(_tensor(image)[None], _tensor(kernel)[None], None, stride, 1)
    result = evaluate(node, values)
    np.testing.assert_array_equal(result.astype(float), expected[0, 0] - 1)
    _cells_agree(node, values, result)


@pytest.mark.parametrize("text", ["conv2d([X, X], [K])", "conv2d([X, X], K)", "conv2d(X, [K])", "conv2d(X[0], K)"])
def test_an_image_and_a_kernel_have_as_many_channels(text: str) -> None:
    with pytest.raises(EvaluationError, match="channels"):
        evaluate(parse_formula(text), {"X": as_array([[1, 2], [3, 4]]), "K": as_array([[1]])})


@given(st.data())
def test_pooling(data: st.DataObject) -> None:
    draw = data.draw
    image = _matrix(draw, *draw(st.tuples(st.integers(2, 6), st.integers(2, 6))))
    size, stride = draw(SIDES), draw(SIDES)
    padding = tuple(draw(st.integers(0, side // 2)) for side in size)
    ceiling, counted = draw(st.booleans()), draw(st.booleans())
    assume(all(size[side] <= image.shape[side] + 2 * padding[side] for side in (0, 1)))
    values = {"X": image, "F": as_array(size), "S": as_array(stride), "P": as_array(padding)}
    batch = _tensor(image)[None, None]
    twins = {
        "max_pool(X, F, S, P, %d)": functional.max_pool2d(batch, size, stride, padding, ceil_mode=ceiling),
        f"average_pool(X, F, S, P, %d, {int(counted)})": functional.avg_pool2d(
            batch, size, stride, padding, ceiling, counted
        ),
    }
    if padding == (0, 0) and not ceiling:
        twins["l2_pool(X, F, S, P, %d)"] = functional.lp_pool2d(batch, 2, size, stride)
    for text, expected in twins.items():
        node = parse_formula(text % ceiling)
        result = evaluate(node, values)
        np.testing.assert_allclose(result.astype(float), expected[0, 0], rtol=1e-9, atol=1e-12)
        _cells_agree(node, values, result)


@pytest.mark.parametrize(
    "text",
    [
        "softmax(Q @ K.T/sqrt(2)) @ V",
        "tanh(Q @ V + [1, 2])",
        "sum(Q) + mean(V) - max(K)",
        "where(Q > 0, Q, 0.1*Q)",
        "[1, 2] @ V",
        "Q @ [1, -1]",
        "[[1, 2], [3, 4]].T + Q[0]",
        "concat(Q[0], 3)*2",
        "flip(K)**2 - one_hot(1, 2)",
        "one_hot([1, 0], 2) @ K",
        "softmax(Q, lower_triangle(2)) @ V",
        "softmax(Q[0], [0, 1])",
        "mean(Q, 0) - mean(K, 1)",
        "stack(Q[0], K, range(2) + 1)*2",
        "beside(Q, K) + cos(range(4))",
        "patches(stack(Q, K), 2) - sin(patches(stack(Q, K), 2))",
        "relu(K) + step(K) - abs(K)",
        "column_mean(Q - K)*[2, 3]",
        "outer([1, 2], Q[0]) - V",
        "part(Q, 1, 2)*2",
        "part(Q, [0, 1], [2, 1]) - 1",
        "flip(Q, 1) + shift(K, [1, -1])*2",
        "enlarge(V, [1, 2]) - 1",
    ],
)
def test_each_cells_arithmetic_has_the_cells_value(text: str) -> None:
    values = {"Q": as_array([[1, -2], [3, 1]]), "K": as_array([[0, 1], [2, -1]]), "V": as_array([[1, 2], [-1, 1]])}
    node = parse_formula(text)
    _cells_agree(node, values, evaluate(node, values))


def _cells_agree(node: object, values: dict[str, object], result: object) -> None:
    shape = np.shape(result)
    for index, entry in zip(np.ndindex(*shape), entries(result), strict=True):  # type: ignore[arg-type]
        arithmetic = cell_arithmetic(node, values, tuple(index))  # type: ignore[arg-type]
        assert float(evaluate(arithmetic)) == pytest.approx(float(entry), rel=1e-12, abs=1e-12)


def _by_python(node: ast.expr) -> Fraction:
    """Python's own reading of the text: its syntax tree, worked out with fractions."""
    match node:
        case ast.Constant(value=int(value)):
            return Fraction(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_by_python(operand)
        case ast.BinOp(left=left, op=operator, right=right):
            one, other = _by_python(left), _by_python(right)
            match operator:
                case ast.Add():
                    return one + other
                case ast.Sub():
                    return one - other
                case ast.Mult():
                    return one * other
                case ast.Div():
                    return one / other
                case ast.FloorDiv():
                    return Fraction(one // other)
                case ast.Mod():
                    return one % other
                case ast.Pow():
                    return one**other  # type: ignore[return-value]
    raise AssertionError(ast.dump(node))


TERMS = st.recursive(
    st.integers(0, 9).map(str),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner).map(" ".join),
        inner.map(lambda text: f"-{text}"),
        inner.map(lambda text: f"({text})"),
        st.tuples(inner, st.integers(0, 3).map(str)).map("**".join),
    ),
    max_leaves=8,
)


@given(TERMS)
def test_precedence_is_pythons(text: str) -> None:
    try:
        expected = _by_python(ast.parse(text, mode="eval").body)
    except ZeroDivisionError:
        with pytest.raises(EvaluationError):
            evaluate(parse_formula(text))
        return
    assume(abs(expected) < 10**300)
    assert evaluate(parse_formula(text)) == pytest.approx(expected, rel=1e-12)


def test_decimals_are_exact_where_binary_floating_point_is_not() -> None:
    assert 0.1 + 0.2 - 0.3 != 0
    assert evaluate(parse_formula("step(0.1 + 0.2 - 0.3)")) == 1
    assert evaluate(parse_formula("step(0.3 - 0.2 - 0.1)")) == 1
