"""A picture of a part of the plane, with what its columns and lines stand for beside it."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from studyai.tui.widgets.axis import Ruler, labels, ruler
from studyai.tui.widgets.cell_picture import CellPicture

Range = tuple[float, float]

SMALLEST = Size(24, 6)  # a picture in less room has no axes
BELOW = 1  # lines for the labels of columns
MOST_LINES_BETWEEN = 6  # a higher picture has not a label on every line


class RuledPicture(CellPicture):
    """Subclasses say what range they show, and draw it in a `picture_size` that leaves room for the axes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rulers: tuple[Ruler, Ruler] | None = None
        self._ruled: object = None  # for which size and ranges

    def ranges(self) -> tuple[Range, Range] | None:
        """Return what lies from the left to the right, and from the bottom to the top; None while that is nothing."""
        raise NotImplementedError

    def draw_picture(self, width: int, height: int) -> list[Strip]:
        """Return the lines of the picture itself."""
        raise NotImplementedError

    @property
    def picture_size(self) -> Size:
        """The columns and lines of the picture itself."""
        rulers = self._fitting_rulers()
        return Size(rulers[0].cells, rulers[1].cells) if rulers else self.size

    @property
    def label_width(self) -> int:
        """The columns left of the picture."""
        rulers = self._fitting_rulers()
        return _gutter(rulers[1]) if rulers else 0

    def _fitting_rulers(self) -> tuple[Ruler, Ruler] | None:
        ranges = self.ranges()
        if self._ruled != (self.size, ranges):
            self._ruled = self.size, ranges
            self._rulers = rulers_of(self.size, ranges) if ranges else None
        return self._rulers

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        """Return the picture's lines, each behind its label, and below them the labels of columns."""
        rulers = self._fitting_rulers()
        if rulers is None:
            return self.draw_picture(width, height)
        across, up = rulers
        lines = self.draw_picture(across.cells, up.cells)
        if not lines:
            return []
        style, gutter = self.rich_style + Style(dim=True), _gutter(up)
        written = {up.cells - 1 - cell: text for cell, text in _written(up)}
        ruled = [
            Strip([Segment(f"{written.get(row, ''):>{gutter - 1}} ", style), *line]).adjust_cell_length(
                width, self.rich_style
            )
            for row, line in enumerate(lines)
        ]
        below = Strip([Segment(" " * gutter + _columns(across), style)]).adjust_cell_length(width, self.rich_style)
        return [*ruled, below]


def rulers_of(size: Size, ranges: tuple[Range, Range]) -> tuple[Ruler, Ruler] | None:
    """Return the axes of a picture in that room; None where it is too small for them."""
    if size.width < SMALLEST.width or size.height < SMALLEST.height:
        return None
    (left, right), (low, high) = ranges
    lines = size.height - BELOW
    up = ruler(low, high, lines, least_stride=max(2, lines // MOST_LINES_BETWEEN))
    if up is None:
        return None
    across = ruler(left, right, size.width - _gutter(up), least_stride=8)
    return (across, up) if across else None


def _written(one: Ruler) -> list[tuple[int, str]]:
    values = [value for _, value in one.ticks]
    return [(cell, text) for (cell, _), text in zip(one.ticks, labels(values, one.step), strict=True)]


def _gutter(up: Ruler) -> int:
    return 1 + max(len(text) for _, text in _written(up))


def _columns(across: Ruler) -> str:
    """Return the labels of columns, each with its middle under its column, as far as the picture's ends let it."""
    line = [" "] * across.cells
    for cell, text in _written(across):
        start = min(max(cell - len(text) // 2, 0), across.cells - len(text))
        line[start : start + len(text)] = text
    return "".join(line)
