"""Where the maps of a heat map stand, and which value is where: arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 2  # columns between maps; rows between them: 1


@dataclass(frozen=True)
class CellSize:
    """How much room a value takes: `width` columns, and a line holds `per_line` rows of values."""

    width: int
    per_line: int = 1


@dataclass(frozen=True)
class Tile:
    """A map's place: its title (if any) is on line `y`, its values start at `x` on `top`.

    Labels of rows stand in the `gutter` columns left of `x`, those of columns on the line above `top`.
    """

    index: int
    x: int
    y: int
    top: int
    rows: int
    columns: int
    cell: CellSize
    gutter: int = 0
    named: bool = False

    @property
    def width(self) -> int:
        """Columns taken."""
        return self.columns * self.cell.width

    @property
    def height(self) -> int:
        """Lines of values."""
        return -(-self.rows // self.cell.per_line)

    @property
    def bottom(self) -> int:
        """The line after the last."""
        return self.top + self.height


@dataclass(frozen=True)
class Spot:
    """One value: of which map, which row and column."""

    map: int = 0
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Arrangement:
    """All tiles, and the room they take together."""

    tiles: tuple[Tile, ...]
    width: int
    height: int

    def spot_at(self, x: int, y: int, half: int = 0) -> Spot | None:
        """Return the value at a column and line; `half` says which half of the line is meant."""
        for tile in self.tiles:
            if tile.x <= x < tile.x + tile.width and tile.top <= y < tile.bottom:
                row = (y - tile.top) * tile.cell.per_line + min(half, tile.cell.per_line - 1)
                if row < tile.rows:
                    return Spot(tile.index, row, (x - tile.x) // tile.cell.width)
        return None

    def place_of(self, spot: Spot) -> tuple[int, int]:
        """Return the column and line where a value is drawn."""
        tile = self.tiles[spot.map]
        return tile.x + spot.column * tile.cell.width, tile.top + spot.row // tile.cell.per_line

    def move(self, spot: Spot, right: int, down: int) -> Spot:
        """Return the spot one step away; past a map's edge lies the neighbouring map."""
        tile = self.tiles[spot.map]
        row, column = spot.row + down, spot.column + right
        if 0 <= row < tile.rows and 0 <= column < tile.columns:
            return Spot(spot.map, row, column)
        x, y = self.place_of(spot)
        neighbour = self._neighbour(tile, x, y, right, down)
        if neighbour is None:
            return spot
        row = {1: 0, -1: neighbour.rows - 1}.get(down, min(spot.row, neighbour.rows - 1))
        column = {1: 0, -1: neighbour.columns - 1}.get(right, min(spot.column, neighbour.columns - 1))
        return Spot(neighbour.index, row, column)

    def _neighbour(self, tile: Tile, x: int, y: int, right: int, down: int) -> Tile | None:
        def distance(other: Tile) -> int:
            return abs(other.x - tile.x) + abs(other.y - tile.y)

        if right:
            line = [other for other in self.tiles if other.top <= y < other.bottom]
            beyond = [other for other in line if (other.x - tile.x) * right > 0]
        else:
            beyond = [other for other in self.tiles if (other.y - tile.y) * down > 0]
            beyond = [other for other in beyond if other.x <= x < other.x + other.width + GAP]
        return min(beyond, key=distance, default=None)


def arrange(
    shapes: Sequence[tuple[int, int]],
    titles: Sequence[str],
    cell: CellSize,
    width: int,
    gutters: Sequence[int] = (),
) -> Arrangement:
    """Set maps of the given (rows, columns) side by side, in as many bands as the width needs.

    A gutter is what the labels of a map's rows take; where gutters are given there is a line for those of its columns.
    """
    title_height = 1 if any(titles) else 0
    names_height = 1 if gutters else 0
    tiles: list[Tile] = []
    x = y = band = widest = 0
    for index, (rows, columns) in enumerate(shapes):
        gutter = gutters[index] if gutters else 0
        wanted = max(gutter + columns * cell.width, len(titles[index]))
        if x and x + wanted > width:
            x, y, band = 0, y + band + 1, 0
        tile = Tile(
            index, x + gutter, y, y + title_height + names_height, rows, columns, cell, gutter, bool(names_height)
        )
        tiles.append(tile)
        x += wanted + GAP
        widest = max(widest, x - GAP)
        band = max(band, tile.bottom - y)
    return Arrangement(tuple(tiles), widest, y + band)
