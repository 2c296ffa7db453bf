"""Blocks as Markdown (CommonMark) with LaTeX mathematics between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from studyai.document import blocks
from studyai.document.mathematics import latex
from studyai.document.questions.markdown import BLANK, written
from studyai.document.renderer import Renderer

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
LEADING = re.compile(r"^(\d*)([-+=.)])")  # would start a list or a heading
ESCAPED = r"\1\\\2"
LINE = "&nbsp;\n\n---"


def _place(place: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, place))})"


class MarkdownRenderer(Renderer):
    """Writes CommonMark."""

    def escaped(self, text: str) -> str:
        """Return text that is data: every character stands for itself."""
        return SPECIAL.sub(r"\\\1", text)

    def escaped_line(self, line: str) -> str:
        """Return a line that stands between fences, as it is."""
        return line

    def write_inline(self, part: blocks.Inline) -> str:
        """Return a piece of running text."""
        match part:
            case blocks.Strong(text):
                return f"**{text}**"
            case blocks.Code(text):
                return f"<code>{text}</code>"
            case blocks.Citation(text):
                return rf"\[{text}\]"
            case blocks.Formula():
                return f"${latex(part)}$"
            case _:
                return part

    def write_block(self, block: blocks.Block) -> Iterator[str]:
        """Yield the block's parts."""
        match block:
            case blocks.Heading(text, level, aside):
                yield f"{'#' * level} {text}" + (f" ({aside})" if aside else "")
            case blocks.Paragraph(parts):
                yield LEADING.sub(ESCAPED, "".join(map(self.write_inline, parts)).lstrip())
            case blocks.Display(formula):
                yield f"$$\n{latex(formula)}\n$$"
            case blocks.Givens(rows):
                yield "\n".join(f"- {self.write_inline(formula)} {name}" for formula, name in rows)
            case blocks.Cells(rows, more):
                listed = [f"- {_place(place)}: {self.write_inline(formula)}" for place, formula in rows]
                yield "\n".join([*listed, f"- … and {more} more cells"] if more else listed)
            case blocks.Mistakes(rows):
                yield "\n".join(f"> - {self.write_inline(formula)}: {say}" for formula, say in rows)
            case blocks.Answer(formulas):
                yield "**Answer:** " + ", ".join(map(self.write_inline, formulas))
            case blocks.Answers(rows):
                for row in rows:
                    blanks = ", ".join(f"{self.write_inline(blank)} = {BLANK}" for blank in row.blanks)
                    precision = f", {row.precision}" if row.precision else ""
                    yield f"({row.label}) {row.name}{precision} [{row.points}]: {blanks}"
            case blocks.WorkingLines(count):
                yield from [LINE] * count
            case blocks.Listing(items):
                yield "\n".join(f"- {LEADING.sub(ESCAPED, self._words(item))}" for item in items)
            case blocks.Table(head, rows):
                lines = [f"| {' | '.join(map(self._words, row))} |" for row in (head, *rows)]
                yield "\n".join([lines[0], f"|{'---|' * len(head)}", *lines[1:]])
            case blocks.Equations(rows):
                for formula, words in rows:
                    yield f"$$\n{latex(formula)}\n$$" + (f"\n\n{words}" if words else "")
            case blocks.Claim(says, command):
                yield f"> **{says}** <code>{command}</code>"
            case blocks.Correction(says, fact, shown_by):
                said, fact_said = self._words(says), f"{self._words(fact)} {self._words(shown_by)}"
                yield f"> The common sheet says: {said}\n>\n> **In fact:** {fact_said}"
            case _:
                yield from written(block)

    def _words(self, words: blocks.Words) -> str:
        return "".join(map(self.write_inline, words)).strip()

    def joined(self, parts: Iterable[str]) -> str:
        """Return the parts, an empty line behind each."""
        return "".join(f"{part}\n\n" for part in parts)
