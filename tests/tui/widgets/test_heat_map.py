import math

import pytest
from textual.widgets import Static
from widget_host import Host, lines_of, text_of

from studyai.tui.widgets.heat.data import HeatMapData
from studyai.tui.widgets.heat.map import HeatMap

ROWS = [[1.0, -2.0, 0.0], [0.25, 0.5, math.nan]]


def readout(app):
    return str(app.query_one(".readout", Static).content)


async def shown(pilot, *maps):
    heat_map = pilot.app.query_one(HeatMap)
    heat_map.show(maps)
    heat_map.canvas.focus()
    await pilot.pause()
    return heat_map


async def test_the_cursor_reads_the_value_under_it():
    async with Host(HeatMap()).run_test(size=(40, 10)) as pilot:
        await shown(pilot, HeatMapData(ROWS))
        assert readout(pilot.app) == "−2.00 … 2.00"
        await pilot.press("right")
        assert readout(pilot.app) == "row 0, column 0: 1"
        await pilot.press("right")
        assert readout(pilot.app) == "row 0, column 1: −2"
        await pilot.press("down")
        assert readout(pilot.app) == "row 1, column 1: 0.5"
        await pilot.press("right")
        assert readout(pilot.app) == "row 1, column 2: nan"
        await pilot.press("right", "down")
        assert readout(pilot.app) == "row 1, column 2: nan"


async def test_the_mouse_reads_too():
    async with Host(HeatMap()).run_test(size=(40, 10)) as pilot:
        await shown(pilot, HeatMapData(ROWS))
        await pilot.hover("HeatCanvas", offset=(3, 1))
        assert readout(pilot.app) == "row 1, column 1: 0.5"
        await pilot.hover("HeatCanvas", offset=(30, 5))
        assert readout(pilot.app) == "−2.00 … 2.00"


async def test_new_values_of_the_same_shape_keep_the_cursor():
    async with Host(HeatMap()).run_test(size=(40, 10)) as pilot:
        heat_map = await shown(pilot, HeatMapData(ROWS))
        await pilot.press("right", "down")
        heat_map.show([HeatMapData([[0.0, 0.0, 0.0], [7.0, 0.0, 0.0]])])
        assert readout(pilot.app) == "row 1, column 0: 7"
        heat_map.show([HeatMapData([[3.0]])])
        await pilot.pause()
        assert readout(pilot.app) == "0.00 … 3.00"


async def test_a_sign_is_a_glyph_and_not_only_a_colour():
    async with Host(HeatMap()).run_test(size=(40, 10)) as pilot:
        await shown(pilot, HeatMapData(ROWS))
        assert lines_of(pilot.app)[0] == "   −"
        assert lines_of(pilot.app)[1] == "    ??"


async def test_without_colours_ink_shows_the_magnitude():
    async with Host(HeatMap(), theme="terminal").run_test(size=(40, 10)) as pilot:
        await shown(pilot, HeatMapData(ROWS))
        assert lines_of(pilot.app)[0] == "▒▒−█"
        assert lines_of(pilot.app)[1] == "  ░░??"


async def test_numbers_on_demand():
    async with Host(HeatMap()).run_test(size=(40, 10)) as pilot:
        await shown(pilot, HeatMapData(ROWS, "kernel 0"))
        await pilot.press("number_sign")
        assert lines_of(pilot.app)[:3] == ["kernel 0", "   1.00   −2.00    0.00", "   0.250   0.500 nan"]
        await pilot.press("number_sign")
        assert "1.00" not in lines_of(pilot.app)[1]


async def test_maps_stand_side_by_side_and_wide_ones_become_small():
    square = [[float(row * column) for column in range(8)] for row in range(8)]
    async with Host(HeatMap()).run_test(size=(40, 12)) as pilot:
        await shown(pilot, *(HeatMapData(square, f"map {index}") for index in range(4)))
        lines = lines_of(pilot.app)
        assert lines[0] == "map 0     map 1     map 2     map 3"
        assert lines[1].count("▀") == 32  # two rows of values to a line
        assert lines[4].count("▀") == 32
        assert "▀" not in lines[5]


async def test_a_large_map_scrolls_with_the_cursor():
    large = [[float(row * 1000 + column) for column in range(200)] for row in range(100)]
    async with Host(HeatMap()).run_test(size=(40, 10)) as pilot:
        heat_map = await shown(pilot, HeatMapData(large))
        await pilot.press(*["right"] * 60, *["down"] * 30)
        assert readout(pilot.app) == "row 30, column 59: 30059"
        assert heat_map.canvas.scroll_offset.x > 0
        assert heat_map.canvas.scroll_offset.y > 0


@pytest.mark.parametrize("title", ["[0]", "[red]", "[/]", "[@click=app.quit]x[/]"])
async def test_titles_are_data_never_markup(title):
    async with Host(HeatMap()).run_test(size=(40, 10)) as pilot:
        await shown(pilot, HeatMapData(ROWS, title))
        await pilot.press("right")
        assert lines_of(pilot.app)[0] == title
        assert readout(pilot.app).startswith(title)
        assert title in text_of(pilot.app).splitlines()[-1]


async def test_every_theme_draws_it():
    async with Host(HeatMap()).run_test(size=(40, 10)) as pilot:
        await shown(pilot, HeatMapData(ROWS))
        for theme in ("light", "terminal", "dark"):
            pilot.app.theme = theme
            await pilot.pause()
            assert ("█" in text_of(pilot.app)) == (theme == "terminal")


async def test_a_map_whose_width_changes_after_drawing_keeps_its_last_column():
    rows = [[float(column == 29) for column in range(30)] for _ in range(40)]
    async with Host(HeatMap()).run_test(size=(40, 10)) as pilot:
        heat_map = await shown(pilot, HeatMapData(rows))
        assert "█" not in text_of(pilot.app)
        for width, height in ((24, 10), (40, 30), (31, 30), (60, 45)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            canvas = heat_map.canvas
            tile = canvas._layout.arrangement.tiles[0]
            seen = canvas.scrollable_content_region.width
            assert tile.cell.width * 30 <= seen or canvas.max_scroll_x == tile.width - seen
            strip = canvas.render_line(0)
            assert strip.cell_length == canvas.size.width


async def test_rows_and_columns_have_names_where_there_is_room():
    item = HeatMapData(ROWS, "head 0", ["4", "start"], ["7", "8", "9"])
    async with Host(HeatMap()).run_test(size=(40, 10)) as pilot:
        await shown(pilot, item)
        lines = lines_of(pilot.app)
        assert lines[0].startswith("head 0")
        assert lines[1] == "       7 8 9"
        assert lines[2].startswith("    4 ")
        assert lines[3].startswith("start ")
        await pilot.press("right", "down")
        assert readout(pilot.app) == "head 0  1 “start”, 0 “7”: 0.25"
        await pilot.hover("HeatCanvas", offset=(8, 3))
        assert "row 1 “start”, column 1 “8”" in readout(pilot.app)


async def test_a_scroll_bar_that_is_not_needed_any_more_takes_no_column():
    maps = [HeatMapData([[0.5] * 14 for _ in range(40)]) for _ in range(2)]
    async with Host(HeatMap()).run_test(size=(31, 10)) as pilot:
        heat_map = await shown(pilot, *maps)
        canvas = heat_map.canvas
        assert canvas.max_scroll_y > 0
        await pilot.resize_terminal(30, 30)
        await pilot.pause()
        first, second = canvas._layout.arrangement.tiles
        assert first.y == second.y
        assert second.x + second.width == canvas.scrollable_content_region.width == 30
        assert canvas.max_scroll_y == 0
