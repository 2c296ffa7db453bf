"""What a heat map shows, and the ways to draw it: no widgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyai.tui.widgets.columns import align_points, short_number
from studyai.tui.widgets.heat.tiles import CellSize

Rows = Sequence[Sequence[float]]

WIDE, HALF, NARROW = CellSize(2), CellSize(1, per_line=2), CellSize(1)
BETWEEN_NAMES = "/"  # of rows on one line
LONGEST_NAME = 6  # of a row, where there is no room for whole ones; of a column it is the width of its values
WHOLE = 10**6  # no name is longer


@dataclass(frozen=True)
class HeatMapData:
    """One map: its rows of values (all of one length), what it is called, and what its rows and columns are.

    Rows and columns without names are ``numbered`` from 0, where that is wanted; ``axes`` says what they are. Names
    that ``suffice`` are read out without the number of the row or column.
    """

    rows: Rows
    title: str = ""
    row_names: Sequence[str] = ()
    column_names: Sequence[str] = ()
    axes: tuple[str, str] = ("row", "column")
    numbered: bool = False
    suffice: bool = False

    @property
    def is_labelled(self) -> bool:
        """Whether something stands beside its rows, or above its columns."""
        return self.numbered or bool(self.row_names or self.column_names)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True)
class Choice:
    """A way to draw maps: how large a value is, with their titles, with the names of rows (so long) and columns."""

    cell: CellSize
    titled: bool = False
    named: bool = False
    longest: int = LONGEST_NAME


def row_labels(item: HeatMapData, per_line: int, longest: int = LONGEST_NAME) -> list[str]:
    """Return what stands before each line of a map: the names of its rows, or the number of the first of them."""
    rows, _ = item.shape
    firsts = range(0, rows, per_line)
    if rows < 2 or not (item.row_names or item.numbered):
        return [""] * len(firsts)
    if not item.row_names:
        return [str(row) for row in firsts]
    cut = [name[: longest // per_line] for name in item.row_names]
    return [BETWEEN_NAMES.join(cut[row : row + per_line]) for row in firsts]


def column_labels(item: HeatMapData, width: int) -> str:
    """Return what stands above a map whose values are so wide: the names of its columns, or their numbers.

    Where there is no room for every number, there is one over each second, fifth, tenth … column.
    """
    _, columns = item.shape
    if item.column_names:
        return "".join(name[: width - (width > 2)].rjust(width) for name in item.column_names)
    if not item.numbered:
        return ""
    longest = len(str(columns - 1))
    stride = next(stride for stride in _strides() if stride * width > longest or stride >= columns)
    texts = [str(column) for column in range(0, columns, stride)]
    if stride == 1:
        return "".join(text.rjust(width) for text in texts)
    return "".join(text.ljust(stride * width) for text in texts)[: columns * width]


def _strides() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def gutter_of(item: HeatMapData, per_line: int = 1, longest: int = LONGEST_NAME) -> int:
    """Return the columns that the labels of a map's rows take; 0 if it has one row only."""
    widest = max(map(len, row_labels(item, per_line, longest)), default=0)
    return widest + 1 if widest else 0


def whole_columns(maps: Sequence[HeatMapData]) -> int:
    """Return how wide values must be for the names of all columns to stand above them whole, one blank between."""
    return 1 + max((len(name) for item in maps for name in item.column_names), default=0)


def aligned_texts(maps: Sequence[HeatMapData]) -> list[list[list[str]]]:
    """Return every value as text, all of one width with their decimal points in the same column."""
    texts = iter(align_points([short_number(value) for item in maps for row in item.rows for value in row]))
    return [[[next(texts) for _ in row] for row in item.rows] for item in maps]


def names_of(item: HeatMapData) -> tuple[str, tuple[int, ...]]:
    """Return what must stay the same for the maps to keep their places."""
    return item.title, tuple(map(len, item.row_names))
