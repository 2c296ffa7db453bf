"""Blocks as Typst; `paper.typ` holds the functions called here. Text that is data is always a Typst string."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from studyai.worksheet.blocks import (
    Answer,
    Answers,
    Asked,
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
from studyai.worksheet.mathematics import typst

ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
NARROW_BLANK, WIDE_BLANK = "2.4cm", "5.5cm"


def preamble() -> str:
    """Return the functions of a paper."""
    return Path(__file__).with_name("paper.typ").read_text(encoding="utf-8")


def quoted(text: str) -> str:
    """Return a Typst string: nothing in it is code."""
    return f'"{text.translate(ESCAPES)}"'


def render(blocks: Iterable[Block]) -> str:
    """Return the blocks, one after the other."""
    return "".join(f"{part}\n" for block in blocks for part in _block(block))


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level, aside):
            yield f"#{'question' if level < 3 else 'step'}({quoted(text)}, {quoted(aside)})"
        case Paragraph(parts):
            yield "".join(map(_inline, parts)) + "\n"
        case Display(formula):
            yield f"#shown({_formula(formula)})"
        case Givens(rows):
            yield _call("givens", (f"({_formula(formula)}, {quoted(name)})" for formula, name in rows))
        case Cells(rows, more):
            listed = (f"({quoted(_place(place))}, {_formula(formula)})" for place, formula in rows)
            yield _call("places", (str(more), *listed))
        case Mistakes(rows):
            yield _call("mistakes", (f"({_formula(formula)}, {quoted(say)})" for formula, say in rows))
        case Answer(formulas):
            yield _call("answer", map(_formula, formulas))
        case Answers(rows):
            yield _call("blanks", map(_blank, rows))
        case WorkingLines(count):
            yield f"#working({count})"


def _call(function: str, arguments: Iterable[str]) -> str:
    return f"#{function}({', '.join(arguments)})"


def _formula(formula: Formula) -> str:
    return f"${typst(formula)}$"


def _place(place: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, place))})"


def _blank(row: Asked) -> str:
    symbols = "".join(f"{_formula(blank)}, " for blank in row.blanks)
    fields = {
        "label": quoted(row.label),
        "name": quoted(row.name),
        "precision": quoted(row.precision),
        "points": str(row.points),
        "symbols": f"({symbols})",
        "width": WIDE_BLANK if row.wide else NARROW_BLANK,
    }
    return f"({', '.join(f'{name}: {value}' for name, value in fields.items())})"


def _inline(part: Inline) -> str:
    match part:
        case Strong(text):
            return f"#strong({quoted(text)});"
        case Formula():
            return _formula(part)
        case _:
            return f"#{quoted(part)};"
