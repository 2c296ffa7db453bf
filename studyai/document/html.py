"""Blocks as HTML: for Anki and Moodle, which draw LaTeX with MathJax, or as a page that stands by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from studyai.document import blocks
from studyai.document.mathematics import latex, mathml
from studyai.document.questions.html import written
from studyai.document.renderer import Renderer


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _row(sort: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{sort}>{cell}</{sort}>' for cell in cells)}</tr>"


MATHEMATICS_SIGN = re.compile(r"([\\${])")  # would begin a formula or a blank


class HtmlRenderer(Renderer):
    """Writes HTML; what MathJax or a cloze question would read as a sign is parted by an empty element."""

    def escaped(self, text: str) -> str:
        """Return text that is data: every character stands for itself."""
        return MATHEMATICS_SIGN.sub(r"\1<span></span>", escape(text))

    def write_inline(self, part: blocks.Inline) -> str:
        """Return a piece of running text."""
        match part:
            case blocks.Strong(text):
                return f"<b>{text}</b>"
            case blocks.Code(text):
                return f"<code>{text}</code>"
            case blocks.Citation(text):
                return f"<small>[{text}]</small>"
            case blocks.Formula():
                return self.formula(part)
            case _:
                return part

    def write_block(self, block: blocks.Block) -> Iterator[str]:
        """Yield the block's parts."""
        match block:
            case blocks.Heading(text, level):
                yield f"<h{level + 2}>{text}</h{level + 2}>"
            case blocks.Paragraph(parts):
                yield f"<p>{''.join(map(self.write_inline, parts))}</p>"
            case blocks.Display(formula):
                yield self.display(formula)
            case blocks.Givens(rows):
                yield _list(f"{self.write_inline(formula)} {name}" for formula, name in rows)
            case blocks.Cells(rows, more):
                listed = [f"({', '.join(map(str, place))}) {self.write_inline(formula)}" for place, formula in rows]
                yield _list([*listed, f"… and {more} more cells"] if more else listed)
            case blocks.Mistakes(rows):
                yield _list(f"{self.write_inline(formula)}: {say}" for formula, say in rows)
            case blocks.Answer(formulas):
                yield f"<p><b>Answer:</b> {', '.join(map(self.write_inline, formulas))}</p>"
            case blocks.Answers(rows):
                yield _list(
                    f"{row.name}: {', '.join(map(self.write_inline, row.blanks))} {row.precision}" for row in rows
                )
            case blocks.WorkingLines():
                return
            case blocks.Listing(items):
                yield _list(map(self._words, items))
            case blocks.Table(head, rows):
                lines = [_row("th", map(self._words, head)), *(_row("td", map(self._words, row)) for row in rows)]
                yield f"<table>{''.join(lines)}</table>"
            case blocks.Equations(rows):
                for formula, words in rows:
                    yield f"{self.display(formula)}" + (f"<p><small>{words}</small></p>" if words else "")
            case blocks.Claim(says, command):
                yield f'<p class="claim"><b>{says}</b> <code>{command}</code></p>'
            case blocks.Correction(says, fact, shown_by):
                said, fact_said, shown = map(self._words, (says, fact, shown_by))
                words = f"The common sheet says: {said}<br><b>In fact:</b> {fact_said} {shown}"
                yield f'<p class="correction">{words}</p>'
            case _:
                yield from written(block)

    def _words(self, words: blocks.Words) -> str:
        return "".join(map(self.write_inline, words))

    def formula(self, formula: blocks.Formula) -> str:
        """Return a formula in running text."""
        return rf"\({escape(latex(formula))}\)"

    def display(self, formula: blocks.Formula) -> str:
        """Return a formula on a line of its own."""
        return rf"<p>\[{escape(latex(formula))}\]</p>"

    def joined(self, parts: Iterable[str]) -> str:
        """Return the parts, a line each."""
        return "\n".join(parts)


class PageRenderer(HtmlRenderer):
    """Writes HTML that stands alone: browsers show its MathML by themselves."""

    def formula(self, formula: blocks.Formula) -> str:
        """Return a formula in running text."""
        return f"<math>{mathml(formula)}</math>"

    def display(self, formula: blocks.Formula) -> str:
        """Return a formula on a line of its own."""
        return f'<p class="formula"><math displaystyle="true">{mathml(formula)}</math></p>'
