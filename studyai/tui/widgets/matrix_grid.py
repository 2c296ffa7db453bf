"""A grid to type or paste a vector or a matrix into: one widget, however many cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from studyai.tui.shell.commands import Command, bindings
from studyai.tui.widgets.cell_table import CellTable
from studyai.tui.widgets.paste import PasteRefused

CellMark = Literal["✓", "↷", "✗", "?"]
NARROWEST = 5  # columns of a cell
EDGE = 2  # columns of a bracket and the air beside it


class MatrixGrid(ScrollView, can_focus=True):
    """Cells of text with a caret. It evaluates nothing: `cells` is what was typed.

    `vector` makes `as_text` write `[1, 2]` instead of `[[1, 2]]`. Posts `Changed` after each edit,
    `Submitted` on Enter once no cell is empty (before, Enter goes to the next empty one) and `Refused` when
    what was pasted has no use here.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "matrix-grid--cell",
        "matrix-grid--current",
        "matrix-grid--caret",
        "matrix-grid--right",
        "matrix-grid--wrong",
    }
    DEFAULT_CSS = """
    MatrixGrid {
        width: auto;
        height: auto;
        max-width: 100%;
        .matrix-grid--cell { background: $panel; }
        .matrix-grid--current { background: $block-cursor-background; color: $block-cursor-foreground; }
        .matrix-grid--caret { text-style: reverse; }
        .matrix-grid--right { color: $success; }
        .matrix-grid--wrong { color: $error; }
        &:ansi .matrix-grid--cell { text-style: underline; }
        &:ansi .matrix-grid--current { text-style: bold underline; }
    }
    """
    heading = "Matrix"
    offers: ClassVar[tuple[Command, ...]] = (
        Command("grid.up", "up", "Up", "The cell above.", "move(-1,0)", in_footer=False),
        Command("grid.down", "down", "Down", "The cell below.", "move(1,0)", in_footer=False),
        Command("grid.left", "left", "Left", "A character or a cell to the left.", "left", in_footer=False),
        Command("grid.right", "right", "Right", "A character or a cell to the right.", "right", in_footer=False),
        Command("grid.next", "tab", "Next", "The next cell, then out of the grid.", "along(1)", in_footer=False),
        Command("grid.back", "shift+tab", "Before", "The cell before.", "along(-1)", in_footer=False),
        Command("grid.enter", "enter", "Enter", "The next empty cell; then hand the matrix in.", "enter"),
        Command("grid.erase", "backspace", "Erase", "Erase to the left.", "erase(1,0)", in_footer=False),
        Command("grid.delete", "delete", "Delete", "Erase to the right.", "erase(0,1)", in_footer=False),
        Command("grid.wider", "ctrl+right", "Wider", "One column more.", "grow(0,1)", in_footer=False),
        Command("grid.narrower", "ctrl+left", "Narrower", "One column less.", "grow(0,-1)", in_footer=False),
        Command("grid.taller", "ctrl+down", "Taller", "One row more.", "grow(1,0)", in_footer=False),
        Command("grid.lower", "ctrl+up", "Lower", "One row less.", "grow(-1,0)", in_footer=False),
    )
    BINDINGS = bindings(offers)

    class Changed(Message):
        """A cell, or the shape, is another."""

        def __init__(self, grid: MatrixGrid) -> None:
            super().__init__()
            self.grid, self.cells = grid, grid.cells

        @property
        def control(self) -> MatrixGrid:
            """The grid, for `@on` selectors."""
            return self.grid

    class Submitted(Changed):
        """Enter was pressed and no cell is empty."""

    class Refused(Message):
        """What was pasted could not be used; `reason` is for the learner."""

        def __init__(self, grid: MatrixGrid, reason: str) -> None:
            super().__init__()
            self.grid, self.reason = grid, reason

        @property
        def control(self) -> MatrixGrid:
            """The grid, for `@on` selectors."""
            return self.grid

    def __init__(
        self,
        rows: int,
        columns: int,
        *,
        growable: bool = False,
        vector: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._table = CellTable(rows, columns, growable=growable)
        self._vector = vector and rows == 1
        self._marks: dict[tuple[int, int], CellMark] = {}
        self._fit()

    # What stands in it

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Every cell as typed."""
        return self._table.cells()

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._table.rows, self._table.columns

    def as_text(self) -> str:
        """Return the whole as one text, `[[1, 2], [3, 4]]`."""
        rows = [f"[{', '.join(row)}]" for row in self.cells]
        return rows[0] if self._vector and len(rows) == 1 else f"[{', '.join(rows)}]"

    def set_cells(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other texts, in another shape if need be; posts nothing."""
        self._table.set_cells(rows)
        self._marks.clear()
        self._fit()

    def mark(self, row: int, column: int, mark: CellMark) -> None:
        """Put a verdict beside a cell, until it is edited."""
        self._marks[row, column] = mark
        self._fit()

    def clear_marks(self) -> None:
        """Take the verdicts away."""
        self._marks.clear()
        self._fit()

    # Drawing

    def _fit(self) -> None:
        self._widths = [self._width_of(column) for column in range(self._table.columns)]
        size = Size(sum(self._widths) + len(self._widths) - 1 + 2 * EDGE, self._table.rows)
        changed = size != self.virtual_size
        self.virtual_size = size
        self.refresh(layout=changed)

    def _width_of(self, column: int) -> int:
        marked = any(place[1] == column for place in self._marks)
        longest = max(Segment(row[column]).cell_length for row in self._table.texts)
        return max(NARROWEST, longest + 2) + 2 * marked

    def render_line(self, y: int) -> Strip:
        """Draw a visible row."""
        left, top = self.scroll_offset
        row = y + top
        if row >= self._table.rows:
            return Strip.blank(self.size.width, self.rich_style)
        opening, closing = _brackets(row, self._table.rows)
        segments = [Segment(f"{opening} ", self.rich_style)]
        for column in range(self._table.columns):
            if column:
                segments.append(Segment(" ", self.rich_style))
            segments += self._draw_cell(row, column)
        segments.append(Segment(f" {closing}", self.rich_style))
        return Strip(segments).crop_extend(left, left + self.size.width, self.rich_style)

    def _draw_cell(self, row: int, column: int) -> list[Segment]:
        text = self._table.texts[row][column]
        current = self.has_focus and (row, column) == (self._table.row, self._table.column)
        style = self.get_component_rich_style("matrix-grid--current" if current else "matrix-grid--cell")
        mark = self._mark_segment(row, column, style)
        room = self._widths[column] - 1 - sum(segment.cell_length for segment in mark)
        before = Segment(" " * (room - Segment(text).cell_length), style)
        if not current:
            return [before, Segment(text or "", style), *mark, Segment(" ", style)]
        caret = self._table.caret
        under = text[caret : caret + 1] or " "
        caret_style = style + self.get_component_rich_style("matrix-grid--caret", partial=True)
        segments = [before, Segment(text[:caret], style), Segment(under, caret_style)]
        rest = text[caret + 1 :]
        return [*segments, Segment(rest, style), *mark, *([Segment(" ", style)] if caret < len(text) else [])]

    def _mark_segment(self, row: int, column: int, style: Style) -> list[Segment]:
        if not any(place[1] == column for place in self._marks):
            return []
        mark = self._marks.get((row, column), " ")
        name = "matrix-grid--right" if mark in "✓↷" else "matrix-grid--wrong"
        return [Segment(f" {mark}", style + self.get_component_rich_style(name, partial=True))]

    # Keys and mouse

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take every printable key as text."""
        return character is not None and character.isprintable()

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character is not None:
            event.stop()
            event.prevent_default()
            self._table.insert(event.character)
            self._edited()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        try:
            self._table.paste("".join(c for c in event.text if c.isprintable() or c in "\t\n"))
        except PasteRefused as refused:
            self.post_message(self.Refused(self, str(refused)))
        else:
            self._marks.clear()
            self._edited()

    def on_click(self, event: events.Click) -> None:
        """Put the caret in the cell that was clicked."""
        row = event.y + self.scroll_offset.y
        self._table.go(row, self._column_at(event.x + self.scroll_offset.x - EDGE))
        self._moved()

    def _column_at(self, x: int) -> int:
        ends = accumulate(width + 1 for width in self._widths)
        return sum(1 for end in ends if end <= x)

    def action_move(self, down: int, right: int) -> None:
        """Go to a neighbouring cell."""
        self._table.go(self._table.row + down, self._table.column + right)
        self._moved()

    def action_left(self) -> None:
        """Go a character or a cell to the left."""
        self._table.left()
        self._moved()

    def action_right(self) -> None:
        """Go a character or a cell to the right."""
        self._table.right()
        self._moved()

    def action_along(self, step: int) -> None:
        """Go to the next or previous cell; at the end let the focus move on."""
        if not self._table.along(step):
            raise SkipAction
        self._moved()

    def action_enter(self) -> None:
        """Go to the next empty cell, or hand in."""
        if self._table.to_empty():
            self._moved()
        else:
            self.post_message(self.Submitted(self))

    def action_erase(self, before: int, after: int) -> None:
        """Erase beside the caret."""
        self._table.erase(before, after)
        self._edited()

    def action_grow(self, rows: int, columns: int) -> None:
        """Change the shape, if it may change."""
        if self._table.resize(self._table.rows + rows, self._table.columns + columns):
            self._marks.clear()
            self._edited()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a change of shape only where the shape may change."""
        return self._table.growable if action == "grow" else True

    def _edited(self) -> None:
        self._marks.pop((self._table.row, self._table.column), None)
        self._fit()
        self._moved()
        self.post_message(self.Changed(self))

    def _moved(self) -> None:
        x = EDGE + sum(self._widths[: self._table.column]) + self._table.column
        region = Region(x, self._table.row, self._widths[self._table.column], 1)
        self.scroll_to_region(region, animate=False, force=True)
        self.refresh()


def _brackets(row: int, rows: int) -> tuple[str, str]:
    if rows == 1:
        return "[", "]"
    if row in (0, rows - 1):
        return ("⎡", "⎤") if row == 0 else ("⎣", "⎦")
    return "⎢", "⎥"
