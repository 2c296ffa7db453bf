"""Draws maps line by line: as colours, as ink where there are none, or as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from studyai.tui.widgets.colours import contrasting, ramp
from studyai.tui.widgets.columns import MINUS
from studyai.tui.widgets.half_blocks import LOWER, UPPER, half_block, two_colours
from studyai.tui.widgets.heat.data import HALF, WIDE, HeatMapData, Rows, column_labels, row_labels
from studyai.tui.widgets.heat.layout import Layout
from studyai.tui.widgets.heat.scale import NOT_A_NUMBER, Scale
from studyai.tui.widgets.heat.tiles import CellSize, Spot, Tile


@dataclass(frozen=True)
class Look:
    """The widget's own style, whether its theme is dark, and the cursor's colour; "" where there are no colours."""

    base: Style
    dark: bool
    accent: str


class Painter:
    """Draws one moment of maps, with the cursor where it stands."""

    def __init__(
        self, maps: Sequence[HeatMapData], scale: Scale, layout: Layout, look: Look, spot: Spot | None
    ) -> None:
        self._maps, self._scale, self._layout, self._look, self._spot = maps, scale, layout, look, spot
        self._ramp = ramp(dark=look.dark, signed=scale.signed)
        self._is_coloured = bool(look.accent)
        tiles = layout.arrangement.tiles
        self._row_labels = {
            tile.index: row_labels(maps[tile.index], tile.cell.per_line, layout.longest) for tile in tiles
        }

    def line(self, y: int) -> Strip:
        """Return a line of all maps."""
        segments: list[Segment] = []
        x = 0
        for tile in self._layout.arrangement.tiles:
            if not tile.y <= y < tile.bottom:
                continue
            start = tile.x - tile.gutter
            segments.append(Segment(" " * (start - x), self._look.base))
            if y < tile.top:
                named = tile.named and y == tile.top - 1
                text = self._column_names(tile) if named else self._maps[tile.index].title
                drawn = [Segment(text, self._look.base + Style(dim=True))]
            else:
                drawn = [self._row_name(tile, y - tile.top), *self._values(tile, y - tile.top)]
            segments += drawn
            x = start + sum(segment.cell_length for segment in drawn)
        return Strip(segments)

    # Names

    def _column_names(self, tile: Tile) -> str:
        return " " * tile.gutter + column_labels(self._maps[tile.index], tile.cell.width)

    def _row_name(self, tile: Tile, line: int) -> Segment:
        if not tile.gutter:
            return Segment("")
        name = self._row_labels[tile.index][line]
        return Segment(f"{name:>{tile.gutter - 1}} ", self._look.base + Style(dim=True))

    # Values

    def _values(self, tile: Tile, line: int) -> list[Segment]:
        rows = self._maps[tile.index].rows
        first = line * tile.cell.per_line
        if self._layout.texts is not None:
            segments = self._numbers(self._layout.texts[tile.index][first], rows[first], tile.cell.width)
        elif not self._is_coloured:
            segments = [Segment(self._ink(value, tile.cell.width), self._look.base) for value in rows[first]]
        elif tile.cell == HALF:
            segments = self._halves(rows, first)
        else:
            segments = [self._block(value, tile.cell.width) for value in rows[first]]
        spot = self._spot
        if spot and spot.map == tile.index and first <= spot.row < first + tile.cell.per_line:
            segments[spot.column] = self._cursor(segments[spot.column], spot.row - first, tile.cell)
        return segments

    def _numbers(self, texts: Sequence[str], values: Sequence[float], width: int) -> list[Segment]:
        return [
            Segment(f"{text:>{width}}", self._block(value).style if self._is_coloured else self._look.base)
            for text, value in zip(texts, values, strict=True)
        ]

    def _halves(self, rows: Rows, first: int) -> list[Segment]:
        level, colours = self._scale.level, self._ramp
        upper = [level(value) for value in rows[first]]
        if first + 1 == len(rows):
            return [Segment(UPPER, self._look.base + Style(color=colours[max(top, 0)])) for top in upper]
        lower = [level(value) for value in rows[first + 1]]
        return [
            half_block(colours[top], colours[low])
            if top >= 0 and low >= 0
            else half_block(colours[max(top, 0)], colours[max(low, 0)], glyph="?")
            for top, low in zip(upper, lower, strict=True)
        ]

    def _block(self, value: float, width: int = WIDE.width) -> Segment:
        level = self._scale.level(value)
        glyph = "??" if level == NOT_A_NUMBER else f" {MINUS}" if value < 0 else "  "
        return Segment(f"{glyph:>{width}}", two_colours(self._ramp[contrasting(level)], self._ramp[max(level, 0)]))

    def _ink(self, value: float, width: int) -> str:
        if width == 1:
            return self._scale.shade(value, sign=True)
        shade = self._scale.shade(value)
        return (MINUS if value < 0 else shade) + shade * (width - 1)

    # The cursor

    def _cursor(self, segment: Segment, half: int, cell: CellSize) -> Segment:
        style = segment.style or self._look.base
        if self._layout.texts is not None:
            return Segment(segment.text, style + Style(reverse=True, bold=True))
        accent = self._look.accent
        marked = style + (Style(bgcolor=accent, color="#000000") if accent else Style(reverse=True))
        if cell.width > 1:
            return Segment(f"[{'':{cell.width - 2}}]", marked)
        if not accent:
            return Segment("+", marked)
        kept = style.bgcolor if half == 0 else style.color  # the other half of the line keeps the colour it has
        return Segment((UPPER, LOWER)[half], Style(color=accent, bgcolor=kept))
