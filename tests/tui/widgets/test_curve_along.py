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
