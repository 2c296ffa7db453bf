"""Blocks as Markdown (CommonMark) with LaTeX mathematics between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from studyai.document import blocks
from studyai.document.mathematics import latex
from studyai.document.plot import table
from studyai.document.question_blocks import Blank, Choice, Choices, Judged, Matching, Ordering, Plot, Verbatim
from studyai.document.renderer import Renderer

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
LEADING = re.compile(r"^(\d*)([-+=.)])")  # would start a list or a heading
BLANK = r"\_\_\_\_\_\_\_\_"
SHORT_BLANK = r"\_\_\_\_"
LINE = "&nbsp;\n\n---"


def _place(place: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, place))})"


def fenced(lines: Iterable[str]) -> str:
    """Return lines that stand as they are: the fence is longer than any row of backticks in them."""
    text = "\n".join(lines)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def _table(rows: Sequence[Sequence[str]], words: str) -> str:
    head, *others = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join((f"{words}:\n", head, f"|{'--:|' * len(rows[0])}", *others))


def _columns(rows: Sequence[Choice], partners: Sequence[Choice]) -> str:
    left = (f"{SHORT_BLANK} {row.label}. {row.text}" for row in rows)
    right = (f"**{partner.label}** {partner.text}" for partner in partners)
    lines = (f"| {one} | {other} |" for one, other in zip_longest(left, right, fillvalue=""))
    return "\n".join(("| | |", "|---|---|", *lines))


def _said(words: str) -> str:
    return f": {words}" if words else ""


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
                yield LEADING.sub(r"\1\\\2", "".join(map(self.write_inline, parts)).lstrip())
            case blocks.Display(formula):
                yield f"$$\n{latex(formula)}\n$$"
            case blocks.Givens(rows):
                yield "\n".join(f"- {self.write_inline(formula)} {name}" for formula, name in rows)
            case Verbatim(lines):
                yield fenced(lines)
            case Plot() as plot:
                yield _table(table(plot), plot.y)
            case Choices(rows, several):
                box = "☐ " if several else ""
                yield "\n".join(f"- {box}**{row.label}** {row.text}" for row in rows)
            case Blank(words):
                yield f"Answer: {BLANK} {words}".rstrip()
            case Ordering(rows):
                yield "\n".join(f"- **{row.label}** {row.text}" for row in rows)
                yield "\n".join(f"{number}. {BLANK}" for number in range(1, len(rows) + 1))
            case Matching(rows, partners):
                yield _columns(rows, partners)
            case Judged(rows):
                yield "\n".join(f"- {'✓' if row.is_right else '✗'} **{row.text}**{_said(row.say)}" for row in rows)
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

    def joined(self, parts: Iterable[str]) -> str:
        """Return the parts, an empty line behind each."""
        return "".join(f"{part}\n\n" for part in parts)
