"""Blocks as plain lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studyai.exercise import present
from studyai.exercise.sample import Variant
from studyai.exercise.stack import stack_lines
from studyai.formula.draw.terminal import draw_equation, draw_terminal
from studyai.worksheet.blocks import (
    Answer,
    Answers,
    Block,
    Cells,
    Display,
    Formula,
    Givens,
    Heading,
    Inline,
    Mistakes,
    Paragraph,
    Strong,
    WorkingLines,
)
from studyai.worksheet.compose import solution, statement

MOST_CELLS = 16


def worked(variant: Variant, width: int) -> Iterator[str]:
    """Yield the question and its worked solution in lines of about this width."""
    yield f"{variant.exercise.title}    {variant.id}"
    yield ""
    yield from lines(statement(variant), width)
    drawn = stack_lines(variant)
    yield from ([""] if drawn else [])
    yield from (f"  {line}" for line in drawn)
    yield from lines(solution(variant, most_cells=MOST_CELLS, brief=False), width)


def lines(blocks: Iterable[Block], width: int) -> Iterator[str]:
    """Yield every block's lines."""
    for block in blocks:
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(text):
            yield from ("", text)
        case Paragraph(parts):
            yield "".join(map(_inline, parts))
        case Display(formula):
            yield from (f"     {text}" for text in _display(formula, width))
        case Givens(rows):
            yield ""
            yield from (f"  {_inline(formula)}    {name}" for formula, name in rows)
        case Cells(rows, more):
            for place, formula in rows:
                yield from _cell(place, formula, width)
            if more:
                yield f"       … and {more} more cells (--json shows them)"
        case Mistakes(rows):
            yield from (f"     ✗ {_value(formula)}: {say}" for formula, say in rows)
        case Answer(formulas):
            yield from ("", "Answer: " + ", ".join(map(_inline, formulas)))
        case Answers(rows):
            for row in rows:
                blanks = ", ".join(f"{blank.key} = ________" for blank in row.blanks)
                yield f"  ({row.label}) {row.name}: {blanks}  {row.precision}"
        case WorkingLines(count):
            yield from ["_" * width] * count


def _inline(part: Inline) -> str:
    match part:
        case Strong(text):
            return text
        case Formula():
            return part.key if part.known is None else f"{part.key} = {_value(part)}"
        case _:
            return part


def _value(formula: Formula) -> str:
    """Return the value in one line; running text has formulas of no other kind."""
    assert formula.known is not None
    return present.value_text(formula.known)


def _display(formula: Formula, width: int) -> list[str]:
    if formula.known is not None:
        about = "" if formula.value is None else f" ≈ {present.value_text(formula.value)}"
        return [_inline(formula) + about]
    if not formula.symbol:
        return draw_terminal(formula.node, digits=present.DIGITS, max_width=width).lines
    drawing = draw_equation(
        formula.symbol, formula.node, subscripts=formula.subscripts, digits=present.DIGITS, max_width=width
    )
    return drawing.lines


def _cell(place: tuple[int, ...], formula: Formula, width: int) -> Iterator[str]:
    drawing = draw_terminal(formula.node, digits=present.DIGITS, max_width=width - 10)
    where = f"({','.join(map(str, place))})"
    assert formula.value is not None
    for row, text in enumerate(drawing.lines):
        on_line = row == drawing.baseline
        head = where.rjust(7) if on_line else " " * 7
        tail = f" = {present.value_text(formula.value)}" if on_line else ""
        yield f"  {head}  {text}{tail}".rstrip()
