"""A value with its name before it: `z = [1, 2]`, `m₁ = 0.1`, `≈ 0.3`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studyai.formula.draw.latex import draw_latex
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.tree import Name

NAMED = re.compile(r"\s*(?P<name>[^=≈]{0,60}?)\s*(?:[=≈]|\\approx\b)")


def without_name(text: str, symbol: str, *keys: str, subscripts: Mapping[str, str] | None = None) -> str:
    """Return the text with blanks in the place of the symbol and the equals sign at its start, so that places stay.

    The symbol may be typed, be one of the `keys`, be written as it is drawn, or be left out. Another name stays.
    """
    match = NAMED.match(text)
    if match is None or match["name"] not in {"", symbol, *keys, *_drawn(symbol, subscripts or {})}:
        return text
    return " " * match.end() + text[match.end() :]


def _drawn(symbol: str, subscripts: Mapping[str, str]) -> set[str]:
    """Return how the symbol is drawn on one line, with its index and without it."""
    name = Name(symbol)
    pictures = (draw_terminal(name, subscripts=chosen) for chosen in (subscripts, {}))
    latex = (draw_latex(name, subscripts=chosen) for chosen in (subscripts, {}))
    return {*(picture.lines[0] for picture in pictures if picture.height == 1), *latex}
