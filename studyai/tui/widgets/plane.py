"""The plane as a model sees it: which class it gives each place, how surely, and examples on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from studyai.tui.widgets.heat_colours import LEVELS, Scale, ramp

GLYPHS = "○×△□◇+"
REGIONS = " ·:░▒▓"  # without colours: what fills the places of each class
SIDES = Scale(-1.0, 1.0)


@dataclass(frozen=True)
class Ground:
    """A grid over the plane, first row on top: the class of each place, and for how sure: −1 (first) to 1 (last).

    ``points`` lie in the ranges ``across`` and ``up``; ``labels`` are their classes.
    """

    winners: Sequence[Sequence[int]]
    leanings: Sequence[Sequence[float]]
    across: tuple[float, float]
    up: tuple[float, float]
    points: Sequence[Sequence[float]]
    labels: Sequence[int]
    classes: Sequence[str] = field(default=())


def ground_of(
    scores: Sequence[Sequence[Sequence[float]]],
) -> tuple[list[list[int]], list[list[float]]]:
    """Winners and leanings of the classes' scores (row, column, class); a single score's sign tells two classes."""
    if len(scores[0][0]) == 1:
        largest = max((abs(cell[0]) for row in scores for cell in row), default=0.0) or 1.0
        winners = [[int(cell[0] >= 0) for cell in row] for row in scores]
        return winners, [[cell[0] / largest for cell in row] for row in scores]
    winners = [[max(range(len(cell)), key=cell.__getitem__) for cell in row] for row in scores]
    return winners, [[_leaning(cell) for cell in row] for row in scores]


def _leaning(cell: Sequence[float]) -> float:
    """The mean place of the classes on a line from −1 to 1, weighted by their probabilities."""
    last = len(cell) - 1
    return sum(share * (2 * index / last - 1) for index, share in enumerate(cell))


class Plane(Widget):
    """Two rows of the plane to a line; a point takes a whole cell, with its class's glyph."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ground: Ground | None = None
        self._lines: list[Strip] = []
        self._drawn: object = None

    def show(self, ground: Ground) -> None:
        """Show another moment."""
        self.ground, self._drawn = ground, None
        self.refresh()

    def notify_style_update(self) -> None:
        """Other colours: draw anew."""
        super().notify_style_update()
        self._drawn = None

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        wanted = (self.size, self.app.theme)
        if self._drawn != wanted:
            self._lines, self._drawn = self._draw(), wanted
        return self._lines[y] if y < len(self._lines) else Strip.blank(self.size.width, self.rich_style)

    def _draw(self) -> list[Strip]:
        ground, (width, height) = self.ground, self.size
        if ground is None or not width or not height:
            return []
        points = points_on(ground, width, height)
        coloured = not (self.app.no_color or self.app.native_ansi_color)
        cell = self._coloured if coloured else self._plain
        return [
            Strip([cell(ground, points.get((row, column)), row, column, width, height) for column in range(width)])
            for row in range(height)
        ]

    def _coloured(self, ground: Ground, label: int | None, row: int, column: int, width: int, height: int) -> Segment:
        dark = self.app.current_theme.dark
        upper = SIDES.level(_at(ground.leanings, 2 * row, column, 2 * height, width))
        lower = SIDES.level(_at(ground.leanings, 2 * row + 1, column, 2 * height, width))
        if label is None:
            return Segment("▀", _style(upper, lower, dark, False))
        return Segment(GLYPHS[label % len(GLYPHS)], _style(_contrast(upper), upper, dark, True))

    def _plain(self, ground: Ground, label: int | None, row: int, column: int, width: int, height: int) -> Segment:
        if label is not None:
            return Segment(GLYPHS[label % len(GLYPHS)], self.rich_style + Style(bold=True))
        winner = _at(ground.winners, 2 * row, column, 2 * height, width)
        return Segment(REGIONS[int(winner) % len(REGIONS)], self.rich_style + Style(dim=True))


def _at(grid: Sequence[Sequence[float]], row: int, column: int, rows: int, columns: int) -> float:
    """The grid's value in the middle of a cell of a picture of so many rows and columns."""
    line = grid[(2 * row + 1) * len(grid) // (2 * rows)]
    return line[(2 * column + 1) * len(line) // (2 * columns)]


def points_on(ground: Ground, width: int, height: int) -> dict[tuple[int, int], int]:
    """Which class's point stands in which cell (row, column) of a picture."""
    (left, right), (low, high) = ground.across, ground.up
    found = {}
    for (x, y), label in zip(ground.points, ground.labels, strict=True):
        column = int((x - left) / ((right - left) or 1.0) * (width - 1) + 0.5)
        row = int((high - y) / ((high - low) or 1.0) * (height - 1) + 0.5)
        if 0 <= column < width and 0 <= row < height:
            found[row, column] = label
    return found


def _contrast(level: int) -> int:
    return LEVELS - 1 if level <= LEVELS // 2 else 0


@cache
def _style(front: int, back: int, dark: bool, bold: bool) -> Style:
    """Made once: parsing colours for every cell of every frame would cost more than all else."""
    colours = ramp(dark=dark, signed=True)
    text, paper = (f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in (colours[front], colours[back]))
    return Style(color=text, bgcolor=paper, bold=bold)
