"""Blocks as Typst; `paper.typ` holds the functions called here. Text that is data is always a Typst string."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from studyai.document import blocks
from studyai.document.mathematics import typst
from studyai.document.questions.typst import written
from studyai.document.renderer import Renderer
from studyai.formula.draw.typst import quoted

HEADINGS = {1: "topic", 2: "question", 3: "step"}
TIMESTAMP = 0  # the clock must not show in the file
NARROW_BLANK, WIDE_BLANK = "2.4cm", "5.5cm"


def preamble() -> str:
    """Return the functions of a paper."""
    return Path(__file__).with_name("paper.typ").read_text(encoding="utf-8")


def compile_pdf(source: str) -> bytes:
    """Return the PDF of a Typst source, with the fonts that Typst brings along: the same bytes everywhere."""
    import typst

    # Typst reads files below its root; in an empty one there are none.
    with tempfile.TemporaryDirectory() as root:
        # Untagged: tags of hundreds of pages cost more than the pages.
        return typst.compile(  # type: ignore[call-overload, no-any-return]  # its types want a root of bytes
            source.encode(), root=root, format="pdf", ignore_system_fonts=True, timestamp=TIMESTAMP, pdf_tags=False
        )


def count_pages(source: str) -> int:
    """Return how many pages a Typst source has."""
    import typst

    with tempfile.TemporaryDirectory() as root:
        pages = typst.compile(source.encode(), root=root, format="svg", ignore_system_fonts=True, timestamp=TIMESTAMP)  # type: ignore[call-overload]
    return len(pages) if isinstance(pages, list) else 1


def _call(function: str, arguments: Iterable[str]) -> str:
    return f"#{function}({', '.join(arguments)})"


def _formula(formula: blocks.Formula) -> str:
    return f"${typst(formula)}$"


def _place(place: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, place))})"


def _blank(row: blocks.Asked) -> str:
    symbols = "".join(f"{_formula(blank)}, " for blank in row.blanks)
    fields = {
        "label": row.label,
        "name": row.name,
        "precision": row.precision,
        "points": str(row.points),
        "symbols": f"({symbols})",
        "width": WIDE_BLANK if row.wide else NARROW_BLANK,
    }
    return f"({', '.join(f'{name}: {value}' for name, value in fields.items())})"


class TypstRenderer(Renderer):
    """Writes Typst; text is always a Typst string."""

    def escaped(self, text: str) -> str:
        """Return text that is data: every character stands for itself."""
        return quoted(text)

    def write_inline(self, part: blocks.Inline) -> str:
        """Return a piece of running text."""
        match part:
            case blocks.Strong(text):
                return f"#strong({text});"
            case blocks.Code(text):
                return f"#raw({text});"
            case blocks.Citation(text):
                return f"#cited({text});"
            case blocks.Formula():
                return _formula(part)
            case _:
                return f"#{part};"

    def write_block(self, block: blocks.Block) -> Iterator[str]:
        """Yield the block's parts."""
        match block:
            case blocks.Heading(text, level, aside):
                yield f"#{HEADINGS[level]}({text}, {aside})"
            case blocks.Paragraph(parts):
                yield "".join(map(self.write_inline, parts)) + "\n"
            case blocks.Display(formula):
                yield f"#shown({_formula(formula)})"
            case blocks.Givens(rows):
                yield _call("givens", (f"({_formula(formula)}, {name})" for formula, name in rows))
            case blocks.Cells(rows, more):
                listed = (f"({quoted(_place(place))}, {_formula(formula)})" for place, formula in rows)
                yield _call("places", (str(more), *listed))
            case blocks.Mistakes(rows):
                yield _call("mistakes", (f"({_formula(formula)}, {say})" for formula, say in rows))
            case blocks.Answer(formulas):
                yield _call("answer", map(_formula, formulas))
            case blocks.Answers(rows):
                yield _call("blanks", map(_blank, rows))
            case blocks.WorkingLines(count):
                yield f"#working({count})"
            case blocks.Listing(items):
                yield _call("bullets", map(self._content, items))
            case blocks.Table(head, rows):
                cells = [self._content(cell) for row in (head, *rows) for cell in row]
                yield _call("overview", (str(len(head)), *cells))
            case blocks.Equations(rows):
                yield _call("equations", (f"({_formula(formula)}, {words})" for formula, words in rows))
            case blocks.Claim(says, command):
                yield f"#claimed({says}, {command})"
            case blocks.Correction(says, fact, shown_by):
                yield _call("corrected", map(self._content, (says, fact, shown_by)))
            case _:
                yield from written(block)

    def _content(self, words: blocks.Words) -> str:
        """Return running text as an argument: a block of content."""
        return f"[{''.join(map(self.write_inline, words))}]"
