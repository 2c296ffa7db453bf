"""The cells of a matrix while it is typed in: text, a caret, and a shape that is fixed or may grow."""

from __future__ import annotations

from collections.abc import Sequence

from studyai.tui.widgets.paste import PasteRefused, read_cells

LARGEST_SIDE = 64
LONGEST_CELL = 200  # characters
LONGEST_LINE = 4000  # characters of a whole matrix typed in one line
OPERATORS = "+-−*/×·^(,"


class CellTable:
    """Rows of texts, the cell with the caret, and where in its text the caret stands.

    A cell that was gone to is selected: the next letter replaces what stands in it. The texts are whatever was
    typed: nothing here reads them.
    """

    def __init__(self, rows: int, columns: int, *, growable: bool = False) -> None:
        if not (1 <= rows <= LARGEST_SIDE and 1 <= columns <= LARGEST_SIDE):
            raise ValueError(f"a table of {rows}×{columns} cells: sides go from 1 to {LARGEST_SIDE}")
        self.growable = growable
        self.texts = [[""] * columns for _ in range(rows)]
        self.row = self.column = self.caret = 0
        self.is_selected = False

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.texts)

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.texts[0])

    @property
    def text(self) -> str:
        """What stands in the cell with the caret."""
        return self.texts[self.row][self.column]

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return every cell as typed."""
        return tuple(tuple(row) for row in self.texts)

    def set_cells(self, rows: Sequence[Sequence[str]]) -> None:
        """Replace all cells; the caret stays as near as it can. Rows have one length."""
        self.texts = [list(row) for row in rows]
        self.go_behind(self.row, self.column)

    # The caret

    def go(self, row: int, column: int, caret: int | None = None) -> None:
        """Put the caret in a cell: behind its text, which is selected, unless told where."""
        self.row = min(max(row, 0), self.rows - 1)
        self.column = min(max(column, 0), self.columns - 1)
        self.caret = len(self.text) if caret is None else min(max(caret, 0), len(self.text))
        self.is_selected = caret is None and bool(self.text)

    def go_behind(self, row: int, column: int) -> None:
        """Put the caret behind a cell's text, to go on with it."""
        self.go(row, column, LONGEST_LINE)

    def left(self) -> None:
        """One character to the left; from the start of a cell to the cell before."""
        if self.caret:
            self.go(self.row, self.column, self.caret - 1)
        elif self.column:
            self.go_behind(self.row, self.column - 1)

    def right(self) -> None:
        """One character to the right; from the end of a cell to the cell after."""
        if self.caret < len(self.text):
            self.go(self.row, self.column, self.caret + 1)
        elif self.column + 1 < self.columns:
            self.go(self.row, self.column + 1, 0)

    def along(self, step: int) -> bool:
        """Go to the next (1) or previous (−1) cell in reading order; False at the end."""
        position = self.row * self.columns + self.column + step
        if not 0 <= position < self.rows * self.columns:
            return False
        self.go(*divmod(position, self.columns))
        return True

    def to_empty(self) -> bool:
        """Go to the next empty cell in reading order, from the last on to the first; False if none is empty."""
        here, count = self.row * self.columns + self.column, self.rows * self.columns
        for step in range(1, count + 1):
            row, column = divmod((here + step) % count, self.columns)
            if not self.texts[row][column].strip():
                self.go(row, column)
                return True
        return False

    # Text

    def insert(self, text: str) -> None:
        """Put text in at the caret, or in the place of what is selected; what would be absurdly long is left out."""
        if self.is_selected:
            self.clear()
        longest = LONGEST_LINE if self.text.startswith("[") else LONGEST_CELL
        text = text[: longest - len(self.text)]
        self.texts[self.row][self.column] = self.text[: self.caret] + text + self.text[self.caret :]
        self.caret += len(text)

    def erase(self, before: int, after: int) -> None:
        """Take out characters before and after the caret, or what is selected."""
        if self.is_selected:
            self.clear()
            return
        start = max(self.caret - before, 0)
        self.texts[self.row][self.column] = self.text[:start] + self.text[self.caret + after :]
        self.caret = start

    def clear(self) -> None:
        """Empty the cell."""
        self.texts[self.row][self.column] = ""
        self.go(self.row, self.column)

    def ends_with(self, letter: str) -> bool:
        """Return whether a comma or a blank typed now ends the cell: nothing is open in it, or still to come."""
        if self.is_selected or self.caret < len(self.text):
            return letter == ","
        text = self.text.rstrip()
        is_open = text.count("(") > text.count(")") or text.startswith("[")
        return letter in ", " and not is_open and bool(text) and text[-1] not in OPERATORS

    def take_line(self) -> bool:
        """Take in a whole matrix typed in one line, `[[1, 2], [3, 4]]`, once it is closed; raises `PasteRefused`."""
        line = self.text
        if not line.startswith("[") or line.count("[") > line.count("]"):
            return False
        self.clear()
        try:
            self.paste(line)
        except PasteRefused:
            self.insert(line)
            raise
        return True

    def paste(self, text: str) -> None:
        """Take in pasted text: one value at the caret, several from the caret's cell on.

        A growable table takes the shape of what is pasted. Raises `PasteRefused` when it cannot be read,
        or does not fit a fixed shape.
        """
        rows = read_cells(text)
        if len(rows) == len(rows[0]) == 1:
            self.insert(rows[0][0])
        elif self.growable:
            self._check_sides(len(rows), len(rows[0]))
            self.texts = [[cell[:LONGEST_CELL] for cell in row] for row in rows]
            self.go_behind(self.rows - 1, self.columns - 1)
        else:
            self._paste_block(rows)

    def _paste_block(self, rows: list[list[str]]) -> None:
        height, width = len(rows), len(rows[0])
        whole = (height, width) == (self.rows, self.columns)
        if not whole and self.columns == 1 and height == 1 and width == self.rows:
            rows, height, width, whole = [[cell] for cell in rows[0]], width, 1, True
        top, start = (0, 0) if whole else (self.row, self.column)
        if top + height > self.rows or start + width > self.columns:
            raise PasteRefused(f"What was pasted is {height}×{width}; the grid is {self.rows}×{self.columns}.")
        for index, row in enumerate(rows):
            self.texts[top + index][start : start + width] = [cell[:LONGEST_CELL] for cell in row]
        self.go_behind(top + height - 1, start + width - 1)

    def _check_sides(self, rows: int, columns: int) -> None:
        if max(rows, columns) > LARGEST_SIDE:
            raise PasteRefused(f"What was pasted is {rows}×{columns}; a side has at most {LARGEST_SIDE} cells.")

    # Shape

    def resize(self, rows: int, columns: int) -> bool:
        """Add or take away rows below and columns on the right; False if the shape must stay."""
        if not self.growable or not (1 <= rows <= LARGEST_SIDE and 1 <= columns <= LARGEST_SIDE):
            return False
        kept = [row[:columns] + [""] * (columns - len(row)) for row in self.texts[:rows]]
        self.texts = kept + [[""] * columns for _ in range(rows - len(kept))]
        self.go(self.row, self.column)
        return True
