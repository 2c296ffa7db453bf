"""Blocks as LaTeX; `paper.tex` holds the preamble and the commands used here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from studyai.document import blocks
from studyai.document.mathematics import latex
from studyai.document.questions.latex import written
from studyai.document.renderer import Renderer
from studyai.formula.draw.latex_text import escaped

END = "\\end{document}\n"


def preamble() -> str:
    """Return everything up to `\\begin{document}`."""
    return Path(__file__).with_name("paper.tex").read_text(encoding="utf-8")


def _list(items: Iterable[str]) -> str:
    lines = "".join(f"  \\item[] {item}\n" for item in items)
    return f"\\begin{{itemize}}\n{lines}\\end{{itemize}}" if lines else ""


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
            case blocks.Code(text):
                return rf"\texttt{{{text}}}"
            case blocks.Citation(text):
                return rf"\cited{{{text}}}"
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
            case blocks.Listing(items):
                lines = "".join(f"  \\item{{}} {self._words(item)}\n" for item in items)
                yield f"\\begin{{itemize}}\n{lines}\\end{{itemize}}"
            case blocks.Table(head, rows):
                yield self._table(head, rows)
            case blocks.Equations(rows):
                for formula, words in rows:
                    yield rf"\shown{{{latex(formula)}}}" + (rf"\meaning{{{words}}}" if words else "")
            case blocks.Claim(says, command):
                yield rf"\claimed{{{says}}}{{{command}}}"
            case blocks.Correction(says, fact, shown_by):
                yield rf"\corrected{{{self._words(says)}}}{{{self._words(fact)}}}{{{self._words(shown_by)}}}"
            case _:
                yield from written(block)

    def _words(self, words: blocks.Words) -> str:
        return "".join(map(self.write_inline, words))

    def _table(self, head: tuple[blocks.Words, ...], rows: tuple[tuple[blocks.Words, ...], ...]) -> str:
        width = f"{0.94 / len(head):.3f}"
        columns = rf"p{{{width}\linewidth}}" * len(head)
        lines = [" & ".join(map(self._words, row)) + r" \tabularnewline" for row in (head, *rows)]
        body = "\n".join([lines[0], r"\hline", *lines[1:]])
        return rf"\begin{{tabular}}{{{columns}}}" + f"\n{body}\n" + r"\end{tabular}\par"
