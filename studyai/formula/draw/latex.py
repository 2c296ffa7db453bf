"""The LaTeX drawing (amsmath). Every name comes through the layout, so nothing in it is a command."""

from __future__ import annotations

from collections.abc import Mapping

from studyai.formula.draw.latex_text import escaped
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

FENCES = {
    "round": (r"\left(", r"\right)"),
    "square": (r"\left[", r"\right]"),
    "floor": (r"\left\lfloor ", r"\right\rfloor "),
    "ceiling": (r"\left\lceil ", r"\right\rceil "),
    "bars": (r"\left|", r"\right|"),
}
ACCENTS = {"hat": r"\hat{%s}", "bar": r"\bar{%s}", "tilde": r"\tilde{%s}"}
SIGNS = {
    "−": " - ",
    "−small": "-",
    "+small": "+",
    "neg": "-",
    "·": r" \cdot ",
    "⊙": r" \odot ",
    "⊗": r" \otimes ",
    "juxtaposed": r"\,",
    ",": r",\ ",
    "≠": r" \neq ",
    "≤": r" \leq ",
    "≥": r" \geq ",
    "Σ": r"\sum ",
    "∂": r"\partial ",
    "′": r"\prime",
    "T": r"\top",
}
WORDS = {
    "σ": r"\sigma",
    "…": r"\ldots ",
    "and": r" \text{ and } ",
    "mod": r" \bmod ",
    "ln": r"\ln",
    "max": r"\max",
    "min": r"\min",
    "tanh": r"\tanh",
}


def draw_latex(node: Node, *, subscripts: Mapping[str, str] | None = None, digits: int = 6) -> str:
    """Return the formula as LaTeX mathematics, without delimiters."""
    return _draw(Layout(subscripts or {}, digits).lay(node)).strip()


def _draw(part: Part) -> str:
    match part:
        case Letter(base, accent):
            return ACCENTS.get(accent, "%s") % _letters(base)
        case Digits(mantissa, exponent, is_entry):
            mantissa = mantissa if is_entry else grouped(mantissa, r"\,")
            return mantissa if exponent is None else rf"{mantissa} \times 10^{{{exponent}}}"
        case Word(text):
            return WORDS.get(text) or _word(text)
        case Sign(text):
            return SIGNS.get(text, f" {text} ")
        case Row(parts):
            return "".join(map(_draw, parts))
        case Over(top, bottom):
            return rf"\frac{{{_draw(top)}}}{{{_draw(bottom)}}}"
        case Script(base, below, above):
            low = "" if below is None else f"_{{{_draw(below)}}}"
            high = "" if above is None else f"^{{{_draw(above)}}}"
            return f"{{{_draw(base)}}}{low}{high}"
        case Fence(kind, inner):
            left, right = FENCES[kind]
            return f"{left}{_draw(inner)}{right}"
        case Root(inner):
            return rf"\sqrt{{{_draw(inner)}}}"
        case Grid(rows):
            body = r" \\ ".join(" & ".join(map(_draw, row)) for row in rows)
            return rf"\begin{{bmatrix}}{body}\end{{bmatrix}}"
        case Cases(rows, otherwise):
            lines = [rf"{_draw(value)} & \text{{if }} {_draw(condition)}" for value, condition in rows]
            body = r" \\ ".join([*lines, rf"{_draw(otherwise)} & \text{{otherwise}}"])
            return rf"\begin{{cases}}{body}\end{{cases}}"


def _letters(base: str) -> str:
    if base in GREEK:
        return rf"\{base} "
    return base if len(base) == 1 and base.isalpha() else _word(base)


def _word(text: str) -> str:
    """Return letters and blanks upright; whatever else there is, as running text, in which no sign is a command."""
    plain = text.replace(" ", "")
    return rf"\mathrm{{{text.replace(' ', '~')}}}" if plain.isalnum() else rf"\text{{{escaped(text)}}}"
