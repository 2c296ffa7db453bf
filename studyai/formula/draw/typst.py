"""The Typst drawing: mathematics for `$ … $`. Words are quoted and escaped, so nothing in it is code."""

from __future__ import annotations

from collections.abc import Mapping

from studyai.formula.draw.layout import Layout
from studyai.formula.draw.names import GREEK
from studyai.formula.draw.numbers import grouped
from studyai.formula.draw.parts import (
    Cases,
    Digits,
    Fence,
    Grid,
    Letter,
    Over,
    Part,
    Root,
    Row,
    Script,
    Sign,
    Word,
)
from studyai.formula.tree import Node

FENCES = {"round": "lr((%s))", "square": "lr([%s])", "floor": "floor(%s)", "ceiling": "ceil(%s)", "bars": "abs(%s)"}
ACCENTS = {"hat": "hat(%s)", "bar": "macron(%s)", "tilde": "tilde(%s)"}
SIGNS = {
    "−": " - ",
    "−small": "-",
    "+small": "+",
    "neg": "-",
    "·": " dot ",
    "⊙": " dot.o ",
    "⊗": " times.o ",
    "juxtaposed": " thin ",
    ",": "\\, ",
    "≠": " != ",
    "≤": " <= ",
    "≥": " >= ",
    "Σ": "sum ",
    "∂": "partial ",
    "′": "prime",
    "T": "top",
}
WORDS = {"σ": "sigma", "…": "dots", "and": ' " and " ', "mod": ' "mod" '}
ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def quoted(text: str) -> str:
    """Return a Typst string: nothing in it is code."""
    return f'"{text.translate(ESCAPES)}"'


def draw_typst(node: Node, *, subscripts: Mapping[str, str] | None = None, digits: int = 6) -> str:
    """Return the formula as Typst mathematics, without delimiters."""
    return _draw(Layout(subscripts or {}, digits).lay(node)).strip()


def _draw(part: Part) -> str:
    match part:
        case Letter(base, accent):
            return ACCENTS.get(accent, "%s") % _letters(base)
        case Digits(mantissa, exponent, is_entry):
            mantissa = mantissa if is_entry else grouped(mantissa, " thin ")
            return mantissa if exponent is None else f"{mantissa} times 10^({exponent})"
        case Word(text):
            return WORDS.get(text) or quoted(text)
        case Sign(text):
            return SIGNS.get(text, f" {text} ")
        case Row(parts):
            return " ".join(_draw(one).strip() for one in parts)
        case Over(top, bottom):
            return f"frac({_draw(top)}, {_draw(bottom)})"
        case Script(base, below, above):
            low = "" if below is None else f"_({_draw(below)})"
            high = "" if above is None else f"^({_draw(above)})"
            return f"{_draw(base)}{low}{high}"
        case Fence(kind, inner):
            return FENCES[kind] % _draw(inner)
        case Root(inner):
            return f"sqrt({_draw(inner)})"
        case Grid(rows):
            body = "; ".join(", ".join(map(_draw, row)) for row in rows)
            return f'mat(delim: "[", {body})'
        case Cases(rows, otherwise):
            lines = [f'{_draw(value)} & "if " {_draw(condition)}' for value, condition in rows]
            lines.append(f'{_draw(otherwise)} & "otherwise"')
            return f"cases({', '.join(lines)})"


def _letters(base: str) -> str:
    if base in GREEK:
        return base
    return base if len(base) == 1 and base.isalpha() else quoted(base)
