"""Sliding windows: what they cover is what the cells' arithmetic says, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyai.formula.arrays import as_array
from studyai.formula.cells import cell_arithmetic
from studyai.formula.evaluate import evaluate
from studyai.formula.parse import parse_formula
from studyai.formula.sliding import Slide, slides_at
from studyai.formula.tree import Node, Put, walk
from studyai.formula.values import Value
from studyai.formula.windows import Windows, pair

SIDES = st.tuples(st.integers(1, 7), st.integers(1, 7))
SMALL = st.tuples(st.integers(1, 3), st.integers(1, 3))
POOLS = ("max_pool", "average_pool", "l2_pool")


def counted(height: int, width: int) -> list[list[int]]:
    """A map whose entries tell where they stand: 1, 2, 3, …"""
    return [[row * width + column + 1 for column in range(width)] for row in range(height)]


@st.composite
def slidings(draw: st.DrawFn) -> tuple[Node, dict[str, Value]]:
    """Any convolution or pooling that has an output, under a sum with a bias and a minus."""
    sides, size, stride = draw(SIDES), draw(SMALL), draw(SMALL)
    values: dict[str, Value] = {"X": as_array(counted(*sides)), "S": as_array(stride), "F": as_array(size)}
    function = draw(st.sampled_from([*POOLS, "conv2d"]))
    if function == "conv2d":
        padding, dilation = draw(st.tuples(st.integers(0, 2), st.integers(0, 2))), draw(SMALL)
        values |= {"K": as_array(np.full(size, -1).tolist()), "D": as_array(dilation)}
        text = "conv2d(X, K, S, P, D)"
        windows = (sides, size, stride, padding, dilation, False)
    else:
        padding = (draw(st.integers(0, size[0] // 2)), draw(st.integers(0, size[1] // 2)))
        values["C"] = draw(st.integers(0, 1))
        text = f"{function}(X, F, S, P, C)"
        windows = (sides, size, stride, padding, (1, 1), bool(values["C"]))
    values["P"] = as_array(padding)
    try:
        Windows(*windows)
    except ValueError:
        assume(False)
    return parse_formula(draw(st.sampled_from([text, f"-{text}*0.5", f"[{text}, {text}]"]))), values


def cells(node: Node, values: dict[str, Value]) -> Iterator[tuple[set[int], Slide]]:
    """Of every cell the map's entries in its arithmetic (padding is 0, weights are negative) and its window."""
    value = evaluate(node, values)
    assert isinstance(value, np.ndarray)
    for cell in product(*map(range, value.shape)):
        puts = [part.value for part in walk(cell_arithmetic(node, values, cell)) if isinstance(part, Put)]
        (slide,) = slides_at(node, values, cell)
        yield {put for put in puts if isinstance(put, int) and put > 0}, slide


@given(slidings())
def test_the_window_covers_exactly_the_entries_in_the_cells_arithmetic(case: tuple[Node, dict[str, Value]]) -> None:
    for entries, slide in cells(*case):
        (channel,) = slide.channels
        covered = {channel[place] for place in product(*slide.window) if slide.windows.inside(place)}
        assert covered == entries


@given(slidings())
def test_the_rows_and_columns_told_as_unreached_are_those_in_no_cells_arithmetic(
    case: tuple[Node, dict[str, Value]],
) -> None:
    entries, slides = zip(*cells(*case), strict=True)
    windows = slides[0].windows
    seen = np.isin(slides[0].channels[0].astype(int), list(set().union(*entries)))
    for side, reached in ((0, seen.any(axis=1)), (1, seen.any(axis=0))):
        own = [place for place in windows.unreached(side) if 0 <= place < windows.inputs[side]]
        # A window that lies on the other side's padding alone reads no entry at all.
        expected = np.flatnonzero(~reached).tolist() if seen.any() else own
        assert own == expected


@given(slidings())
def test_the_remainder_is_how_much_of_the_padded_map_lies_behind_the_last_window(
    case: tuple[Node, dict[str, Value]],
) -> None:
    _, slide = next(cells(*case))
    windows = slide.windows
    for side in (0, 1):
        behind = [place for place in windows.unreached(side) if place >= windows.end(side)]
        assert windows.ceiling or len(behind) == windows.remainder(side)


def test_every_channel_lies_under_the_same_window() -> None:
    values: dict[str, Value] = {
        "X": as_array([counted(3, 3), counted(3, 3)]),
        "K": as_array(np.ones((2, 2, 2)).tolist()),
    }
    (slide,) = slides_at(parse_formula("relu(conv2d(X, K))"), values, (1, 0))
    assert slide.window == ([1, 2], [0, 1])
    assert [channel.tolist() for channel in slide.channels] == [counted(3, 3), counted(3, 3)]


