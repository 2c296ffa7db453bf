import pytest
from widget_host import Host, lines_of

from studyai.tui.widgets.curve import Curve, Series, round_ticks
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


@pytest.mark.parametrize(("longest", "most", "wanted"), [
    (600, 3, [0, 200, 400]), (1, 3, [0]), (7, 4, [0, 2, 4, 6]), (95, 1, [0]), (12_000, 5, [0, 5000, 10000]),
])  # fmt: skip
def test_round_ticks(longest, most, wanted):
    assert round_ticks(longest, most) == wanted


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
