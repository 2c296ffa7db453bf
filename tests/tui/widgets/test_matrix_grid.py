import pytest
from textual import events, on
from textual.widgets import Input
from widget_host import Host, lines_of, text_of

from studyai.tui.widgets.matrix_grid import MatrixGrid


class GridHost(Host):
    @on(MatrixGrid.Changed)
    @on(MatrixGrid.Submitted)
    @on(MatrixGrid.Refused)
    def _hear(self, event):
        self.heard.append(event)


def grid_app(rows=2, columns=2, **more):
    return GridHost(MatrixGrid(rows, columns, **more), Input(id="after"))


async def paste(pilot, text):
    grid = pilot.app.query_one(MatrixGrid)
    grid.post_message(events.Paste(text))
    await pilot.pause()
    return grid


async def test_typing_moves_and_submits():
    app = grid_app()
    async with app.run_test(size=(40, 10)) as pilot:
        grid = app.query_one(MatrixGrid)
        grid.focus()
        await pilot.press("1", "/", "2", "tab", "x", "down", "-", "3", "enter")
        assert grid.cells == (("1/2", "x"), ("", "-3"))
        await pilot.press("4")  # Enter went to the empty cell
        assert grid.cells == (("1/2", "x"), ("4", "-3"))
        assert not any(isinstance(event, MatrixGrid.Submitted) for event in app.heard)
        await pilot.press("enter")
        assert isinstance(app.heard[-1], MatrixGrid.Submitted)
        assert app.heard[-1].cells == grid.cells
        assert grid.as_text() == "[[1/2, x], [4, -3]]"


async def test_tab_leaves_the_grid_at_its_end_only():
    app = grid_app(1, 2)
    async with app.run_test(size=(40, 10)) as pilot:
        app.query_one(MatrixGrid).focus()
        await pilot.press("tab")
        assert isinstance(app.focused, MatrixGrid)
        await pilot.press("tab")
        assert isinstance(app.focused, Input)


async def test_every_edit_says_so():
    app = grid_app()
    async with app.run_test(size=(40, 10)) as pilot:
        app.query_one(MatrixGrid).focus()
        await pilot.press("7", "backspace", "left", "up")
        cells = [event.cells[0][0] for event in app.heard if isinstance(event, MatrixGrid.Changed)]
        assert cells == ["7", ""]


@pytest.mark.parametrize("text", ["[[1,2],[3,4]]", "1\t2\n3\t4", "1 2\n3 4"])
async def test_pasting_a_matrix(text):
    app = grid_app()
    async with app.run_test(size=(40, 10)) as pilot:
        grid = await paste(pilot, text)
        assert grid.cells == (("1", "2"), ("3", "4"))
        assert app.heard[-1].cells == grid.cells


async def test_pasting_the_wrong_shape_changes_nothing_and_says_why():
    app = grid_app()
    async with app.run_test(size=(40, 10)) as pilot:
        grid = await paste(pilot, "1 2 3\n4 5 6\n7 8 9")
        assert grid.cells == (("", ""), ("", ""))
        assert app.heard[-1].reason == "What was pasted is 3×3; the grid is 2×2."


async def test_a_growable_grid_grows_by_paste_and_by_key():
    app = grid_app(1, 1, growable=True)
    async with app.run_test(size=(60, 10)) as pilot:
        grid = await paste(pilot, "1 2\n3 4")
        grid.focus()
        await pilot.press("ctrl+right", "ctrl+down")
        assert grid.shape == (3, 3)
        await pilot.press("ctrl+left")
        assert grid.shape == (3, 2)
        await pilot.pause()
        assert grid.size.height == 3


async def test_a_fixed_grid_keeps_its_shape():
    app = grid_app()
    async with app.run_test(size=(40, 10)) as pilot:
        app.query_one(MatrixGrid).focus()
        await pilot.press("ctrl+right", "ctrl+down")
        assert app.query_one(MatrixGrid).shape == (2, 2)


@pytest.mark.parametrize("text", ["x[0]", "x[red]", "[/", "x[@click=app.quit]x", "$error", "\\[", "日本"])
async def test_cells_show_what_was_typed_as_it_is(text):
    app = grid_app()
    async with app.run_test(size=(60, 10)) as pilot:
        grid = app.query_one(MatrixGrid)
        grid.focus()
        for character in text:
            await pilot.press(character)
        assert grid.cells[0][0] == text
        assert text in lines_of(app)[0]
        grid.mark(0, 0, "✗")
        await pilot.press("down")
        assert text in lines_of(app)[0]


async def test_escape_sequences_do_not_reach_the_terminal():
    app = grid_app()
    async with app.run_test(size=(60, 10)) as pilot:
        grid = await paste(pilot, "\x1b1\x07 2\n3 4\x00")
        assert grid.cells == (("1", "2"), ("3", "4"))
        await paste(pilot, "\x1b[31m9")
        assert "brackets" in app.heard[-1].reason
        assert "\x1b" not in text_of(app)


