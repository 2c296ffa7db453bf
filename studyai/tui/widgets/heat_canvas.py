"""Draws one matrix or several as a heat map, on Textual's line API, with a cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from studyai.tui.shell.commands import Command, bindings
from studyai.tui.widgets.columns import MINUS
from studyai.tui.widgets.heat_colours import LEVELS, NOT_A_NUMBER, Colour, Scale, ramp, scale_of
from studyai.tui.widgets.heat_data import (
    HALF,
    LONGEST_NAME,
    NARROW,
    WIDE,
    Choice,
    HeatMapData,
    Rows,
    aligned_texts,
    gutter_of,
    names_of,
)
from studyai.tui.widgets.heat_tiles import Arrangement, CellSize, Spot, Tile, arrange


class HeatCanvas(ScrollView, can_focus=True):
    """Draws the maps line by line: two rows to a line, or wider cells where there is room, or numbers."""

    heading = "Heat map"
    offers: ClassVar[tuple[Command, ...]] = (
        Command("heat.up", "up,k", "Up", "Read the value above.", "move(0,-1)", in_footer=False),
        Command("heat.down", "down,j", "Down", "Read the value below.", "move(0,1)", in_footer=False),
        Command("heat.left", "left,h", "Left", "Read the value to the left.", "move(-1,0)", in_footer=False),
        Command("heat.right", "right,l", "Right", "Read the value to the right.", "move(1,0)", in_footer=False),
        Command("heat.numbers", "v", "Numbers", "Show numbers or colours.", "toggle_numbers", "wide"),
    )
    BINDINGS = bindings(offers)

    numbers = reactive(False)
    spot: reactive[Spot | None] = reactive(None)

    class Pointed(Message):
        """The cursor stands on a value, or left the maps."""

        def __init__(self, spot: Spot | None) -> None:
            super().__init__()
            self.spot = spot

    class Chosen(Message):
        """A value was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.maps: tuple[HeatMapData, ...] = ()
        self.scale = Scale(0.0, 1.0)
        self._arrangement = Arrangement((), 0, 0)
        self._lines: dict[int, Strip] = {}
        self._styles: dict[tuple[int, int], Style] = {}
        self._texts: list[list[list[str]]] = []
        self._base = Style()

    @property
    def coloured(self) -> bool:
        """False where only the terminal's own colours, or none, may be used: then ink shows magnitude."""
        return not (self.app.no_color or self.app.native_ansi_color)

    def show(self, maps: Sequence[HeatMapData], scale: Scale | None = None) -> None:
        """Show other values; maps of the same shapes keep their places and the cursor."""
        same = [item.shape for item in maps] == [item.shape for item in self.maps]
        same = same and [names_of(item) for item in maps] == [names_of(item) for item in self.maps]
        signed = self.scale.signed
        self.maps = tuple(maps)
        self.scale = scale or scale_of([row for item in maps for row in item.rows])
        if self.numbers or not same:
            self._arrange()
        if signed != self.scale.signed:
            self._styles.clear()
        if not same:
            self.spot = None
        self._redraw()

    def _redraw(self) -> None:
        self._base = self.rich_style
        self._lines.clear()
        self.refresh()

    def _arrange(self) -> None:
        shapes = [item.shape for item in self.maps]
        width, height = self.content_size  # scroll bars come and go with what is decided here
        self._texts = aligned_texts(self.maps) if self.numbers else []
        for choice in self._choices():
            self._arrangement = self._arranged(shapes, choice, width)
            if self._arrangement.width <= width and self._arrangement.height <= height:
                break
        else:
            self._arrangement = self._arranged(shapes, choice, width - self.styles.scrollbar_size_vertical)
        self.virtual_size = Size(self._arrangement.width, self._arrangement.height)
        self._lines.clear()

    def _arranged(self, shapes: Sequence[tuple[int, int]], choice: Choice, width: int) -> Arrangement:
        titles = [item.title if choice.titled else "" for item in self.maps]
        gutters = [gutter_of(item) for item in self.maps] if choice.named else []
        return arrange(shapes, titles, choice.cell, width, gutters)

    def _choices(self) -> list[Choice]:
        """Return ways to draw a value, and what stands beside the maps: the first that fits is taken."""
        named = any(gutter_of(item) for item in self.maps)
        if self.numbers:
            widest = max((len(text) for rows in self._texts for row in rows for text in row), default=1)
            return [Choice(CellSize(widest + 1), titled=True, named=named)]
        small = HALF if self.coloured else NARROW
        with_names = [Choice(WIDE, titled=True, named=True)] if named else []
        return [*with_names, Choice(WIDE, titled=True), Choice(small, titled=True), Choice(small)]

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw a visible line."""
        left, top = self.scroll_offset
        line = y + top
        strip = self._lines.get(line)
        if strip is None:
            strip = self._lines[line] = self._draw(line)
        return strip.crop_extend(left, left + self.size.width, self._base)

    def _draw(self, line: int) -> Strip:
        segments: list[Segment] = []
        x = 0
        for tile in self._arrangement.tiles:
            if not tile.y <= line < tile.bottom:
                continue
            start = tile.x - tile.gutter
            segments.append(Segment(" " * (start - x), self._base))
            if line < tile.top:
                named = tile.gutter and line == tile.top - 1
                text = self._column_names(tile) if named else self.maps[tile.index].title
                drawn = [Segment(text, self._base + Style(dim=True))]
            else:
                drawn = [self._row_name(tile, line - tile.top), *self._draw_values(tile, line - tile.top)]
            segments += drawn
            x = start + sum(segment.cell_length for segment in drawn)
        return Strip(segments)

    def _column_names(self, tile: Tile) -> str:
        width = tile.cell.width
        names = [name[: width - (width > 2)].rjust(width) for name in self.maps[tile.index].column_names]
        return " " * tile.gutter + "".join(names)

    def _row_name(self, tile: Tile, line: int) -> Segment:
        names, row = self.maps[tile.index].row_names, line * tile.cell.per_line
        name = names[row][:LONGEST_NAME] if tile.gutter and row < len(names) else ""
        return Segment(f"{name:>{tile.gutter - 1}} " if tile.gutter else "", self._base + Style(dim=True))

    def _draw_values(self, tile: Tile, line: int) -> list[Segment]:
        rows = self.maps[tile.index].rows
        first = line * tile.cell.per_line
        if self.numbers:
            segments = self._draw_numbers(tile, first)
        elif not self.coloured:
            segments = [Segment(self._ink(value, tile.cell.width), self._base) for value in rows[first]]
        elif tile.cell == HALF:
            segments = self._draw_halves(rows, first)
        else:
            segments = [self._block(value) for value in rows[first]]
        spot = self.spot
        if spot and spot.map == tile.index and first <= spot.row < first + tile.cell.per_line:
            segments[spot.column] = self._cursor(segments[spot.column], spot.row - first, tile.cell)
        return segments

    def _draw_numbers(self, tile: Tile, row: int) -> list[Segment]:
        texts, values = self._texts[tile.index][row], self.maps[tile.index].rows[row]
        width = tile.cell.width
        return [
            Segment(f"{text:>{width}}", self._block(value).style if self.coloured else self._base)
            for text, value in zip(texts, values, strict=True)
        ]

    def _draw_halves(self, rows: Rows, first: int) -> list[Segment]:
        level = self.scale.level
        upper = [level(value) for value in rows[first]]
        lower = [level(value) for value in rows[first + 1]] if first + 1 < len(rows) else None
        if lower is None:
            return [Segment("▀", self._style(top, None)) for top in upper]
        pairs = zip(upper, lower, strict=True)
        return [Segment("?" if min(pair) < 0 else "▀", self._style(*pair)) for pair in pairs]

    def _block(self, value: float) -> Segment:
        level = self.scale.level(value)
        glyph = "??" if level == NOT_A_NUMBER else f" {MINUS}" if value < 0 else "  "
        return Segment(glyph, self._style(self._contrast(level), level))

    def _ink(self, value: float, width: int) -> str:
        if width == 1:
            return self.scale.shade(value, sign=True)
        shade = self.scale.shade(value)
        return (MINUS if value < 0 else shade) + shade * (width - 1)

    def _contrast(self, level: int) -> int:
        return LEVELS - 1 if level < LEVELS // 2 else 0

    def _style(self, front: int, back: int | None) -> Style:
        key = (front, -2 if back is None else back)
        if key not in self._styles:
            colours = ramp(dark=self.app.current_theme.dark, signed=self.scale.signed)
            base = self._base
            paper = base if back is None else Style(bgcolor=_hex(colours[max(back, 0)]))
            self._styles[key] = paper + Style(color=_hex(colours[max(front, 0)]))
        return self._styles[key]

    def _cursor(self, segment: Segment, half: int, cell: CellSize) -> Segment:
        style = segment.style or self._base
        if self.numbers:
            return Segment(segment.text, style + Style(reverse=True, bold=True))
        background = self.app.theme_variables["error"] if self.coloured else None
        accent = Style(bgcolor=background, color="#000000") if background else Style(reverse=True)
        if cell == WIDE:
            return Segment("[]", style + accent)
        if not self.coloured:
            return Segment("+", style + accent)
        return Segment("▀▄"[half], self._cursor_half(segment.style, half))

    def _cursor_half(self, style: Style | None, half: int) -> Style:
        """Colour one half of a line; the other half keeps the colour it has."""
        accent = Style(color=self.app.theme_variables["error"]).color
        kept = None if style is None else (style.bgcolor if half == 0 else style.color)
        return Style(color=accent, bgcolor=kept)

    # The cursor

    def action_move(self, right: int, down: int) -> None:
        """Move the cursor; the first move shows it."""
        if not self._arrangement.tiles:
            return
        self.spot = self._arrangement.move(self.spot, right, down) if self.spot else Spot()
        self._scroll_to_spot()

    def _scroll_to_spot(self) -> None:
        if self.spot is None:
            return
        x, y = self._arrangement.place_of(self.spot)
        cell = self._arrangement.tiles[self.spot.map].cell
        self.scroll_to_region(Region(x, y, cell.width, 1), animate=False, force=True)

    def point(self) -> None:
        """Show the cursor, on the largest value, if it is not shown."""
        places = [
            (value, Spot(index, row, column))
            for index, item in enumerate(self.maps)
            for row, values in enumerate(item.rows)
            for column, value in enumerate(values)
            if value == value
        ]
        if self.spot is None and places:
            self.spot = max(places, key=lambda place: place[0])[1]
            self._scroll_to_spot()

    def action_toggle_numbers(self) -> None:
        """Numbers or colours."""
        self.numbers = not self.numbers

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        self._point_at(event)

    def _point_at(self, event: events.MouseEvent) -> None:
        x, y = event.x + self.scroll_offset.x, event.y + self.scroll_offset.y
        self.spot = self._arrangement.spot_at(x, y, half=int(event.pointer_y % 1 >= 0.5))

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        self._point_at(event)
        if self.spot is not None:
            self.post_message(self.Chosen())

    def value_at(self, spot: Spot) -> float:
        """Return the value under a spot."""
        return float(self.maps[spot.map].rows[spot.row][spot.column])

    def watch_spot(self) -> None:
        """Tell who listens where the cursor is."""
        self._redraw()
        self.post_message(self.Pointed(self.spot))

    def watch_numbers(self) -> None:
        """Draw the other way."""
        self._arrange()
        self._redraw()

    def _on_resize(self, event: events.Resize) -> None:
        self._arrange()
        self._redraw()

    def notify_style_update(self) -> None:
        """Forget the old theme's colours."""
        super().notify_style_update()
        self._styles.clear()
        self._arrange()
        self._redraw()


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
