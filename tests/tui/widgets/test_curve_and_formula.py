import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from textual.geometry import Region
from widget_host import Host, lines_of

from studyai.tui.widgets.axis import axis, labels, ruler
from studyai.tui.widgets.curve import Curve, Series
from studyai.tui.widgets.formula_view import FormulaView, Highlight, formula_content


async def test_a_curve_draws_its_data_and_round_ticks():
    async with Host(Curve()).run_test(size=(60, 15)) as pilot:
        x = list(range(1, 2001))
        pilot.app.query_one(Curve).draw([Series(x, [1000 / k for k in x])])
        await pilot.pause()
        lines = lines_of(pilot.app)
        assert any("⠤" in line or "⣀" in line or "⡇" in line or "⠒" in line for line in lines)
        ticks = lines[-1].split()
        assert ticks[0] == "0"
        assert ticks == ["0", "500", "1000", "1500"]


async def test_an_empty_curve_is_no_error_and_neither_is_a_single_point():
    async with Host(Curve()).run_test(size=(60, 15)) as pilot:
        curve = pilot.app.query_one(Curve)
        curve.draw([Series([], [])])
        await pilot.pause()
        curve.draw([Series([1.0], [0.5])], (0.0, 1.0))
        await pilot.pause()
        assert "1.0" in "\n".join(lines_of(pilot.app))


async def test_a_curve_that_is_being_taken_away_may_be_drawn_once_more():
    """Its parts go one by one; a picture asked for meanwhile found the plot, but no legend."""
    async with Host(Curve()).run_test(size=(60, 15)) as pilot:
        curve = pilot.app.query_one(Curve)
        curve.draw([Series([1.0, 2.0], [0.5, 0.7])])
        await pilot.pause()
        await curve.query_one("#legend").remove()
        curve.refresh(layout=True)
        curve._scale_rectangle = Region()
        assert curve.render() == ""


SERIES = st.floats(-1e6, 1e6).flatmap(
    lambda low: st.floats(1e-6, 1e6).map(lambda length: (low, low + length) if low + length > low else (low, low + 1))
)


@given(ends=SERIES, cells=st.integers(2, 120), least=st.integers(1, 12), whole=st.booleans())
def test_ticks_are_round_and_even_and_the_axis_shows_all(ends, cells, least, whole):
    low, high = ends
    found = axis(low, high, cells, least_stride=least, whole=whole)
    assert found.low <= low + 1e-6 * found.step
    assert high <= found.high + 1e-6 * found.step
    assert found.stride >= min(least, cells)
    mantissa = float(f"{found.step:e}".partition("e")[0])
    assert mantissa in (1, 2, 2.5, 5)
    assert not whole or found.step.is_integer()
    for place, tick in enumerate(found.ticks):
        assert tick == pytest.approx(found.low + place * found.step, abs=1e-6 * found.step)
    written = labels(found.ticks, found.step)
    assert len(set(written)) == len(written)


@given(ends=SERIES, cells=st.integers(12, 120))
def test_an_axis_leaves_little_room_unused(ends, cells):
    low, high = ends
    assume(high - low > 1e-6 * abs(low))
    found = axis(low, high, cells)
    assert high - low > (found.high - found.low) / 4


@given(ends=SERIES, cells=st.integers(12, 120), least=st.integers(1, 8))
def test_ticks_along_a_given_range_are_even_and_stand_where_they_belong(ends, cells, least):
    low, high = ends
    assume(high - low > 1e-6 * abs(low))
    found = ruler(low, high, cells, least_stride=least)
    if found is None:
        assert cells < 10 * least
        return
    assert 0.9 * cells <= found.cells <= cells
    places = [cell for cell, _ in found.ticks]
    assert len(places) >= 2
    assert len({after - before for before, after in itertools.pairwise(places)}) == 1
    assert places[1] - places[0] >= least
    for cell, value in found.ticks:
        assert 0 <= cell < found.cells
        assert cell == pytest.approx((value - low) / (high - low) * (found.cells - 1), abs=1.6)


@pytest.mark.parametrize(
    ("ticks", "step", "written"),
    [
        ([0.0, 0.25, 0.5], 0.25, ["0.00", "0.25", "0.50"]),
        ([-2.5, 0.0, 2.5], 2.5, ["−2.5", "0.0", "2.5"]),
        ([0.0, 500.0], 500.0, ["0", "500"]),
        ([0.0, 2.5e-4, 5e-4], 2.5e-4, ["0", "2.5e−4", "5e−4"]),
        ([0.0, 2e6], 2e6, ["0", "2e6"]),
        ([0.6931, 0.69312], 2e-5, ["0.69310", "0.69312"]),
    ],
)
def test_what_is_written_at_ticks(ticks, step, written):
    assert labels(ticks, step) == written


@pytest.mark.parametrize("height", range(6, 30))
@pytest.mark.parametrize("width", [22, 33, 60])
async def test_ticks_stand_at_even_distances_on_the_screen(width, height):
    x = [float(update) for update in range(1, 371)]
    async with Host(Curve()).run_test(size=(width, height)) as pilot:
        pilot.app.query_one(Curve).draw([Series(x, [2.3 / (1 + k / 40) for k in x])])
        await pilot.pause()
        lines = lines_of(pilot.app)
    marked = [number for number, line in enumerate(lines[:-1]) if line[:5].strip()]
    columns = [place for place, glyph in enumerate(lines[-2]) if glyph == "┻"]
    assert len(marked) >= 2
    assert len({after - before for before, after in itertools.pairwise(marked)}) == 1
    assert len({after - before for before, after in itertools.pairwise(columns)}) <= 1
    assert [float(lines[number][:5]) for number in marked] == sorted(
        {float(lines[number][:5]) for number in marked}, reverse=True
    )


async def test_a_formula_is_centred_and_keeps_its_columns():
    lines = ["    ⎢W + 2P⎥", "O = ⎢──────⎥ + 1", "    ⎣  S   ⎦"]
    async with Host(FormulaView(lines)).run_test(size=(60, 12)) as pilot:
        drawn = [line for line in lines_of(pilot.app) if line]
        left = (60 - 4 - len(lines[1])) // 2 + 2
        assert [line[left:] for line in drawn] == lines


async def test_a_wide_formula_scrolls():
    async with Host(FormulaView()).run_test(size=(40, 12)) as pilot:
        view = pilot.app.query_one(FormulaView)
        view.show(["x + " * 40 + "[red]y"])
        await pilot.pause()
        assert view.max_scroll_x > 0
        view.scroll_end(animate=False)
        await pilot.pause()
        view.scroll_to(x=view.max_scroll_x, animate=False)
        await pilot.pause()
        assert "[red]y" in "\n".join(lines_of(pilot.app))


def test_highlights_cover_what_they_name():
    content = formula_content(["abc", "[0]f"], [Highlight(1, 0, 3), Highlight(9, 0, 1)])
    assert content.plain == "abc\n[0]f"
    assert [content.plain[span.start : span.end] for span in content.spans] == ["[0]"]
