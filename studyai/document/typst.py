"""Blocks as Typst; `paper.typ` holds the functions called here. Text that is data is always a Typst string."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from studyai.document import blocks
from studyai.document.mathematics import typst
from studyai.document.plot import svg
from studyai.document.question_blocks import Blank, Choice, Choices, Judged, Matching, Ordering, Plot, Verbatim
from studyai.document.renderer import Renderer
from studyai.formula.draw.typst import quoted

NARROW_BLANK, WIDE_BLANK = "2.4cm", "5.5cm"


def preamble() -> str:
    """Return the functions of a paper."""
    return Path(__file__).with_name("paper.typ").read_text(encoding="utf-8")


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


def _choice(choice: Choice) -> str:
    return f"({choice.label}, {choice.text})"


def _many(choices: Iterable[Choice]) -> str:
    return f"({''.join(f'{_choice(one)}, ' for one in choices)})"


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
            case blocks.Formula():
                return _formula(part)
            case _:
                return f"#{part};"

    def write_block(self, block: blocks.Block) -> Iterator[str]:
        """Yield the block's parts."""
        match block:
            case blocks.Heading(text, level, aside):
                yield f"#{'question' if level < 3 else 'step'}({text}, {aside})"
            case blocks.Paragraph(parts):
                yield "".join(map(self.write_inline, parts)) + "\n"
            case blocks.Display(formula):
                yield f"#shown({_formula(formula)})"
            case blocks.Givens(rows):
                yield _call("givens", (f"({_formula(formula)}, {name})" for formula, name in rows))
            case Verbatim(lines):
                yield _call("verbatim", lines)
            case Plot() as plot:
                yield _call("plotted", (plot.x, plot.y, quoted(svg(plot)), *(series.name for series in plot.series)))
            case Choices(rows, several):
                yield _call("choices", (str(several).lower(), *map(_choice, rows)))
            case Blank(words):
                yield f"#room({words})"
            case Ordering(rows):
                yield _call("ordering", map(_choice, rows))
            case Matching(rows, partners):
                yield f"#matching({_many(rows)}, {_many(partners)})"
            case Judged(rows):
                yield _call("judged", (f"({str(row.is_right).lower()}, {row.text}, {row.say})" for row in rows))
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
