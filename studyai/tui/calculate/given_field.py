"""The field of one given: a line, a grid or a list of conventions, and what is wrong with what stands there."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Select, Static

from studyai.exercise.definition import Given
from studyai.exercise.givens import GivenValue
from studyai.formula.arrays import nested, shape_of
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.tree import Name
from studyai.formula.values import Value
from studyai.tui.calculate.typed_givens import Typed, typed_number, typed_text
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.cell_table import LARGEST_SIDE
from studyai.tui.widgets.matrix_grid import MatrixGrid
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady


class GivenField(Steady, Vertical):
    """A given with its symbol, its name and its field."""

    def __init__(self, given: Given, value: GivenValue) -> None:
        super().__init__()
        self.given = given
        self._value = value

    def compose(self) -> ComposeResult:
        """Lay the field out."""
        symbol = draw_terminal(Name(self.given.symbol))
        shown = symbol.lines[0] if symbol.height == 1 else self.given.symbol
        yield Static(Content.assemble((shown, "bold"), ("  " + printable(self.given.name), "dim")), classes="label")
        yield self._field()
        yield Static(classes="trouble")

    def _field(self) -> Select[str] | AnswerLine | MatrixGrid:
        value = self._value
        if isinstance(value, str):
            options = [(Content(printable(said)), option) for option, said in self.given.options.items()]
            return Select(options, value=value, allow_blank=False, compact=True)
        return _grid(value) if self._is_grid(value) else AnswerLine(typed_text(value))

    def _is_grid(self, value: Value) -> bool:
        shape = shape_of(value)
        return len(shape) in (1, 2) and max(shape) <= LARGEST_SIDE and not self.given.pair

    async def take(self, value: GivenValue) -> None:
        """Show another value."""
        before, self._value = self._value, value
        if isinstance(before, str) or isinstance(value, str):
            return
        grids, lines = self.query(MatrixGrid), self.query(AnswerLine)
        with self.prevent(AnswerLine.Changed, MatrixGrid.Changed):
            if len(shape_of(before)) != len(shape_of(value)) or bool(grids) != self._is_grid(value):
                await self.query("MatrixGrid, AnswerLine").remove()
                await self.mount(self._field(), before=self.query_one(".trouble"))
            for grid in grids:
                if grid.cells != (cells := cells_of(value)):
                    grid.set_cells(cells)
            for line in lines:
                line.value = typed_text(value)

    def typed(self) -> Typed:
        """Return what stands in the field."""
        for grid in self.query(MatrixGrid):
            return Typed(grid.as_text(), grid.cells)
        for choice in self.query(Select):
            return Typed(str(choice.value), option=True)
        return Typed(self.query_one(AnswerLine).value)

    def show_trouble(self, message: str) -> None:
        """Say what is wrong here; nothing clears it."""
        trouble = self.query_one(".trouble", Static)
        trouble.update(Content(printable(f"✗ {message}" if message else "")))
        self.set_class(bool(message), "-wrong")


def _grid(value: Value) -> MatrixGrid:
    cells = cells_of(value)
    grid = MatrixGrid(len(cells), len(cells[0]), growable=True, vector=len(shape_of(value)) == 1)
    grid.set_cells(cells)
    return grid


def cells_of(value: Value) -> tuple[tuple[str, ...], ...]:
    """Return the texts of a list, as one row, or of a matrix."""
    texts = nested(value, typed_number)
    return tuple(tuple(row) for row in ([texts] if len(shape_of(value)) == 1 else texts))
