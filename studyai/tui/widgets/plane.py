"""The plane as a model sees it: which class it gives each place, how surely, and examples on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.colours import contrasting, has_colours, ramp
from studyai.tui.widgets.half_blocks import half_block, two_colours
from studyai.tui.widgets.heat.scale import Scale
from studyai.tui.widgets.ruled_picture import Range, RuledPicture

GLYPHS = "○×△□◇+"
SEEN, CURSOR = "◉", "✛"
REGIONS = " ·:░▒▓"  # without colours: what fills the places of each class
SIDES = Scale(-1.0, 1.0)


@dataclass(frozen=True)
class Ground:
    """A grid over the plane, first row on top: the class of each place, and for how sure: −1 (first) to 1 (last).

    ``points`` lie in the ranges ``across`` and ``up``; ``labels`` are their classes. ``seen`` is one more point,
    the one that is looked at.
    """

    winners: Sequence[Sequence[int]]
    leanings: Sequence[Sequence[float]]
    across: tuple[float, float]
    up: tuple[float, float]
    points: Sequence[Sequence[float]]
    labels: Sequence[int]
    seen: Sequence[float] = ()
    several: bool = True  # classes have a score each; else one score's sign tells two classes


def ground_of(
    scores: Sequence[Sequence[Sequence[float]]],
) -> tuple[list[list[int]], list[list[float]]]:
    """Return winners and leanings of the classes' scores (row, column, class).

    A single score's sign tells two classes.
    """
    if len(scores[0][0]) == 1:
        largest = max((abs(cell[0]) for row in scores for cell in row), default=0.0) or 1.0
        winners = [[int(cell[0] >= 0) for cell in row] for row in scores]
        return winners, [[cell[0] / largest for cell in row] for row in scores]
    winners = [[max(range(len(cell)), key=cell.__getitem__) for cell in row] for row in scores]
    return winners, [[_leaning(cell) for cell in row] for row in scores]


def _leaning(cell: Sequence[float]) -> float:
    """Return the mean place of the classes on a line from −1 to 1, weighted by their probabilities."""
    last = len(cell) - 1
    return sum(share * (2 * index / last - 1) for index, share in enumerate(cell))


class Plane(RuledPicture, can_focus=True):
    """Two rows of the plane to a line; a point takes a whole cell, with its class's glyph. A cursor reads scores."""

    heading = "Plane"
    offers: ClassVar[tuple[Command, ...]] = (
        Command("plane.up", "up", "Up", "Go up.", "move(0,-1)", in_footer=False),
        Command("plane.down", "down", "Down", "Go down.", "move(0,1)", in_footer=False),
        Command("plane.left", "left", "Left", "Go left.", "move(-1,0)", in_footer=False),
        Command("plane.right", "right", "Right", "Go right.", "move(1,0)", in_footer=False),
    )
    BINDINGS = bindings(offers)

    spot: reactive[tuple[int, int] | None] = reactive(None)
    """Column and line of the cursor."""

    class Pointed(Message):
        """The cursor stands elsewhere."""

    class Chosen(Message):
        """A place was clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ground: Ground | None = None

    def show(self, ground: Ground) -> None:
        """Show another moment."""
        self.ground = ground
        self.redraw()

    # The cursor

    def point(self) -> None:
        """Show the cursor: on the point that is looked at, or in the middle."""
        width, height = self.picture_size
        if self.spot is None and self.ground is not None:
            found = place_on(self.ground, self.ground.seen, width, height) if self.ground.seen else None
            self.spot = found[::-1] if found else (width // 2, height // 2)

    def action_move(self, right: int, down: int) -> None:
        """Move the cursor; the first move shows it."""
        if self.spot is None:
            self.point()
            return
        (column, line), (width, height) = self.spot, self.picture_size
        self.spot = min(max(column + right, 0), width - 1), min(max(line + down, 0), height - 1)

    @property
    def place(self) -> tuple[int, int, int] | None:
        """Row and column of the grid under the cursor, and the class that wins there."""
        ground, (width, height) = self.ground, self.picture_size
        if ground is None or self.spot is None or not width or not height:
            return None
        column, line = self.spot
        row, column = _nearest(line, height, len(ground.winners)), _nearest(column, width, len(ground.winners[0]))
        several = ground.several
        return row, column, int(ground.winners[row][column]) if several else 0

    def watch_spot(self) -> None:
        """Tell who listens."""
        self.redraw()
        self.post_message(self.Pointed())

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        (width, height), column = self.picture_size, event.x - self.label_width
        if 0 <= column < width and event.y < height:
            self.spot = column, event.y
            self.post_message(self.Chosen())

    # Drawing

    def ranges(self) -> tuple[Range, Range] | None:
        """Return what the ground lies on."""
        return (self.ground.across, self.ground.up) if self.ground else None

    def draw_picture(self, width: int, height: int) -> list[Strip]:
        """Return the ground with the points over it, and the cursor."""
        ground = self.ground
        if ground is None:
            return []
        glyphs = {place: GLYPHS[label % len(GLYPHS)] for place, label in points_on(ground, width, height).items()}
        if ground.seen and (seen := place_on(ground, ground.seen, width, height)):
            glyphs[seen] = SEEN
        if self.spot is not None:
            glyphs[self.spot[::-1]] = CURSOR
        cell = self._coloured if has_colours(self.app) else self._plain
        return [
            Strip([cell(ground, glyphs.get((row, column)), row, column, width, height) for column in range(width)])
            for row in range(height)
        ]

    def _coloured(self, ground: Ground, glyph: str | None, row: int, column: int, width: int, height: int) -> Segment:
        colours = ramp(dark=self.app.current_theme.dark, signed=True)
        upper = SIDES.level(_at(ground.leanings, 2 * row, column, 2 * height, width))
        lower = SIDES.level(_at(ground.leanings, 2 * row + 1, column, 2 * height, width))
        if glyph is None:
            return half_block(colours[upper], colours[lower])
        if glyph == CURSOR:
            return Segment(glyph, two_colours("#000000", self.app.theme_variables["error"], bold=True))
        return Segment(glyph, two_colours(colours[contrasting(upper)], colours[upper], bold=True))

    def _plain(self, ground: Ground, glyph: str | None, row: int, column: int, width: int, height: int) -> Segment:
        if glyph is not None:
            return Segment(glyph, self.rich_style + Style(bold=True, reverse=glyph == CURSOR))
        winner = _at(ground.winners, 2 * row, column, 2 * height, width)
        return Segment(REGIONS[int(winner) % len(REGIONS)], self.rich_style + Style(dim=True))


def _at(grid: Sequence[Sequence[float]], row: int, column: int, rows: int, columns: int) -> float:
    """Return the grid's value in the middle of a cell of a picture of so many rows and columns."""
    line = grid[_nearest(row, rows, len(grid))]
    return line[_nearest(column, columns, len(line))]


def _nearest(index: int, of: int, size: int) -> int:
    """Return the cell of a grid of that size in the middle of one of a picture's."""
    return (2 * index + 1) * size // (2 * of)


def points_on(ground: Ground, width: int, height: int) -> dict[tuple[int, int], int]:
    """Return which class's point stands in which cell (row, column) of a picture."""
    found = {}
    for point, label in zip(ground.points, ground.labels, strict=True):
        place = place_on(ground, point, width, height)
        if place is not None:
            found[place] = label
    return found


def place_on(ground: Ground, point: Sequence[float], width: int, height: int) -> tuple[int, int] | None:
    """Return the cell (row, column) of a picture that a point lies in; None outside it."""
    (left, right), (low, high), (x, y) = ground.across, ground.up, point
    column = int((x - left) / ((right - left) or 1.0) * (width - 1) + 0.5)
    row = int((high - y) / ((high - low) or 1.0) * (height - 1) + 0.5)
    return (row, column) if 0 <= column < width and 0 <= row < height else None
