"""Blocks as HTML with LaTeX mathematics in `\\( … \\)`, which Anki and Moodle both draw with MathJax."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from itertools import cycle

from studyai.document import blocks
from studyai.document.mathematics import latex
from studyai.document.plot import SIGNS, svg
from studyai.document.question_blocks import Blank, Choices, Judged, Matching, Ordering, Plot, Verbatim
from studyai.document.renderer import Renderer


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _lettered(items: Iterable[str]) -> str:
    return f'<ol type="A">{"".join(f"<li>{item}</li>" for item in items)}</ol>'


def _said(words: str) -> str:
    return f"<br>{words}" if words else ""


def _drawn(plot: Plot) -> str:
    """Return the curves as a picture within the text; its numbers also in words, for who does not see it."""
    picture = b64encode(svg(plot).encode()).decode()
    told = "; ".join(f"{one.name}: {', '.join(f'{x:g} {y:g}' for x, y in one.points)}" for one in plot.series)
    names = " &nbsp; ".join(f"{sign} {one.name}" for sign, one in zip(cycle(SIGNS), plot.series, strict=False))
    image = f'<img src="data:image/svg+xml;base64,{picture}" alt="{told}">'
    return f"<p><small>{plot.y}: {names}</small><br>{image}<br><small>{plot.x}</small></p>"


LINE_END = "\n"
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
            case blocks.Formula():
                return rf"\({escape(latex(part))}\)"
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
                yield rf"<p>\[{escape(latex(formula))}\]</p>"
            case blocks.Givens(rows):
                yield _list(f"{self.write_inline(formula)} {name}" for formula, name in rows)
            case Verbatim(lines):
                yield f"<pre>{LINE_END.join(lines)}</pre>"
            case Plot() as plot:
                yield _drawn(plot)
            case Choices(rows, several):
                yield _lettered(f"☐ {row.text}" if several else row.text for row in rows)
            case Blank(words):
                yield f"<p>Answer: ________ {words}</p>" if words else ""
            case Ordering(rows):
                yield _lettered(row.text for row in rows)
            case Matching(rows, partners):
                things = f"<ol>{''.join(f'<li>{row.text}</li>' for row in rows)}</ol>"
                columns = (things, _lettered(partner.text for partner in partners))
                yield f"<table><tr>{''.join(f'<td>{column}</td>' for column in columns)}</tr></table>"
            case Judged(rows):
                yield _list(f"{'✓' if row.is_right else '✗'} <b>{row.text}</b>{_said(row.say)}" for row in rows)
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

    def joined(self, parts: Iterable[str]) -> str:
        """Return the parts, a line each."""
        return "\n".join(parts)
