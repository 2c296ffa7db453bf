"""Cells of two colours: one over the other, or a glyph on its ground; two rows of a picture stand in a line.

Each style is made once: parsing colours for every cell of every frame would cost more than all else.
"""

from __future__ import annotations

from functools import cache

from rich.segment import Segment
from rich.style import Style

UPPER, LOWER = "▀", "▄"


@cache
def two_colours(front: str, back: str, *, bold: bool | None = None) -> Style:
    """Return the style of a glyph in one colour on a ground of another."""
    return Style(color=front, bgcolor=back, bold=bold)


@cache
def half_block(upper: str, lower: str, *, glyph: str = UPPER) -> Segment:
    """Return a cell whose halves have these colours."""
    return Segment(glyph, two_colours(upper, lower))
