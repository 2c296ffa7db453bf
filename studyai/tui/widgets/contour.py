"""A loss surface from above: bands of height, and the paths that optimisers took over it so far."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from studyai.tui.widgets.colours import LEVELS, PATH_COLOURS, has_colours, ramp
from studyai.tui.widgets.half_blocks import two_colours
from studyai.tui.widgets.ruled_picture import Range, RuledPicture

BANDS = 12
BRAILLE = 0x2800
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # of a braille cell, by row and column
MINIMUM = "★"

Point = tuple[float, float]


@dataclass(frozen=True)
class Ground:
    """A surface: heights whose first row has the largest y, the ranges of x and y, and where it is lowest."""

    heights: Sequence[Sequence[float]]
    across: tuple[float, float]
    up: tuple[float, float]
    minima: Sequence[Point]


@dataclass(frozen=True)
class Path:
    """Points in order, what stands at the last one, and which of `PATH_COLOURS` it has."""

    points: Sequence[Point]
    head: str
    colour: int


class Contour(RuledPicture):
    """Draws the ground in bands of colour (contour lines without colours) with the paths over it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ground: Ground | None = None
        self._paths: tuple[Path, ...] = ()
        self._bands: list[list[int]] = []
        self._banded: object = None

    def show(self, ground: Ground | None, paths: Sequence[Path]) -> None:
        """Show these paths on this ground."""
        self._ground, self._paths = ground, tuple(paths)
        self.redraw()

    def ranges(self) -> tuple[Range, Range] | None:
        """Return what the ground lies on."""
        return (self._ground.across, self._ground.up) if self._ground else None

    def draw_picture(self, width: int, height: int) -> list[Strip]:
        """Return the bands with the paths over them."""
        ground = self._ground
        if ground is None:
            return []
        if self._banded != (id(ground), width, height):
            self._bands = bands(ground.heights, width, height)
            self._banded = (id(ground), width, height)
        marks = marks_of(ground, self._paths, width, height)
        dark = self.app.current_theme.dark
        colours = band_colours(dark=dark) if has_colours(self.app) else None
        return [
            Strip([self._segment(marks.get((row, column)), row, column, colours, dark) for column in range(width)])
            for row in range(height)
        ]

    def _segment(
        self, mark: tuple[str, int] | None, row: int, column: int, colours: Sequence[str] | None, dark: bool
    ) -> Segment:
        glyph, owner = mark or (" ", -1)
        if colours is None:
            edge = glyph == " " and self._is_edge(row, column)
            return Segment("·" if edge else glyph, self.rich_style + Style(dim=edge, bold=glyph.isdigit()))
        foreground = PATH_COLOURS[dark][owner] if owner >= 0 else ("#ffffff" if dark else "#000000")
        bold = glyph.isdigit() or glyph == MINIMUM
        return Segment(glyph, two_colours(foreground, colours[self._bands[row][column]], bold=bold))

    def _is_edge(self, row: int, column: int) -> bool:
        here = self._bands[row][column]
        right = self._bands[row][min(column + 1, len(self._bands[row]) - 1)]
        below = self._bands[min(row + 1, len(self._bands) - 1)][column]
        return here != right or here != below


def band_colours(*, dark: bool) -> list[str]:
    """Return a colour for each band, from the lowest ground to the highest.

    Only half the ramp, so that paths stand out.
    """
    all_of_it = ramp(dark=dark, signed=False)
    return [all_of_it[round(band / (BANDS - 1) * (LEVELS - 1) * 0.55)] for band in range(BANDS)]


def bands(heights: Sequence[Sequence[float]], width: int, height: int) -> list[list[int]]:
    """Return the band of each cell: low ground, where paths end, has as many bands as high ground."""
    lowest = min(min(row) for row in heights)
    highest = max(max(row) for row in heights)
    scale = math.log1p((highest - lowest) * _ZOOM) or 1.0
    rows, columns = len(heights), len(heights[0])

    def band(row: int, column: int) -> int:
        value = heights[(2 * row + 1) * rows // (2 * height)][(2 * column + 1) * columns // (2 * width)]
        return min(int(math.log1p((value - lowest) * _ZOOM) / scale * BANDS), BANDS - 1)

    return [[band(row, column) for column in range(width)] for row in range(height)]


_ZOOM = 4.0


def marks_of(ground: Ground, paths: Sequence[Path], width: int, height: int) -> dict[tuple[int, int], tuple[str, int]]:
    """Return what stands in which cell (row, column), and whose it is: dots of the paths, their heads, the minima."""
    dots: dict[tuple[int, int], int] = {}
    owners: dict[tuple[int, int], int] = {}
    for path in paths:
        for x, y in _along(ground, path.points, width, height):
            cell = y // 4, x // 2
            dots[cell] = dots.get(cell, 0) | DOTS[y % 4][x % 2]
            owners[cell] = path.colour
    marks = {cell: (chr(BRAILLE + pattern), owners[cell]) for cell, pattern in dots.items()}
    for point in ground.minima:
        x, y = _dot(ground, point, width, height)
        marks[y // 4, x // 2] = (MINIMUM, -1)
    for path in paths:
        if path.points:
            x, y = _dot(ground, path.points[-1], width, height)
            if 0 <= x < 2 * width and 0 <= y < 4 * height:
                marks[y // 4, x // 2] = (path.head, path.colour)
    return marks


def _dot(ground: Ground, point: Point, width: int, height: int) -> tuple[int, int]:
    """Return the dot (column, row) of a point; outside the picture where the point is outside."""
    across = (point[0] - ground.across[0]) / (ground.across[1] - ground.across[0])
    down = (ground.up[1] - point[1]) / (ground.up[1] - ground.up[0])
    far = 100  # pictures away: enough to be outside, and a line to it stays short
    across, down = (min(max(share, -far), far) for share in (across, down))
    return int(across * (2 * width - 1) // 1), int(down * (4 * height - 1) // 1)


def _along(ground: Ground, points: Sequence[Point], width: int, height: int) -> Iterator[tuple[int, int]]:
    """Yield the dots on straight lines from point to point, those inside the picture."""
    dots = [_dot(ground, point, width, height) for point in points]
    for (x, y), (to_x, to_y) in pairwise(dots):
        steps = max(abs(to_x - x), abs(to_y - y), 1)
        for step in range(steps + 1):
            at = round(x + (to_x - x) * step / steps), round(y + (to_y - y) * step / steps)
            if 0 <= at[0] < 2 * width and 0 <= at[1] < 4 * height:
                yield at
