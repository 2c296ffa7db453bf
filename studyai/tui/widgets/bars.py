"""Numbers as bars with their names, one to a line, with a cursor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.columns import align_points, short_number
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady
from studyai.written import written

COUNTED_FROM = 1000  # short numbers would need an exponent
BLOCKS = " ▏▎▍▌▋▊▉█"


class Bars(Steady, VerticalScroll, can_focus=True):
    """A line for each number; the marked one's name and number are in reverse."""

    DEFAULT_CSS = """
    Bars { scrollbar-size-vertical: 1; }
    Bars Static { height: auto; }
    """
    heading = "Bars"
    offers: ClassVar[tuple[Command, ...]] = (
        Command("bars.up", "up", "Up", "Mark the one above.", "move(-1)", in_footer=False),
        Command("bars.down", "down", "Down", "Mark the one below.", "move(1)", in_footer=False),
    )
    BINDINGS = bindings(offers)

    marked: reactive[int | None] = reactive(None)

    class Pointed(Message):
        """Another line is marked, or none."""

    class Chosen(Message):
        """A line was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._values: tuple[float, ...] = ()
        self._full = 1.0

    def compose(self) -> ComposeResult:
        """Lay the bars out: all lines are one text."""
        yield Static()

    @property
    def count(self) -> int:
        """How many bars there are."""
        return len(self._names)

    def show(self, names: Sequence[str], values: Sequence[float], full: float) -> None:
        """Show other numbers; ``full`` is what the longest bar stands for. The mark stays where the names stay."""
        if tuple(names) != self._names:
            self.marked = None
        self._names, self._values, self._full = tuple(names), tuple(values), full
        self._draw()

    def _draw(self) -> None:
        width = max(self.scrollable_content_region.width - 1, 20)
        self.query_one(Static).update(bars(self._names, self._values, self._full, width, self.marked))

    def point(self) -> None:
        """Mark the first if none is marked."""
        if self.marked is None and self._names:
            self.marked = 0

    def action_move(self, step: int) -> None:
        """Mark another one; the first move marks the first."""
        if self._names:
            self.marked = 0 if self.marked is None else min(max(self.marked + step, 0), len(self._names) - 1)
            self.scroll_to_region(Region(0, self.marked, 1, 1), animate=False, force=True)

    def watch_marked(self) -> None:
        """Tell who listens."""
        self._draw()
        self.post_message(self.Pointed())

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        line = event.y + self.scroll_offset.y
        if line < len(self._names):
            self.marked = line
            self.post_message(self.Chosen())

    def _on_resize(self, event: events.Resize) -> None:
        self._draw()


def bars(names: Sequence[str], values: Sequence[float], full: float, width: int, marked: int | None = None) -> Content:
    """Return lines of name, bar and number in so many columns, the numbers under each other."""
    shown = [printable(name) for name in names]
    numbers = align_points(_texts(values))
    name_width, number_width = max(map(len, shown), default=0), max(map(len, numbers), default=0)
    bar_width = max(width - name_width - number_width - 2, 1)
    lines = []
    for index, (name, value, text) in enumerate(zip(shown, values, numbers, strict=True)):
        style = "reverse bold" if index == marked else ""
        lines.append(
            Content.assemble(
                (f"{name:>{name_width}}", style or "dim"),
                " ",
                (bar(abs(value) / full, bar_width), "$accent"),
                " ",
                (f"{text:>{number_width}}", style),
            )
        )
    return Content("\n").join(lines)


def _texts(values: Sequence[float]) -> list[str]:
    """Return the numbers in few characters; counts, where there are large ones, with all their digits."""
    are_counts = all(math.isfinite(value) and value.is_integer() for value in map(float, values))
    if are_counts and max(map(abs, values), default=0) >= COUNTED_FROM:
        return [written(value) for value in values]
    return [short_number(value) for value in values]


def bar(share: float, width: int) -> str:
    """Return a bar of eighths of a column, padded to its width; nan is empty."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8) if share == share else 0
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (BLOCKS[rest] if rest else "")).ljust(width)
