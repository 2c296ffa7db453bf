"""Blocks as LaTeX; `paper.tex` holds the preamble and the commands used here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from studyai.document import blocks
from studyai.document.mathematics import latex
from studyai.document.plot import table
from studyai.document.question_blocks import Blank, Choice, Choices, Judged, Matching, Ordering, Plot, Verbatim
from studyai.document.renderer import Renderer
from studyai.formula.draw.latex_text import escaped

RIGHT, WRONG = r"$\checkmark$", r"$\times$"
LINE_END = "\n"
END = "\\end{document}\n"


def preamble() -> str:
    """Return everything up to `\\begin{document}`."""
    return Path(__file__).with_name("paper.tex").read_text(encoding="utf-8")


def _list(items: Iterable[str]) -> str:
    lines = "".join(f"  \\item[] {item}\n" for item in items)
    return f"\\begin{{itemize}}\n{lines}\\end{{itemize}}" if lines else ""


def _labelled(items: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"  \\item[{{{label}}}] {item}\n" for label, item in items)
    return f"\\begin{{itemize}}\n{lines}\\end{{itemize}}"


def _code_line(line: str) -> str:
    return line.replace(" ", r"\ ") + "\\strut\\par\n"


def _table(rows: Sequence[Sequence[str]], words: str) -> str:
    head, *others = (" & ".join(row) + r" \tabularnewline" for row in rows)
    body = "\n".join((head, r"\hline", *others))
    return f"{words}:\\par\n\\begin{{tabular}}{{{'r' * len(rows[0])}}}\n{body}\n\\end{{tabular}}\\par"


def _columns(rows: Sequence[Choice], partners: Sequence[Choice]) -> str:
    left = (rf"\blank{{}} {row.label}. {row.text}" for row in rows)
    right = (rf"\textbf{{{partner.label}}} {partner.text}" for partner in partners)
    lines = (rf"{one} & {other} \tabularnewline" for one, other in zip_longest(left, right, fillvalue=""))
    return rf"\twocolumns{{{LINE_END.join(lines)}}}"


def _said(words: str) -> str:
    return rf"\newline\mistake{{{words}}}" if words else ""


class LatexRenderer(Renderer):
    """Writes LaTeX."""

    def escaped(self, text: str) -> str:
        """Return text that is data: every character stands for itself."""
        return escaped(text)

    def write_inline(self, part: blocks.Inline) -> str:
        """Return a piece of running text."""
        match part:
            case blocks.Strong(text):
                return rf"\textbf{{{text}}}"
            case blocks.Formula():
                return rf"\fitted{{{latex(part)}}}"
            case _:
                return part

    def write_block(self, block: blocks.Block) -> Iterator[str]:
        """Yield the block's parts."""
        match block:
            case blocks.Heading(text, level, aside):
                yield rf"\{'question' if level < 3 else 'part'}{{{text}}}{{{aside}}}"
            case blocks.Paragraph(parts):
                yield "".join(map(self.write_inline, parts)) + r"\par"
            case blocks.Display(formula):
                yield rf"\shown{{{latex(formula)}}}"
            case blocks.Givens(rows):
                yield _list(f"{self.write_inline(formula)} \\quad {name}" for formula, name in rows)
            case Verbatim(lines):
                yield rf"\codelines{{{''.join(map(_code_line, lines))}}}"
            case Plot() as plot:
                yield _table(table(plot), plot.y)
            case Choices(rows, several):
                box = r"$\square$ " if several else ""
                yield _labelled((f"{box}{row.label}", row.text) for row in rows)
            case Blank(words):
                yield rf"Answer: \blank{{}} {words}\par"
            case Ordering(rows):
                yield _labelled((row.label, row.text) for row in rows)
                yield _labelled((f"{number}.", r"\blank{}") for number in range(1, len(rows) + 1))
            case Matching(rows, partners):
                yield _columns(rows, partners)
            case Judged(rows):
                yield _labelled((RIGHT if row.is_right else WRONG, rf"{row.text}{_said(row.say)}") for row in rows)
            case blocks.Cells(rows, more):
                listed = [f"({', '.join(map(str, place))}) {self.write_inline(formula)}" for place, formula in rows]
                yield _list([*listed, f"\\dots\\ and {more} more cells"] if more else listed)
            case blocks.Mistakes(rows):
                yield _list(rf"\mistake{{{self.write_inline(formula)}: {say}}}" for formula, say in rows)
            case blocks.Answer(formulas):
                yield r"\textbf{Answer:} " + ", ".join(map(self.write_inline, formulas)) + r"\par"
            case blocks.Answers(rows):
                for row in rows:
                    blanks = ", ".join(rf"{self.write_inline(blank)} = \blank{{}}" for blank in row.blanks)
                    precision = f", {row.precision}" if row.precision else ""
                    yield rf"({row.label}) {row.name}{precision}: {blanks}\hfill [{row.points}]\par"
            case blocks.WorkingLines(count):
                yield r"\workline{}" * count
