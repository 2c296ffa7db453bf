"""Blocks as LaTeX; `paper.tex` holds the preamble and the commands used here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from studyai.exercise.sample import Variant
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
from studyai.worksheet.latex_text import escaped
from studyai.worksheet.mathematics import latex

MOST_CELLS = 16
END = "\\end{document}\n"


def preamble() -> str:
    """Return everything up to `\\begin{document}`."""
    return Path(__file__).with_name("paper.tex").read_text(encoding="utf-8")


def worked(variant: Variant) -> str:
    """Return the question and its worked solution as a document of its own."""
    blocks = [
        Heading(variant.exercise.title, 1, aside=variant.id),
        *statement(variant),
        *solution(variant, most_cells=MOST_CELLS, brief=False),
    ]
    return preamble() + render(blocks) + END


def render(blocks: Iterable[Block]) -> str:
    """Return the blocks, one after the other."""
    return "".join(f"{part}\n" for block in blocks for part in _block(block))


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level, aside):
            yield rf"\{'question' if level < 3 else 'part'}{{{escaped(text)}}}{{{escaped(aside)}}}"
        case Paragraph(parts):
            yield "".join(map(_inline, parts)) + r"\par"
        case Display(formula):
            yield rf"\shown{{{latex(formula)}}}"
        case Givens(rows):
            yield _list(f"{_inline(formula)} \\quad {escaped(name)}" for formula, name in rows)
        case Cells(rows, more):
            listed = [f"({', '.join(map(str, place))}) {_inline(formula)}" for place, formula in rows]
            yield _list([*listed, f"\\dots\\ and {more} more cells"] if more else listed)
        case Mistakes(rows):
            yield _list(rf"\mistake{{{_inline(formula)}: {escaped(say)}}}" for formula, say in rows)
        case Answer(formulas):
            yield r"\textbf{Answer:} " + ", ".join(map(_inline, formulas)) + r"\par"
        case Answers(rows):
            for row in rows:
                blanks = ", ".join(rf"{_inline(blank)} = \blank{{}}" for blank in row.blanks)
                precision = f", {row.precision}" if row.precision else ""
                yield rf"({row.label}) {escaped(row.name)}{precision}: {blanks}\hfill [{row.points}]\par"
        case WorkingLines(count):
            yield r"\workline{}" * count


def _list(items: Iterable[str]) -> str:
    lines = "".join(f"  \\item[] {item}\n" for item in items)
    return f"\\begin{{itemize}}\n{lines}\\end{{itemize}}" if lines else ""


def _inline(part: Inline) -> str:
    match part:
        case Strong(text):
            return rf"\textbf{{{escaped(text)}}}"
        case Formula():
            return rf"\fitted{{{latex(part)}}}"
        case _:
            return escaped(part)
