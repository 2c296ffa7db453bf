import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.tui.widgets.colours import LEVELS, ramp
from studyai.tui.widgets.heat.data import HeatMapData, aligned_texts, column_labels, gutter_of, row_labels
from studyai.tui.widgets.heat.scale import NOT_A_NUMBER, Scale, scale_of
from studyai.tui.widgets.heat.tiles import CellSize, Spot, arrange

numbers = st.floats(allow_nan=False, width=32)


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    channels = [c / 255 for c in bytes.fromhex(colour[1:])]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("dark", [True, False])
def test_larger_is_always_lighter_on_dark_and_darker_on_light(dark, signed):
    lights = [luminance(colour) for colour in ramp(dark=dark, signed=signed)]
    steps = [after - before for before, after in pairwise(lights)]
    assert all(step > 0 for step in steps) if dark else all(step < 0 for step in steps)
    assert len(lights) == LEVELS


@given(st.lists(numbers, min_size=1), numbers, numbers)
def test_levels_rise_with_the_values(values, first, second):
    scale = scale_of([values])
    low, high = sorted((first, second))
    assert 0 <= scale.level(low) <= scale.level(high) < LEVELS


def test_zero_is_in_the_middle_of_a_signed_scale_and_at_the_end_of_another():
    assert scale_of([[-1.0, 4.0]]).level(0.0) == LEVELS // 2
    assert scale_of([[0.0, 4.0]]).level(0.0) == 0


def test_odd_values_have_their_place():
    scale = scale_of([[math.nan, math.inf, 2.0]])
    assert scale == Scale(0.0, 2.0)
    assert scale.level(math.nan) == NOT_A_NUMBER
    assert scale.level(math.inf) == LEVELS - 1
    assert scale.shade(math.nan) == "?"
    assert [scale.shade(value) for value in (0, 0.5, 1, 1.5, 2)] == list(" ░▒▓█")
    assert [Scale(-2, 2).shade(value, sign=True) for value in (-2, -1.5, -0.5, 0, 2)] == list("≡=· █")


def test_nothing_to_scale():
    assert scale_of([]) == scale_of([[0.0]]) == Scale(0.0, 1.0)


shapes = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=12)
cells = st.sampled_from([CellSize(2), CellSize(1, per_line=2), CellSize(1), CellSize(7)])


@given(shapes, cells, st.integers(10, 100))
def test_tiles_do_not_overlap_and_every_value_is_found_where_it_is_drawn(shapes, cell, width):
    arrangement = arrange(shapes, [""] * len(shapes), cell, width)
    seen = set()
    for tile in arrangement.tiles:
        for row in range(tile.rows):
            for column in range(tile.columns):
                spot = Spot(tile.index, row, column)
                x, y = arrangement.place_of(spot)
                half = row % cell.per_line
                assert arrangement.spot_at(x, y, half) == spot
                assert x + cell.width <= arrangement.width
                assert y < arrangement.height
                seen.add((x, y, half))
    assert len(seen) == sum(rows * columns for rows, columns in shapes)


@given(shapes, cells, st.integers(10, 100), st.lists(st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1)])))
def test_the_cursor_never_leaves_the_maps(shapes, cell, width, moves):
    arrangement = arrange(shapes, ["map"] * len(shapes), cell, width)
    spot = Spot()
    for right, down in moves:
        spot = arrangement.move(spot, right, down)
        rows, columns = shapes[spot.map]
        assert 0 <= spot.row < rows
        assert 0 <= spot.column < columns


def test_past_the_edge_lies_the_next_map():
    arrangement = arrange([(2, 2)] * 4, [""] * 4, CellSize(2), 12)  # two bands of two
    assert arrangement.move(Spot(0, 1, 1), 1, 0) == Spot(1, 1, 0)
    assert arrangement.move(Spot(1, 0, 0), -1, 0) == Spot(0, 0, 1)
    assert arrangement.move(Spot(1, 1, 1), 0, 1) == Spot(3, 0, 1)
    assert arrangement.move(Spot(2, 0, 0), 0, -1) == Spot(0, 1, 0)
    assert arrangement.move(Spot(3, 1, 1), 1, 0) == Spot(3, 1, 1)


@pytest.mark.parametrize(
    ("columns", "width", "written"),
    [
        (8, 1, "0 2 4 6"),
        (8, 2, " 0 1 2 3 4 5 6 7"),
        (32, 1, "0    5    10   15   20   25   30"),
        (11, 1, "0    5"),
        (16, 1, "0    5    10"),
        (12, 2, "0   2   4   6   8   10"),
        (3, 6, "     0     1     2"),
    ],
)
def test_columns_are_numbered_at_even_distances(columns, width, written):
    item = HeatMapData([[0.0] * columns], numbered=True)
    assert column_labels(item, width).rstrip() == written


def test_numbers_that_are_all_whole_are_written_as_such():
    assert aligned_texts([HeatMapData([[0.0, 1.0], [-1.0, 12.0]])]) == [[[" 0", " 1"], ["−1", "12"]]]
    assert aligned_texts([HeatMapData([[0.0, 0.5]])]) == [[["0.00 ", "0.500"]]]
    assert "nan" in aligned_texts([HeatMapData([[0.0, math.nan]])])[0][0][1]


def test_rows_are_numbered_or_named_whichever_share_a_line():
    numbered = HeatMapData([[0.0]] * 12, numbered=True)
    assert row_labels(numbered, 1) == [str(row) for row in range(12)]
    assert row_labels(numbered, 2) == ["0", "2", "4", "6", "8", "10"]
    assert gutter_of(numbered, 2) == 3
    named = HeatMapData([[0.0]] * 3, row_names=("start", "6", "7"))
    assert row_labels(named, 1) == ["start", "6", "7"]
    assert row_labels(named, 2) == ["sta/6", "7"]
    assert gutter_of(HeatMapData([[0.0]] * 3)) == 0
