"""Draws a row of a grid of cells: brackets, texts, verdicts, and the caret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from studyai.tui.widgets.cell_table import CellTable

CellMark = Literal["✓", "↷", "✗", "?"]
Marks = Mapping[tuple[int, int], CellMark]
NARROWEST = 5  # columns of a cell
EDGE = 2  # columns of a bracket and the air beside it


@dataclass(frozen=True)
class Look:
    """The styles: of the grid, of a cell and the one with the caret; and what a caret and verdicts add to these."""

    base: Style
    cell: Style
    current: Style
    caret: Style
    right: Style
    wrong: Style


def width_of(table: CellTable, marks: Marks, column: int) -> int:
    """Return how many columns of the screen a column of cells takes."""
    longest = max(Segment(row[column]).cell_length for row in table.texts)
    return max(NARROWEST, longest + 2) + 2 * _is_marked(marks, column)


def _is_marked(marks: Marks, column: int) -> bool:
    return any(place[1] == column for place in marks)


def row_line(table: CellTable, marks: Marks, widths: Sequence[int], row: int, current: int | None, look: Look) -> Strip:
    """Return a row as a line; ``current`` is the column with the caret, if it is in this row and is shown."""
    opening, closing = _brackets(row, table.rows)
    segments = [Segment(f"{opening} ", look.base)]
    for column, width in enumerate(widths):
        if column:
            segments.append(Segment(" ", look.base))
        style = look.current if column == current else look.cell
        mark = _mark(marks, row, column, style, look)
        caret = table.caret if column == current else None
        if column == current and table.is_selected:
            style, caret = style + look.caret, None
        segments += _cell(table.texts[row][column], width, mark, style, caret, look)
    segments.append(Segment(f" {closing}", look.base))
    return Strip(segments)


def _cell(text: str, width: int, mark: Sequence[Segment], style: Style, caret: int | None, look: Look) -> list[Segment]:
    room = width - 1 - sum(segment.cell_length for segment in mark)
    before = Segment(" " * (room - Segment(text).cell_length), style)
    if caret is None:
        return [before, Segment(text, style), *mark, Segment(" ", style)]
    under = text[caret : caret + 1] or " "
    segments = [before, Segment(text[:caret], style), Segment(under, style + look.caret)]
    rest = Segment(text[caret + 1 :], style)
    return [*segments, rest, *mark, *([Segment(" ", style)] if caret < len(text) else [])]


def caret_column(table: CellTable, marks: Marks, width: int) -> int:
    """Return where in its cell, which is so wide, the caret stands."""
    room = width - 1 - 2 * _is_marked(marks, table.column)
    return room - Segment(table.text[table.caret :]).cell_length


def _mark(marks: Marks, row: int, column: int, style: Style, look: Look) -> list[Segment]:
    if not _is_marked(marks, column):
        return []
    mark = marks.get((row, column), " ")
    return [Segment(f" {mark}", style + (look.right if mark in "✓↷" else look.wrong))]


def _brackets(row: int, rows: int) -> tuple[str, str]:
    if rows == 1:
        return "[", "]"
    if row in (0, rows - 1):
        return ("⎡", "⎤") if row == 0 else ("⎣", "⎦")
    return "⎢", "⎥"