def test_a_formula_of_two_convolutions_has_two_windows_and_one_turned_over_its_own() -> None:
    values: dict[str, Value] = {"X": as_array(counted(3, 4)), "K": as_array([[1, 1]])}
    slides = list(slides_at(parse_formula("conv2d(X, K) + conv2d(X, K, 1, 0, 2)[0]"), values, (1, 1)))
    assert [slide.window for slide in slides] == [([1], [1, 2])]  # an entry read off a list has no arithmetic
    slides = list(slides_at(parse_formula("conv2d(X, K) - max_pool(X, [1, 2], 1)"), values, (1, 1)))
    assert [slide.window for slide in slides] == [([1], [1, 2])] * 2
    (turned,) = slides_at(parse_formula("conv2d(X, K).T"), values, (2, 1))
    assert turned.window == ([1], [2, 3])


@pytest.mark.parametrize("text", ["X + 1", "sum(max_pool(X, 2, 1))", "max_pool(X, 2, 1) @ X"])
def test_a_formula_whose_cells_are_no_windows_has_none(text: str) -> None:
    values: dict[str, Value] = {"X": as_array(counted(3, 3))}
    assert list(slides_at(parse_formula(text), values, (0, 0))) == []


@pytest.mark.parametrize(
    ("function", "zeros"),
    [
        ("conv2d(X, X, 1, 1)", True),
        ("max_pool(X, 2, 1, 1)", False),
        ("average_pool(X, 2, 1, 1)", True),
        ("average_pool(X, 2, 1, 1, 0, 0)", False),
    ],
)
def test_whether_padding_is_a_zero(function: str, zeros: bool) -> None:
    (slide,) = slides_at(parse_formula(function), {"X": as_array(counted(3, 3))}, (0, 0))
    assert slide.zeros is zeros


@pytest.mark.parametrize(
    ("value", "sides"),
    [(2, (2, 2)), (Fraction(4, 2), (2, 2)), (as_array([2, 1]), (2, 1)), (as_array([Fraction(6, 2), 0]), (3, 0))],
)
def test_one_whole_number_holds_for_both_sides_or_each_has_its_own(value: Value, sides: tuple[int, int]) -> None:
    assert pair(value, "stride") == sides


@pytest.mark.parametrize(
    "value",
    [Fraction(3, 2), 2.0, as_array([2]), as_array([2, 1, 1]), as_array([2, 1.5]), as_array([[2, 1], [1, 1]])],
)
def test_anything_else_is_no_size_of_two_sides(value: Value) -> None:
    with pytest.raises(ValueError, match=r"^the stride must be a whole number or \[height, width\]$"):
        pair(value, "stride")


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ({"size": (1, 0)}, "the window must be at least 1"),
        ({"size": (1, 1), "stride": (0, 1)}, "the stride must be at least 1"),
        ({"size": (1, 1), "padding": (0, -1)}, "the padding must be at least 0"),
        ({"size": (1, 1), "dilation": (1, 0)}, "the dilation must be at least 1"),
        ({"size": (1, 6)}, "the window is larger than the padded input"),
        ({"size": (6, 1)}, "the window is larger than the padded input"),
        ({"size": (3, 1), "dilation": (2, 1)}, "the window is larger than the padded input"),
    ],
)
def test_a_window_that_cannot_slide_is_refused(geometry: dict[str, tuple[int, int]], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        Windows((4, 5), **geometry)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("geometry", "outputs"),
    [
        ({"size": (4, 5)}, (1, 1)),
        ({"size": (2, 2), "stride": (2, 2)}, (2, 2)),
        ({"size": (2, 2), "stride": (2, 2), "ceiling": True}, (2, 3)),
        ({"size": (3, 3), "stride": (2, 2), "padding": (1, 1)}, (2, 3)),
        ({"size": (3, 3), "stride": (2, 2), "padding": (1, 1), "ceiling": True}, (3, 3)),
        ({"size": (2, 2), "stride": (3, 3), "ceiling": True}, (2, 2)),
        ({"size": (1, 1), "stride": (4, 5), "ceiling": True}, (1, 1)),  # a second would start behind the map
        ({"size": (2, 3), "dilation": (3, 2)}, (1, 1)),
        ({"size": (2, 2), "dilation": (3, 2), "padding": (1, 0)}, (3, 3)),
    ],
)
def test_how_many_windows_fit(geometry: dict[str, Any], outputs: tuple[int, int]) -> None:
    assert Windows((4, 5), **geometry).outputs == outputs
