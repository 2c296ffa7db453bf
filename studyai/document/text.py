"""Blocks as plain lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studyai.document import blocks
from studyai.document.plot import table_lines
from studyai.document.question_blocks import Blank, Choices, Judged, Matching, Ordering, Plot, Verbatim
from studyai.document.renderer import Renderer
from studyai.exercise import present
from studyai.formula.draw.terminal import draw_equation, draw_terminal


def _value(formula: blocks.Formula) -> str:
    """Return the value in one line; running text has formulas of no other kind."""
    assert formula.known is not None
    return present.value_text(formula.known)


def _display(formula: blocks.Formula, width: int) -> list[str]:
    if formula.known is not None:
        about = "" if formula.value is None else f" ≈ {present.value_text(formula.value)}"
        return [f"{formula.key} = {_value(formula)}{about}"]
    if not formula.symbol:
        return draw_terminal(formula.node, digits=present.DIGITS, max_width=width).lines
    drawing = draw_equation(
        formula.symbol, formula.node, subscripts=formula.subscripts, digits=present.DIGITS, max_width=width
    )
    return drawing.lines


def _said(words: str) -> str:
    return f" ({words})" if words else ""


def _cell(place: tuple[int, ...], formula: blocks.Formula, width: int) -> Iterator[str]:
    drawing = draw_terminal(formula.node, digits=present.DIGITS, max_width=width - 10)
    where = f"({','.join(map(str, place))})"
    assert formula.value is not None
    for row, text in enumerate(drawing.lines):
        on_line = row == drawing.baseline
        head = where.rjust(7) if on_line else " " * 7
        tail = f" = {present.value_text(formula.value)}" if on_line else ""
        yield f"  {head}  {text}{tail}".rstrip()


@dataclass(frozen=True)
class TextRenderer(Renderer):
    """Writes lines of about `width` columns."""

    width: int

    def escaped(self, text: str) -> str:
        """Return text that is data: every character stands for itself."""
        return text

    def write_inline(self, part: blocks.Inline) -> str:
        """Return a piece of running text."""
        match part:
            case blocks.Strong(text):
                return text
            case blocks.Formula():
                return part.key if part.known is None else f"{part.key} = {_value(part)}"
            case _:
                return part

    def write_block(self, block: blocks.Block) -> Iterator[str]:
        """Yield the block's parts."""
        match block:
            case blocks.Heading(text):
                yield from ("", text)
            case blocks.Paragraph(parts):
                yield "".join(map(self.write_inline, parts))
            case blocks.Display(formula):
                yield from (f"     {text}" for text in _display(formula, self.width))
            case blocks.Givens(rows):
                yield ""
                yield from (f"  {self.write_inline(formula)}    {name}" for formula, name in rows)
            case Verbatim(lines):
                yield from ("", *(f"  {line}" for line in lines), "")
            case Plot() as plot:
                yield from ("", *(f"  {line}" for line in table_lines(plot)), "")
            case Choices(rows, several):
                box = "☐ " if several else ""
                yield from (f"  {box}{row.label})  {row.text}" for row in rows)
            case Blank(words):
                yield f"  Answer: ________  {words}".rstrip()
            case Ordering(rows):
                yield from (f"  {row.label})  {row.text}" for row in rows)
                yield from (f"  {number}. ____" for number in range(1, len(rows) + 1))
            case Matching(rows, partners):
                yield from (f"  ____ {row.label}. {row.text}" for row in rows)
                yield from (f"  {partner.label})  {partner.text}" for partner in partners)
            case Judged(rows):
                yield from (f"  {'✓' if row.is_right else '✗'} {row.text}" + _said(row.say) for row in rows)
            case blocks.Cells(rows, more):
                for place, formula in rows:
                    yield from _cell(place, formula, self.width)
                if more:
                    yield f"       … and {more} more cells (--json shows them)"
            case blocks.Mistakes(rows):
                yield from (f"     ✗ {_value(formula)}: {say}" for formula, say in rows)
            case blocks.Answer(formulas):
                yield from ("", "Answer: " + ", ".join(map(self.write_inline, formulas)))
            case blocks.Answers(rows):
                for row in rows:
                    blanks = ", ".join(f"{blank.key} = ________" for blank in row.blanks)
                    yield f"  ({row.label}) {row.name}: {blanks}  {row.precision}"
            case blocks.WorkingLines(count):
                yield from ["_" * self.width] * count
