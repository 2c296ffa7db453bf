"""A solved step as the calculator draws it: its formula, the numbers in, its value with a cursor on a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from textwrap import wrap

from textual.content import Content

from studyai.exercise import present
from studyai.exercise.solve import Line
from studyai.exercise.symbolic import working
from studyai.formula.arrays import entries, shape_of
from studyai.formula.draw.numbers import show_number
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.expression import Expression
from studyai.formula.sliding import has_windows
from studyai.tui.exercise.drawn import flat_symbol, formula_lines, numeral
from studyai.tui.exercise.window_drawing import window_lines
from studyai.tui.widgets.columns import align_points
from studyai.tui.widgets.plain import printable

INDENT = "   "
TALLEST_NUMBERS = 8  # lines of a formula with its numbers; a taller one is read cell by cell
CURSOR = "reverse"


@dataclass(frozen=True)
class Table:
    """A value's cells as aligned texts; an array of more than two axes is a stack of rows."""

    shape: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> int:
        """Cells in a row."""
        return len(self.rows[0])

    def index(self, row: int, column: int) -> tuple[int, ...]:
        """Return the cell's index in the value."""
        place, index = row * self.columns + column, []
        for size in reversed(self.shape):
            place, inner = divmod(place, size)
            index.append(inner)
        return tuple(reversed(index))


@dataclass(frozen=True)
class StepBlock:
    """One step, drawn for a width: everything but the cursor; `slides` where its cells come from a window on a map."""

    line: Line
    head: Content
    formula: tuple[str, ...]
    numbers: tuple[str, ...]
    symbol: str
    table: Table
    slides: bool


def table_of(line: Line) -> Table:
    """Return the value's cells, each column aligned on the decimal point."""
    shape = shape_of(line.value)
    if isinstance(line.value, Expression):
        return Table((), ((str(line.value),),))
    texts = [show_number(entry, present.DIGITS, is_entry=bool(shape)) for entry in entries(line.value)]
    columns = shape[-1] if shape else 1
    aligned = [align_points(texts[column::columns]) for column in range(columns)]
    rows = prod(shape[:-1]) if shape else 1
    return Table(shape, tuple(tuple(column[row] for column in aligned) for row in range(rows)))


def block_of(number: int, line: Line, width: int) -> StepBlock:
    """Draw a step."""
    head = Content.assemble((f"{numeral(number)} ", "$accent"), (printable(present.step_name(line)), "bold"))
    room = width - len(INDENT)
    numbers = present.equation_with_numbers(line, room)
    fits = numbers.height <= TALLEST_NUMBERS and numbers.width <= room
    below = working_lines(line, room) if isinstance(line.value, Expression) else numbers.lines if fits else ()
    return StepBlock(
        line,
        head,
        tuple(present.equation(line, room).lines),
        tuple(below),
        flat_symbol(line),
        table_of(line),
        has_windows(line.formula.node),
    )


def working_lines(line: Line, width: int) -> list[str]:
    """Return the rules that lead to an expression, each with what it gives, and the expression drawn."""
    lines: list[str] = []
    for one in working(line):
        lines += [*wrap(one.rule, width), *draw_terminal(one.equation, max_width=width).lines, ""]
    return [*lines, *present.equation_with_numbers(line, width).lines]


def block_content(block: StepBlock, cursor: tuple[int, int] | None, drill: Sequence[str]) -> list[Content]:
    """Return the block's lines; the cell under the cursor reversed, its arithmetic below."""
    # A map drawn under its window shows the numbers already, and needs the rows.
    windowed = cursor is not None and block.slides
    numbers = () if windowed else block.numbers
    # Tall drawings need air between them.
    tall = len(block.formula) > 1 or len(numbers) > 1
    air = [Content("")] if tall and not windowed else []
    lines = [block.head, *air]
    lines += [Content(INDENT + text) for text in block.formula]
    if numbers:
        lines += air + [Content.styled(INDENT + text, "dim") for text in numbers]
    lines += air + value_lines(block, cursor)
    if cursor is not None and drill:
        lines += [Content.styled(INDENT + text, "$accent") for text in drill]
    return [*lines, Content("")]


def value_lines(block: StepBlock, cursor: tuple[int, int] | None) -> list[Content]:
    """Return the value behind its symbol, a matrix in brackets."""
    lead = f"{INDENT}{block.symbol} = "
    count = len(block.table.rows)
    lines = []
    for row, texts in enumerate(block.table.rows):
        opening, closing = _brackets(row, count) if block.table.shape else ("", "")
        cells: list[Content] = []
        for column, text in enumerate(texts):
            here = cursor == (row, column)
            padding = " " if block.table.shape else ""
            cells.append(Content.styled(padding + text + padding, f"bold {CURSOR}" if here else "bold"))
        before = lead if row == (count - 1) // 2 else " " * len(lead)
        lines.append(Content.assemble(before, (opening, "dim"), Content(" ").join(cells), (closing, "dim")))
    return lines


def drill_lines(line: Line, index: tuple[int, ...], width: int) -> list[str]:
    """Return the arithmetic of one cell and its window on a map.

    Nothing where the formula with numbers says it already.
    """
    if not present.has_cells(line):
        return []
    cell = present.cell(line, index)
    room = width - len(INDENT)
    return [*formula_lines(cell.node, cell.value, room), *window_lines(line, index, room)]


def _brackets(row: int, rows: int) -> tuple[str, str]:
    if rows == 1:
        return "[", "]"
    if row in (0, rows - 1):
        return ("⎡", "⎤") if row == 0 else ("⎣", "⎦")
    return "⎢", "⎥"
