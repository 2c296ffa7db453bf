"""A grid to type or paste a vector or a matrix into: one widget, however many cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.cell_table import CellTable
from studyai.tui.widgets.grid_commands import GRID_COMMANDS
from studyai.tui.widgets.grid_row import EDGE, CellMark, Look, caret_column, row_line, width_of
from studyai.tui.widgets.in_order import InOrder
from studyai.tui.widgets.paste import PasteRefused


class MatrixGrid(InOrder, ScrollView, can_focus=True):
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
    offers: ClassVar[tuple[Command, ...]] = GRID_COMMANDS
    BINDINGS = bindings(GRID_COMMANDS)

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
        self._widths = [width_of(self._table, self._marks, column) for column in range(self._table.columns)]
        size = Size(sum(self._widths) + len(self._widths) - 1 + 2 * EDGE, self._table.rows)
        changed = size != self.virtual_size
        self.virtual_size = size
        self.refresh(layout=changed)

    def render_line(self, y: int) -> Strip:
        """Draw a visible row."""
        left, top = self.scroll_offset
        row = y + top
        if row >= self._table.rows:
            return Strip.blank(self.size.width, self.rich_style)
        current = self._table.column if self.has_focus and row == self._table.row else None
        line = row_line(self._table, self._marks, self._widths, row, current, self._look())
        return line.crop_extend(left, left + self.size.width, self.rich_style)

    def _look(self) -> Look:
        def part(name: str) -> Style:
            return self.get_component_rich_style(f"matrix-grid--{name}", partial=True)

        cell, current = (self.get_component_rich_style(f"matrix-grid--{name}") for name in ("cell", "current"))
        return Look(self.rich_style, cell, current, part("caret"), part("right"), part("wrong"))

    # Keys and mouse

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take every printable key as text."""
        return character is not None and character.isprintable()

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character is not None:
            event.stop()
            event.prevent_default()
            self._type(event.character)

    def _type(self, letter: str) -> None:
        """Take a letter: a comma or a blank goes to the next cell, a closed list fills the cells."""
        if self._table.ends_with(letter):
            self._table.along(1)
            self._moved()
            return
        if letter == " " and (self._table.is_selected or not self._table.text):
            return  # the blank behind a comma
        self._table.insert(letter)
        try:
            if letter == "]" and self._table.take_line():
                self._marks.clear()
        except PasteRefused as refused:
            self.post_message(self.Refused(self, str(refused)))
        self._edited()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        try:
            self._table.paste("".join(c for c in event.text if c.isprintable() or c in "\t\r\n"))
        except PasteRefused as refused:
            self.post_message(self.Refused(self, str(refused)))
        else:
            self._marks.clear()
            self._edited()

    def on_click(self, event: events.Click) -> None:
        """Put the caret in the cell that was clicked."""
        row = event.y + self.scroll_offset.y
        self._table.go_behind(row, self._column_at(event.x + self.scroll_offset.x - EDGE))
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

    def action_to(self, place: int) -> None:
        """Put the caret at the beginning (0) or the end (1) of the cell."""
        self._table.go(self._table.row, self._table.column, place * len(self._table.text))
        self._moved()

    def action_clear(self) -> None:
        """Empty the cell."""
        self._table.clear()
        self._edited()

    def select(self, row: int, column: int) -> None:
        """Go to a cell, whose text the next letter replaces."""
        self._table.go(row, column)
        self._moved()

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
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where on the screen one types: input methods and braille displays follow it."""
        table, column = self._table, self._table.column
        x = EDGE + sum(self._widths[:column]) + column + caret_column(table, self._marks, self._widths[column])
        origin, scrolled = self.content_region.offset, self.scroll_offset
        return Offset(origin.x + x - scrolled.x, origin.y + table.row - scrolled.y)

    def on_focus(self) -> None:
        """Put the terminal's cursor where one types."""
        self.app.cursor_position = self.cursor_screen_offset
