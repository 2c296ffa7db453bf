"""Blocks as Markdown (CommonMark) with LaTeX mathematics between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from studyai.exercise.sample import Variant
from studyai.exercise.stack import stack_lines
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
from studyai.worksheet.mathematics import latex

MOST_CELLS = 16
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
LEADING = re.compile(r"^(\d*)([-+=.)])")  # would start a list or a heading
BLANK = r"\_\_\_\_\_\_\_\_"
LINE = "&nbsp;\n\n---"


def escaped(text: str) -> str:
    """Return text that is data: every character stands for itself."""
    return SPECIAL.sub(r"\\\1", text)


def worked(variant: Variant) -> str:
    """Return the question and its worked solution as one document."""
    blocks = [
        Heading(variant.exercise.title, 1, aside=variant.id),
        *statement(variant),
    ]
    steps = render(solution(variant, most_cells=MOST_CELLS, brief=False))
    return render(blocks) + _stack(variant) + steps


def _stack(variant: Variant) -> str:
    drawn = stack_lines(variant)
    return "\n".join(["```text", *drawn, "```", "", ""]) if drawn else ""


def render(blocks: Iterable[Block]) -> str:
    """Return the blocks, an empty line between each two."""
    return "".join(f"{part}\n\n" for block in blocks for part in _block(block))


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level, aside):
            yield f"{'#' * level} {escaped(text)}" + (f" ({escaped(aside)})" if aside else "")
        case Paragraph(parts):
            yield _joined(parts)
        case Display(formula):
            yield f"$$\n{latex(formula)}\n$$"
        case Givens(rows):
            yield "\n".join(f"- {_inline(formula)} {escaped(name)}" for formula, name in rows)
        case Cells(rows, more):
            listed = [f"- {_place(place)}: {_inline(formula)}" for place, formula in rows]
            yield "\n".join([*listed, f"- … and {more} more cells"] if more else listed)
        case Mistakes(rows):
            yield "\n".join(f"> - {_inline(formula)}: {escaped(say)}" for formula, say in rows)
        case Answer(formulas):
            yield "**Answer:** " + ", ".join(map(_inline, formulas))
        case Answers(rows):
            for row in rows:
                blanks = ", ".join(f"{_inline(blank)} = {BLANK}" for blank in row.blanks)
                precision = f", {row.precision}" if row.precision else ""
                yield f"({row.label}) {escaped(row.name)}{precision} [{row.points}]: {blanks}"
        case WorkingLines(count):
            yield from [LINE] * count


def _place(place: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, place))})"


def _joined(parts: tuple[Inline, ...]) -> str:
    return LEADING.sub(r"\1\\\2", "".join(map(_inline, parts)).lstrip())


def _inline(part: Inline) -> str:
    match part:
        case Strong(text):
            return f"**{escaped(text)}**"
        case Formula():
            return f"${latex(part)}$"
        case _:
            return escaped(part)
