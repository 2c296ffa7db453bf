"""What a heat map shows, and the ways to draw it: no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studyai.tui.widgets.columns import align_points, short_number
from studyai.tui.widgets.heat.tiles import CellSize

Rows = Sequence[Sequence[float]]

WIDE, HALF, NARROW = CellSize(2), CellSize(1, per_line=2), CellSize(1)
LONGEST_NAME = 6  # of a row; of a column it is the width of its values


@dataclass(frozen=True)
class HeatMapData:
    """One map: its rows of values (all of one length), what it is called, and what its rows and columns are."""

    rows: Rows
    title: str = ""
    row_names: Sequence[str] = ()
    column_names: Sequence[str] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True)
class Choice:
    """A way to draw maps: how large a value is, with their titles, with the names of rows and columns."""

    cell: CellSize
    titled: bool = False
    named: bool = False


def gutter_of(item: HeatMapData) -> int:
    """Return the columns that the names of a map's rows take; 0 if it has no names."""
    return min(max(map(len, item.row_names), default=-1), LONGEST_NAME) + 1


def aligned_texts(maps: Sequence[HeatMapData]) -> list[list[list[str]]]:
    """Return every value as text, all of one width with their decimal points in the same column."""
    texts = iter(align_points([short_number(value) for item in maps for row in item.rows for value in row]))
    return [[[next(texts) for _ in row] for row in item.rows] for item in maps]


def names_of(item: HeatMapData) -> tuple[str, bool]:
    """Return what must stay the same for the maps to keep their places."""
    return item.title, bool(item.row_names)
