"""Blocks as plain lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from studyai.document import blocks
from studyai.document.questions.text import written
from studyai.document.renderer import Renderer
from studyai.document.text_table import table_lines
from studyai.exercise import present
from studyai.formula.draw.terminal import draw_equation, draw_terminal
from studyai.formula.tree import Compare, Put

INDENT = "    "


def _value(formula: blocks.Formula) -> str:
    """Return the value in one line; running text has formulas of no other kind."""
    assert formula.known is not None
    return present.value_text(formula.known)


def _display(formula: blocks.Formula, width: int) -> list[str]:
    if formula.known is not None:
        about = "" if formula.value is None else f" ≈ {present.value_text(formula.value)}"
        return [f"{formula.key} = {_value(formula)}{about}"]
    if not formula.symbol:
        return draw_terminal(formula.node, subscripts=formula.subscripts, digits=present.DIGITS, max_width=width).lines
    node = formula.node if formula.value is None else Compare("==", formula.node, Put(formula.value))
    drawing = draw_equation(formula.symbol, node, subscripts=formula.subscripts, digits=present.DIGITS, max_width=width)
    return drawing.lines


def _cell(place: tuple[int, ...], formula: blocks.Formula, width: int) -> Iterator[str]:
    drawing = draw_terminal(formula.node, digits=present.DIGITS, max_width=width - 10)
    where = f"({','.join(map(str, place))})"
    assert formula.value is not None
    for row, text in enumerate(drawing.lines):
        on_line = row == drawing.baseline
        head = where.rjust(7) if on_line else " " * 7
        tail = f" = {present.value_text(formula.value)}" if on_line else ""
        yield f"  {head}  {text}{tail}".rstrip()


def _equations(rows: Iterable[tuple[blocks.Formula, str]], width: int) -> Iterator[str]:
    """Yield the drawings, the words about each in its line where there is room, else below; air around tall ones."""
    was_tall = False
    for place, (formula, words) in enumerate(rows):
        lines = list(_equation(formula, words, width))
        if place and (was_tall or len(lines) > 1):
            yield ""
        yield from lines
        was_tall = len(lines) > 1


def _equation(formula: blocks.Formula, words: str, width: int) -> Iterator[str]:
    drawing = draw_terminal(
        formula.node, subscripts=formula.subscripts, digits=present.DIGITS, max_width=width - len(INDENT)
    )
    is_beside = len(INDENT) + drawing.width + len(words) + len(INDENT) <= width
    for place, line in enumerate(drawing.lines):
        said = f"{INDENT}{words}" if is_beside and place == drawing.baseline else ""
        yield f"{INDENT}{line}{said}".rstrip()
    if not is_beside:
        yield from wrap(words, width, initial_indent=INDENT, subsequent_indent=INDENT)


@dataclass(frozen=True)
class TextRenderer(Renderer):
    """Writes lines of about `width` columns; `wraps`: paragraphs too, with an empty line between blocks."""

    width: int
    wraps: bool = False

    def render(self, pieces: Iterable[blocks.Block]) -> str:
        """Return the blocks, one after the other."""
        if not self.wraps:
            return super().render(pieces)
        parts = ("\n".join(self.write_block(self._safe(piece))).strip("\n") for piece in pieces)
        return "".join(f"{part}\n\n" for part in parts)

    def escaped(self, text: str) -> str:
        """Return text that is data: every character stands for itself."""
        return text

    def write_inline(self, part: blocks.Inline) -> str:
        """Return a piece of running text."""
        match part:
            case blocks.Strong(text) | blocks.Code(text):
                return text
            case blocks.Citation(text):
                return f"[{text}]"
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
                said = self._words(parts)
                yield from wrap(said, self.width) if self.wraps else [said]
            case blocks.Display(formula):
                yield from (f"     {text}" for text in _display(formula, self.width))
            case blocks.Givens(rows):
                yield ""
                yield from (f"  {self.write_inline(formula)}    {name}" for formula, name in rows)
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
            case blocks.Listing(items):
                for item in items:
                    yield from self._hanging("• ", item)
            case blocks.Table(head, rows):
                cells = [[self._words(cell) for cell in row] for row in (head, *rows)]
                yield from table_lines(cells, self.width)
            case blocks.Equations(rows):
                yield from _equations(rows, self.width)
            case blocks.Claim(says, command):
                yield from self._hanging("▸ ", (says,))
                yield f"  {command}"
            case blocks.Correction(says, fact, shown_by):
                yield from self._hanging("✗ ", ("The common sheet says: ", *says))
                yield from self._hanging("✓ ", ("In fact: ", *fact))
                yield from self._hanging("  ", shown_by)
            case _:
                yield from written(block)

    def _words(self, words: blocks.Words) -> str:
        return "".join(map(self.write_inline, words))

    def _hanging(self, sign: str, words: blocks.Words) -> list[str]:
        return wrap(self._words(words), self.width, initial_indent=sign, subsequent_indent=" " * len(sign))
