"""Lines of a program or of a working: one that is wider than the room goes on below, behind a sign; none is cut."""

from __future__ import annotations

import re
from itertools import accumulate
from textwrap import wrap

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.python_code import python_code
from studyai.tui.widgets.steady import Steady

BEGINNING = re.compile(r"\s*(?:\d+\s+)?")  # blanks, and a line's number
GOES_ON = "↪ "
AIR = 2  # columns behind the longest line, as far as there are so many


class CodeLines(Steady, Widget):
    """As wide as its longest line, where there is room for it."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._lines: list[Content] = []

    def show(self, text: str, *, is_python: bool) -> None:
        """Show other lines, Python's with its colours."""
        content = python_code(text) if is_python else Content(printable(text))
        self._lines = content.split() if text else []
        self.refresh(layout=True)

    @property
    def content(self) -> Content:
        """What is on the screen."""
        return Content("\n").join(self._fitted(self.content_size.width))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the columns of the longest line."""
        return min(max((line.cell_length + AIR for line in self._lines), default=0), container.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows it takes in so many columns."""
        return len(self._fitted(width))

    def render(self) -> Content:
        """Draw it."""
        return self.content

    def _fitted(self, width: int) -> list[Content]:
        return [part for line in self._lines for part in fitted(line, width)]


def fitted(line: Content, width: int) -> list[Content]:
    """Return a line in parts of that width, those behind its first below where it begins."""
    if line.cell_length <= width:
        return [line]
    begin = BEGINNING.match(line.plain)
    lead = " " * min(begin.end() if begin else 0, width // 2) + GOES_ON
    parts = wrap(line.plain, max(width, len(lead) + 1), subsequent_indent=lead, drop_whitespace=False)
    ends = accumulate(len(part) - (len(lead) if place else 0) for place, part in enumerate(parts))
    first, *others = line.divide(list(ends)[:-1])
    return [first, *(Content(lead) + part for part in others)]
