"""Lines of a program on the screen: as wide as they must be, and none is cut."""

from __future__ import annotations

import pytest
from textual.containers import VerticalScroll
from textual.content import Content
from widget_host import Host, text_of

from studyai.tui.widgets.code_lines import CodeLines, fitted

CODE = "1  class Net:\n2      return torch.relu(self.norm(self.linear(x)) + self.skip(x))"


def _fitted(text: str, width: int) -> list[str]:
    return [part.plain for part in fitted(Content(text), width)]


def test_a_line_that_fits_stays() -> None:
    assert _fitted("12  x = 1", 9) == ["12  x = 1"]


def test_a_wide_line_goes_on_behind_a_sign_where_it_begins() -> None:
    assert _fitted("2      return a + b + c", 18) == ["2      return a + ", "       ↪ b + c"]


@pytest.mark.parametrize("width", range(6, 40))
def test_nothing_is_lost(width: int) -> None:
    for line in CODE.split("\n"):
        first, *others = _fitted(line, width)
        assert max(map(len, [first, *others])) <= width
        assert first + "".join(part.partition("↪ ")[2] for part in others) == line


async def test_all_of_a_wide_line_is_on_the_screen() -> None:
    lines = CodeLines(id="lines")
    async with Host(VerticalScroll(lines)).run_test(size=(60, 12)) as pilot:
        lines.styles.width = lines.styles.height = "auto"
        lines.show(CODE, is_python=True)
        await pilot.pause()
        assert "".join(text_of(pilot.app).replace("↪", "").split()) == "".join(CODE.split())
        assert lines.region.height == 3
        await pilot.resize_terminal(90, 12)
        await pilot.pause()
        assert lines.region.height == 2
