"""Masks, stacking and patches against torch's own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch.nn import functional

from studyai.formula.arrays import as_array
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.parse import parse_formula

SIDES = st.tuples(st.integers(1, 5), st.integers(1, 5))
ENTRIES = st.integers(-20, 20)


def value(text: str, **names: Any) -> Any:
    return evaluate(parse_formula(text), {name: as_array(one) for name, one in names.items()})


def matrix(data: st.DataObject, rows: int, columns: int) -> list[list[int]]:
    row = st.lists(ENTRIES, min_size=columns, max_size=columns)
    return data.draw(st.lists(row, min_size=rows, max_size=rows))


@given(st.data())
def test_a_masked_softmax_is_torchs_with_minus_infinity(data: st.DataObject) -> None:
    rows, columns = data.draw(SIDES)
    scores = matrix(data, rows, columns)
    mask = [[data.draw(st.integers(0, 1)) for _ in range(columns)] for _ in range(rows)]
    assume(all(any(row) for row in mask))
    hidden = torch.tensor(scores, dtype=torch.float64).masked_fill(torch.tensor(mask) == 0, -torch.inf)
    np.testing.assert_allclose(value("softmax(S, M)", S=scores, M=mask), torch.softmax(hidden, -1), atol=1e-15)


def test_a_row_without_anything_to_see_has_no_softmax() -> None:
    with pytest.raises(EvaluationError, match="not masked"):
        value("softmax(S, M)", S=[1, 2], M=[0, 0])


def test_a_masked_entry_cannot_overflow() -> None:
    assert value("softmax(S, M)", S=[10**6, 1], M=[0, 1]).tolist() == [0, 1]


@given(st.data(), SIDES, st.integers(0, 1))
def test_sums_and_means_along_an_axis_are_torchs(data: st.DataObject, sides: tuple[int, int], axis: int) -> None:
    numbers = matrix(data, *sides)
    expected = torch.tensor(numbers, dtype=torch.float64).mean(axis)
    np.testing.assert_allclose(value(f"mean(X, {axis})", X=numbers).astype(float), expected)
    assert value(f"sum(X, {axis})", X=numbers).tolist() == torch.tensor(numbers).sum(axis).tolist()


@given(st.integers(1, 6))
def test_the_causal_mask_is_torchs(side: int) -> None:
    assert value(f"lower_triangle({side})").tolist() == torch.ones(side, side).tril().tolist()


@given(st.data(), SIDES, SIDES)
def test_patches_are_what_unfold_cuts(data: st.DataObject, sides: tuple[int, int], stride: tuple[int, int]) -> None:
    image = matrix(data, 6, 7)
    expected = functional.unfold(torch.tensor(image, dtype=torch.float64)[None, None], sides, stride=stride)[0].T
    got = value("patches(X, F, S)", X=image, F=list(sides), S=list(stride))
    assert got.tolist() == expected.tolist()


def test_stacking_keeps_numbers_exact_and_refuses_what_does_not_fit() -> None:
    assert value("stack([1, 2], [[3, 4], [5, 6]])").tolist() == [[1, 2], [3, 4], [5, 6]]
    assert value("beside([[1], [2]], [[3, 4], [5, 6]])").tolist() == [[1, 3, 4], [2, 5, 6]]
    with pytest.raises(EvaluationError, match="do not fit below one another"):
        value("stack([1, 2], [1, 2, 3])")
    with pytest.raises(EvaluationError, match="do not fit side by side"):
        value("beside([[1], [2]], [[1]])")


@given(st.data(), SIDES)
def test_column_means_and_outer_products_are_torchs(data: st.DataObject, sides: tuple[int, int]) -> None:
    entries = matrix(data, *sides)
    means = torch.tensor(entries, dtype=torch.float64).mean(0)
    np.testing.assert_allclose(value("column_mean(X)", X=entries).astype(float), means, atol=1e-12)
    left, right = entries[0], [row[0] for row in entries]
    assert value("outer(u, v)", u=left, v=right).tolist() == torch.outer(*map(torch.tensor, (left, right))).tolist()


@given(st.lists(ENTRIES, min_size=1, max_size=9), st.integers(1, 9))
def test_parts_are_torchs_batches(entries: list[int], count: int) -> None:
    batches = torch.tensor(entries).split(count)
    for number, batch in enumerate(batches):
        assert value(f"part(x, {number * count}, {count})", x=entries).tolist() == batch.tolist()
    with pytest.raises(EvaluationError, match="starts at"):
        value(f"part(x, {len(entries)}, 1)", x=entries)


@given(st.data(), SIDES)
def test_flips_and_quarter_turns_are_torchs(data: st.DataObject, sides: tuple[int, int]) -> None:
    entries = matrix(data, *sides)
    image = torch.tensor(entries)
    for axis in (0, 1):
        assert value(f"flip(X, {axis})", X=entries).tolist() == image.flip(axis).tolist()
    assert value("flip(X.T, 0)", X=entries).tolist() == image.rot90(1).tolist()
    assert value("flip(X.T, 1)", X=entries).tolist() == image.rot90(-1).tolist()
    assert value("flip(X)", X=entries).tolist() == image.rot90(2).tolist()


@given(st.data(), SIDES, st.integers(-6, 6), st.integers(-6, 6))
def test_a_shift_is_torchs_padding_that_cuts_the_other_side(
    data: st.DataObject, sides: tuple[int, int], down: int, right: int
) -> None:
    entries = matrix(data, *sides)
    wide = functional.pad(torch.tensor(entries), (6, 6, 6, 6))
    expected = wide[6 - down : 6 - down + sides[0], 6 - right : 6 - right + sides[1]]
    assert value("shift(X, p)", X=entries, p=[down, right]).tolist() == expected.tolist()


@given(st.data(), SIDES, st.integers(1, 3), st.integers(1, 3))
def test_enlarging_is_torchs_nearest_neighbour(
    data: st.DataObject, sides: tuple[int, int], down: int, right: int
) -> None:
    entries = matrix(data, *sides)
    larger = functional.interpolate(torch.tensor(entries, dtype=torch.float64)[None, None], scale_factor=(down, right))
    assert value(f"enlarge(X, [{down}, {right}])", X=entries).tolist() == larger[0, 0].tolist()


@given(st.data(), SIDES)
def test_the_largest_are_torchs_and_are_taken_as_torch_indexes(data: st.DataObject, sides: tuple[int, int]) -> None:
    entries = matrix(data, *sides)
    count = data.draw(st.integers(1, sides[0] * sides[1]))
    flat = torch.tensor(entries).flatten()
    places = value(f"top_k(X, {count})", X=entries).tolist()
    assert places == flat.sort(descending=True, stable=True).indices[:count].tolist()
    assert value("take(concat(X), k)", X=entries, k=places).tolist() == flat.topk(count).values.tolist()
    rows = data.draw(st.lists(st.integers(0, sides[0] - 1), min_size=1, max_size=4))
    assert value("take(X, k)", X=entries, k=rows).tolist() == torch.tensor(entries)[rows].tolist()
    assert value(f"take(X, {rows[0]})", X=entries).tolist() == entries[rows[0]]


def test_a_block_is_cut_from_a_matrix() -> None:
    entries = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    assert value("part(X, [1, 0], [2, 2])", X=entries).tolist() == [[4, 5], [7, 8]]
    assert value("part(X, [0, 1], 2)", X=entries).tolist() == [[2, 3], [5, 6]]
    for cut in ("[0, 0, 0], 1", "[0, 0], [1, 1, 1]", "[0, 3], 1", "[0, 0.5], 1"):
        with pytest.raises(EvaluationError, match="part"):
            value(f"part(X, {cut})", X=entries)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("patches([[1, 2, 3], [4, 5, 6]], 2)", [[1, 2, 4, 5]]),
        ("patches([[1, 2, 3]], [1, 2], 1)", [[1, 2], [2, 3]]),
        ("part([1, 2, 3], 1, 10000)", [2, 3]),
        ("part([[1, 2], [3, 4]], 0, 1)", [[1, 2]]),
        ("part([[1, 2], [3, 4]], 1, [1])", [[3, 4]]),
        ("take([5, 7], 1)", 7),
        ("take([[5, 7], [8, 9]], 0)", [5, 7]),
        ("top_k([3, 5, 5, 4], 3)", [1, 2, 3]),
        ("top_k(5, 1)", [0]),
        ("flip([1, 2], 0)", [2, 1]),
        ("flip([[[1, 2]]], 2)", [[[2, 1]]]),
        ("shift([[1, 2], [3, 4]], 1)", [[0, 0], [0, 1]]),
        ("beside([1, 2], [3])", [[1, 2, 3]]),
        ("stack([1/3, 2], [4, 5])", [[Fraction(1, 3), 2], [4, 5]]),
        ("stack(1/2*[2, 3], [exp(0), 4])", [[1, 1.5], [1, 4]]),
        ("enlarge([[1], [2]], [1, 2])", [[1, 1], [2, 2]]),
        ("range(1)", [0]),
        ("lower_triangle(2)", [[1, 0], [1, 1]]),
    ],
)
def test_entries_are_arranged(text: str, right: Any) -> None:
    got = value(text)
    assert (got.tolist() if isinstance(got, np.ndarray) else got) == right


def test_an_entry_taken_from_floats_is_a_plain_float() -> None:
    assert type(value("take([exp(0), 2], 1)")) is float


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("range(10000)", (10000,)),
        ("enlarge([[1, 2]], [1000, 500])", (1000, 1000)),
        ("enlarge([[1], [2]], [500, 1])", (1000, 1)),
    ],
)
def test_the_largest_sizes_are_made(text: str, shape: tuple[int, ...]) -> None:
    assert value(text).shape == shape


COUNTED, SIDE = "needs a whole number from 1 to 10000", "needs a whole number from 1 to 1000"
CUT = "takes a start and a count for each axis that is cut"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("flip(3)", "flip needs a list, not a number"),
        ("flip([1, 2], 1)", "flip takes an axis from 0 to 0"),
        ("flip([[1, 2]], 2)", "flip takes an axis from 0 to 1"),
        ("flip([[1, 2]], -1)", "flip takes an axis from 0 to 1"),
        ("flip([[1, 2]], 0.5)", "flip takes an axis from 0 to 1"),
        ("shift([1, 2], 1)", "shift needs a matrix, not 2 entries"),
        ("shift(3, 1)", "shift needs a matrix, not a number"),
        ("shift([[1]], [1, 2, 3])", "the shift must be a whole number or [height, width]"),
        ("enlarge([1], 2)", "enlarge needs a matrix, not 1 entry"),
        ("enlarge([[1]], 0)", f"enlarge {SIDE}"),
        ("enlarge([[1]], 1001)", f"enlarge {SIDE}"),
        ("enlarge([[1]], [1, 0])", f"enlarge {SIDE}"),
        ("enlarge([[1]], 1.5)", "the enlargement must be a whole number or [height, width]"),
        ("enlarge([[1, 2]], [1, 501])", "an enlarged side has 1000 entries at most"),
        ("enlarge([[1], [2]], [501, 1])", "an enlarged side has 1000 entries at most"),
        ("range(0)", f"range {COUNTED}"),
        ("range(1.5)", f"range {COUNTED}"),
        ("range(10001)", f"range {COUNTED}"),
        ("lower_triangle(1001)", f"lower_triangle {SIDE}"),
        ("lower_triangle(-1)", f"lower_triangle {SIDE}"),
        ("stack(1, 2)", "only vectors and matrices can be stacked"),
        ("beside([1], 2)", "only vectors and matrices can be stacked"),
        ("stack([[[1]], [[2]]], [[1]])", "only vectors and matrices can be stacked"),
        ("stack([1, 2], [[1, 2, 3]])", "a 1×2 matrix and a 1×3 matrix do not fit below one another"),
        ("beside([[1], [2]], [[3]])", "a 2×1 matrix and a 1×1 matrix do not fit side by side"),
        ("patches([1, 2], 1)", "patches needs a matrix, not 2 entries"),
        ("patches([[1, 2]], 1.5)", "the patch must be a whole number or [height, width]"),
        ("patches([[1, 2]], 1, 1.5)", "the stride must be a whole number or [height, width]"),
        ("part(1, 0, 1)", "only a list has parts"),
        ("part([1, 2], [0, 0], 1)", f"a part of 2 entries {CUT}"),
        ("part([[1, 2]], [0, 0], [1, 1, 1])", f"a part of a 1×2 matrix {CUT}"),
        ("part([1, 2, 3], 3, 1)", "a part starts at a whole number from 0 to 2"),
        ("part([1, 2, 3], -1, 1)", "a part starts at a whole number from 0 to 2"),
        ("part([1, 2, 3], 0.5, 1)", "a part starts at a whole number from 0 to 2"),
        ("part([[1, 2, 3]], [0, 3], 1)", "a part starts at a whole number from 0 to 2"),
        ("part([1, 2], 0, 0)", f"part {COUNTED}"),
        ("part([1, 2], 0, 10001)", f"part {COUNTED}"),
        ("part([1, 2], 0, 1.5)", f"part {COUNTED}"),
        ("take(1, 0)", "entries can only be taken from a list"),
        ("take([1, 2, 3], 3)", "a place is a whole number from 0 to 2"),
        ("take([1, 2, 3], -1)", "a place is a whole number from 0 to 2"),
        ("take([1, 2, 3], [0, 0.5])", "a place is a whole number from 0 to 2"),
        ("top_k([1, 2], 0)", "top_k takes 1 to 2 of as many entries"),
        ("top_k([1, 2], 3)", "top_k takes 1 to 2 of as many entries"),
        ("top_k([1, 2], 1.5)", "top_k takes 1 to 2 of as many entries"),
    ],
)
def test_what_cannot_be_arranged_says_what_could_be(text: str, said: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert str(caught.value) == said
