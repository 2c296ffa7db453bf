"""Blocks as plain lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studyai.document import blocks, text_formulas
from studyai.document.questions.text import written
from studyai.document.renderer import Renderer
from studyai.document.text_table import table_lines
from studyai.document.wrapping import wrapped
from studyai.formula.draw.words import with_subscripts

INDENT = "     "  # of a formula on a line of its own


@dataclass(frozen=True)
class TextRenderer(Renderer):
    """Writes lines of about `width` columns, with names as commands take them.

    `is_page`: as one reads them instead: names drawn, no line wider, an empty line between blocks.
    """

    width: int
    is_page: bool = False

    def render(self, pieces: Iterable[blocks.Block]) -> str:
        """Return the blocks, one after the other."""
        if not self.is_page:
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
                return self._formula(part)
            case _:
                return with_subscripts(part) if self.is_page else part

    def _formula(self, formula: blocks.Formula) -> str:
        if formula.known is not None:
            return text_formulas.typed(formula)
        return text_formulas.drawn_name(formula) if self.is_page else formula.key

    def write_block(self, block: blocks.Block) -> Iterator[str]:
        """Yield the block's parts."""
        match block:
            case blocks.Heading(text):
                yield from ("", text)
            case blocks.Paragraph(parts):
                said = self._words(parts)
                yield from wrapped(said, self.width) if self.is_page else [said]
            case blocks.Display(formula):
                yield from (f"{INDENT}{text}".rstrip() for text in self._display(formula))
            case blocks.Givens(rows) if self.is_page:
                yield from text_formulas.drawn_givens(rows, self.width)
            case blocks.Givens(rows):
                yield ""
                yield from (f"  {self.write_inline(formula)}    {name}" for formula, name in rows)
            case blocks.Cells(rows, more):
                for place, formula in rows:
                    yield from text_formulas.cell_lines(place, formula, self.width)
                if more:
                    yield f"       … and {more} more cells (--json shows them)"
            case blocks.Mistakes(rows):
                yield from (f"     ✗ {text_formulas.one_line(formula)}: {say}" for formula, say in rows)
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
                yield from text_formulas.equations(rows, self.width)
            case blocks.Claim(says, command):
                yield from self._hanging("▸ ", (says,))
                yield f"  {command}"
            case blocks.Correction(says, fact, shown_by):
                yield from self._hanging("✗ ", ("The common sheet says: ", *says))
                yield from self._hanging("✓ ", ("In fact: ", *fact))
                yield from self._hanging("  ", shown_by)
            case _:
                yield from written(block)

    def _display(self, formula: blocks.Formula) -> list[str]:
        room = self.width - len(INDENT)
        if formula.known is None:
            return text_formulas.equation(formula, room).lines
        return text_formulas.drawn(formula, room).lines if self.is_page else [text_formulas.typed(formula)]

    def _words(self, words: blocks.Words) -> str:
        return "".join(map(self.write_inline, words))

    def _hanging(self, sign: str, words: blocks.Words) -> list[str]:
        return wrapped(self._words(words), self.width, sign, " " * len(sign))