async def test_verdicts_stand_beside_cells_until_they_are_edited():
    app = grid_app()
    async with app.run_test(size=(40, 10)) as pilot:
        grid = await paste(pilot, "[[1,2],[3,4]]")
        grid.mark(0, 0, "✓")
        grid.mark(1, 1, "✗")
        await pilot.pause()
        assert "1 ✓" in lines_of(app)[0]
        assert "4  ✗" in lines_of(app)[1]
        grid.focus()
        await pilot.press("5")
        assert "✗" not in text_of(app)
        assert "✓" in text_of(app)


async def test_wide_grids_scroll_to_the_caret():
    app = grid_app(2, 30)
    async with app.run_test(size=(40, 10)) as pilot:
        grid = app.query_one(MatrixGrid)
        grid.focus()
        await pilot.press(*["tab"] * 29, "9")
        assert grid.cells[0][29] == "9"
        assert grid.scroll_offset.x > 0
        assert "9" in lines_of(app)[0]


async def test_clicking_puts_the_caret_in_the_cell():
    app = grid_app(2, 3)
    async with app.run_test(size=(40, 10)) as pilot:
        grid = app.query_one(MatrixGrid)
        grid.set_cells([["123456", "1", "1"], ["", "", ""]])
        await pilot.pause()
        await pilot.click(MatrixGrid, offset=(13, 1))
        await pilot.press("8")
        assert grid.cells[1] == ("", "8", "")
        await pilot.click(MatrixGrid, offset=(3, 0))
        await pilot.press("9")
        assert grid.cells[0][0] == "1234569"


async def test_a_vector_writes_itself_as_one():
    async with grid_app(1, 3, vector=True).run_test(size=(40, 10)) as pilot:
        grid = await paste(pilot, "1 2 3")
        assert grid.as_text() == "[1, 2, 3]"


@pytest.mark.parametrize(
    ("keys", "cells"),
    [
        (["2", "enter", "minus", "4"], ("2", "-4")),
        (["2", "tab", "4", "backspace", "5"], ("2", "5")),
        (["1", "2", "left", "0", "right", "right", "3"], ("102", "3")),
    ],
)
async def test_keys_that_come_at_once_are_taken_in_their_order(keys, cells):
    app = grid_app(1, 2)
    async with app.run_test(size=(40, 10)) as pilot:
        grid = app.query_one(MatrixGrid)
        grid.focus()
        await pilot.pause()
        for key in keys:
            grid.post_message(events.Key(key, "-" if key == "minus" else key if len(key) == 1 else None))
        await pilot.pause()
        assert grid.cells == (cells,)


@pytest.mark.parametrize(
    ("keys", "cells"),
    [
        (["1", ",", "2"], (("1", "2"), ("", ""))),
        (["1", "space", "2", "space", "3", "space", "4"], (("1", "2"), ("3", "4"))),
        (["1", ",", "space", "2"], (("1", "2"), ("", ""))),
        ([*"max(1, 2),3"], (("max(1, 2)", "3"), ("", ""))),
        ([*"1 +"], (("1", "+"), ("", ""))),
        ([*"1+ 2"], (("1+ 2", ""), ("", ""))),
        ([*"[[1,2],[3,4]]"], (("1", "2"), ("3", "4"))),
        ([*"[1 2; 3 4]"], (("1", "2"), ("3", "4"))),
        (["down", *"[7,8]"], (("", ""), ("7", "8"))),
        (["5", "tab", "6", "left", "left", "7"], (("57", "6"), ("", ""))),
        (["5", "tab", "6", "shift+tab", "7"], (("7", "6"), ("", ""))),
        (["5", "6", "tab", "shift+tab", "backspace"], (("", ""), ("", ""))),
        (["5", "6", "home", "4"], (("456", ""), ("", ""))),
        (["5", "6", "home", "end", "7"], (("567", ""), ("", ""))),
        (["5", "6", "ctrl+u", "7"], (("7", ""), ("", ""))),
        (["5", "down", "up", "right", "6"], (("5", "6"), ("", ""))),
    ],
)
async def test_a_cell_is_filled_replaced_and_left_by_keys(keys, cells):
    app = grid_app()
    async with app.run_test(size=(60, 10)) as pilot:
        grid = app.query_one(MatrixGrid)
        grid.focus()
        await pilot.press(*("space" if key == " " else key for key in keys))
        assert grid.cells == cells


async def test_a_list_that_does_not_fit_stays_and_is_told():
    app = grid_app()
    async with app.run_test(size=(60, 10)) as pilot:
        grid = app.query_one(MatrixGrid)
        grid.focus()
        await pilot.press(*"[1,2,3]")
        assert grid.cells[0][0] == "[1,2,3]"
        refused = [message.reason for message in app.heard if isinstance(message, MatrixGrid.Refused)]
        assert refused == ["What was pasted is 1×3; the grid is 2×2."]


async def test_the_terminals_cursor_stands_where_one_types():
    app = grid_app()
    async with app.run_test(size=(60, 10)) as pilot:
        grid = app.query_one(MatrixGrid)
        grid.focus()
        await pilot.press("tab", "1", "2")
        line = lines_of(app)[0]
        assert app.cursor_position == (line.index("12") + 2, grid.region.y)
        await pilot.press("down")
        assert app.cursor_position.y == grid.region.y + 1
