"""A curve along something else than updates: powers of ten, a line at a limit, points that move."""

from __future__ import annotations

from itertools import pairwise

import pytest
from widget_host import Host, lines_of, text_of

from studyai.tui.widgets.curve import Across, Curve, Series

RATES = [1e-4, 1e-3, 1e-2, 1e-1, 1.0]


async def drawn(*curves: Series, across: Across) -> Host:
    curve = Curve()
    host = Host(curve)
    async with host.run_test(size=(60, 14)) as pilot:
        await pilot.pause()
        curve.draw(curves, across=across)
        await pilot.pause()
        host.shown = lines_of(host)
    return host


async def test_powers_of_ten_stand_at_even_distances() -> None:
    host = await drawn(Series(RATES, [0.5, 0.4, 0.3, 0.2, 0.1]), across=Across(1e-4, 1.2, is_logarithmic=True))
    below = host.shown[-1]
    places = [below.index(power) for power in ("10⁻⁴", "10⁻³", "10⁻²", "0.1")]
    distances = {after - before for before, after in pairwise(places[:3])}
    assert len(distances) == 1
    assert " 1" in below[places[-1] + 3 :]


async def test_a_mark_is_a_line_from_bottom_to_top() -> None:
    host = await drawn(Series(RATES, [0.5] * 5), across=Across(1e-4, 1.2, True, marks=(0.1,)))
    columns = [line.index("│") for line in host.shown if "│" in line]
    assert len(columns) > 8
    assert len(set(columns)) == 1
    assert columns[0] == pytest.approx(host.shown[-1].index("0.1") + 1, abs=1)


async def test_an_axis_of_numbers_begins_at_its_low_end() -> None:
    host = await drawn(Series([10, 20, 30], [1, 2, 3]), across=Across(10, 31))
    assert host.shown[-1].split()[0] == "10"


async def test_a_point_that_moves_in_the_middle_is_drawn_anew() -> None:
    curve = Curve()
    host = Host(curve)
    across = Across(0.0, 2.0)
    async with host.run_test(size=(60, 14)) as pilot:
        await pilot.pause()
        curve.draw([Series([0, 1, 2], [1, 1, 1.5])], across=across)
        await pilot.pause()
        before = text_of(host)
        curve.draw([Series([0, 1, 2], [1, 1.4, 1.5])], across=across)
        await pilot.pause()
        assert text_of(host) != before


NEGATIVE = Series([-10.0, -5.0, 0.0, 5.0, 10.0], [-1.0, -1.0, 0.0, 1.0, 1.0], glyph="×")


async def test_what_is_below_zero_is_drawn_and_so_are_both_ends() -> None:
    host = await drawn(NEGATIVE, across=Across(-10, 10))
    assert host.shown[-1].split() == ["−10", "−5", "0", "5", "10"]
    assert sum(line.count("×") for line in host.shown) == 5
    frame = max(map(len, host.shown[:-1])) - 1
    assert max(line.rfind("×") for line in host.shown) == frame - 1


@pytest.mark.parametrize(
    ("x", "ticks"),
    [
        ([0.025, 0.05, 0.1, 0.2, 0.4, 0.8], ["0.05", "0.1", "0.2", "0.5"]),
        ([32, 64, 128, 256, 512], ["50", "100", "200", "500"]),
        ([1], ["0.5", "1", "2"]),
    ],
)
async def test_numbers_stand_at_the_ticks_where_there_are_few_powers_of_ten(x: list[float], ticks: list[str]) -> None:
    host = await drawn(Series(x, [1.0] * len(x), glyph="o"), across=Across(x[0], x[-1], is_logarithmic=True))
    assert host.shown[-1].split() == ticks
    assert sum(line.count("o") for line in host.shown) == len(x)


@pytest.mark.parametrize("is_logarithmic", [False, True])
async def test_a_single_point_is_drawn(is_logarithmic: bool) -> None:
    host = await drawn(Series([1], [0.26]), across=Across(1, 1, is_logarithmic, whole=True))
    assert sum(line.count("•") for line in host.shown) == 1


async def test_parts_of_one_have_ticks_between_them_but_whole_numbers_have_none() -> None:
    host = await drawn(Series([0.0, 1.25], [0, 1]), across=Across(0.0, 1.25))
    assert host.shown[-1].split() == ["0.00", "0.25", "0.50", "0.75", "1.00", "1.25"]
    host = await drawn(Series([0, 1, 2], [0, 1, 2]), across=Across(0, 2, whole=True))
    assert host.shown[-1].split() == ["0", "1", "2"]


async def test_a_line_and_a_row_of_glyphs_of_one_value_stand_in_one_row() -> None:
    """On a cell's edge, and a hair below it, as sigmoid and tanh are near 1."""
    x = [0.0, 1.0, 2.0, 3.0]
    line, glyphs = Series(x, [1.0, 0.99999, 0.99999, 1.0]), Series([1.0], [1.0], glyph="×")
    host = await drawn(line, glyphs, Series([0.0, 3.0], [0.0, 1.4], glyph="o"), across=Across(0, 3))
    (row,) = [text for text in host.shown if "×" in text]
    assert any("⠀" < letter <= "⣿" for letter in row)
