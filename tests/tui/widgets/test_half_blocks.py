"""Cells of two colours, and the picture that is made of them."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from widget_host import Host, lines_of

from studyai.tui.widgets.cell_picture import CellPicture
from studyai.tui.widgets.half_blocks import UPPER, half_block, two_colours


class Counted(CellPicture):
    """Counts how often it is drawn."""

    drawn = 0

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        self.drawn += 1
        return [Strip([Segment(str(self.drawn) * width)])]


def test_a_cell_has_one_colour_over_the_other_and_its_style_is_made_once() -> None:
    cell = half_block("#ff0000", "#0000ff")
    assert cell.text == UPPER
    assert cell.style is two_colours("#ff0000", "#0000ff")
    assert cell.style is not None
    assert cell.style.color is not None
    assert cell.style.bgcolor is not None
    assert (cell.style.color.name, cell.style.bgcolor.name) == ("#ff0000", "#0000ff")
    assert half_block("#ff0000", "#0000ff") is cell


async def test_a_picture_is_drawn_once_until_it_is_another_or_has_other_room_or_colours() -> None:
    picture = Counted()
    async with Host(picture).run_test(size=(5, 3)) as pilot:
        await pilot.pause()
        before = picture.drawn
        picture.refresh()
        await pilot.pause()
        assert picture.drawn == before
        picture.redraw()
        await pilot.pause()
        assert picture.drawn == before + 1
        assert lines_of(pilot.app)[0] == str(picture.drawn) * 5
        assert lines_of(pilot.app)[1] == ""
        pilot.app.theme = "light"
        await pilot.pause()
        assert picture.drawn > before + 1
