"""A symbol and its value as people write them: small letters below, matrices as rows."""

from __future__ import annotations

from collections.abc import Mapping

from studyai.exercise.present import DIGITS, value_text
from studyai.formula.arrays import shape_of
from studyai.formula.draw.terminal import Drawing, draw_equation, draw_terminal, width_of
from studyai.formula.tree import Name, Put
from studyai.formula.values import Value


def flat_name(symbol: str, subscripts: Mapping[str, str], key: str) -> str:
    """Return a name in one line, indexed by its round: `Fₑₕ`, `m₂`, `∂J/∂w`; its key where that cannot be."""
    drawing = draw_terminal(Name(symbol), subscripts=subscripts)
    match [text.strip() for text in drawing.lines]:
        case [flat]:
            return flat
        case [above, bar, below] if set(bar) == {"─"}:
            return f"{above}/{below}"
        case _:
            return key


def value_drawing(
    symbol: str, key: str, value: Value, about: Value | None, subscripts: Mapping[str, str], width: int
) -> Drawing:
    """`z₃ = 109/600 ≈ 0.18167`: a name and its value, in one line where it can be; a matrix as its rows."""
    text = value_text(value)
    if about is not None and not shape_of(value):
        text += f" ≈ {value_text(about)}"
    flat = f"{flat_name(symbol, subscripts, key)} = {text}"
    if len(shape_of(value)) < 2 and width_of(flat) <= width:
        return Drawing([flat])
    return draw_equation(symbol, Put(value), subscripts=subscripts, digits=DIGITS, max_width=width)
