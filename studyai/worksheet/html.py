"""Blocks as HTML with LaTeX mathematics in `\\( … \\)`, which Anki and Moodle both draw with MathJax."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

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
from studyai.worksheet.mathematics import latex


def render(blocks: Iterable[Block]) -> str:
    """Return the blocks, one after the other."""
    return "\n".join(part for block in blocks for part in _block(block))


def inline(part: Inline) -> str:
    """Return a piece of running text."""
    match part:
        case Strong(text):
            return f"<b>{escape(text)}</b>"
        case Formula():
            return rf"\({escape(latex(part))}\)"
        case _:
            return escape(part)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"<h{level + 2}>{escape(text)}</h{level + 2}>"
        case Paragraph(parts):
            yield f"<p>{''.join(map(inline, parts))}</p>"
        case Display(formula):
            yield rf"<p>\[{escape(latex(formula))}\]</p>"
        case Givens(rows):
            yield _list(f"{inline(formula)} {escape(name)}" for formula, name in rows)
        case Cells(rows, more):
            listed = [f"({', '.join(map(str, place))}) {inline(formula)}" for place, formula in rows]
            yield _list([*listed, f"… and {more} more cells"] if more else listed)
        case Mistakes(rows):
            yield _list(f"{inline(formula)}: {escape(say)}" for formula, say in rows)
        case Answer(formulas):
            yield f"<p><b>Answer:</b> {', '.join(map(inline, formulas))}</p>"
        case Answers(rows):
            yield _list(f"{escape(row.name)}: {', '.join(map(inline, row.blanks))} {row.precision}" for row in rows)
        case WorkingLines():
            return


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
