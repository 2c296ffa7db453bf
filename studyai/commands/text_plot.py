"""A curve as plain text: lines of braille dots, two across and four down in a character."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

WIDTH, HEIGHT = 60, 8  # characters
BLANK = 0x2800
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # of a column, from the top; left, right


def plotted(title: str, points: Sequence[tuple[float, float]], *, logarithmic: bool = False, last: bool = True) -> str:
    """Return the points by x, joined by lines, under a heading, with the last value; what is not finite is left out.

    Where the axis of x is to be ``logarithmic``, every x is over 0.
    """
    known = [(math.log10(x) if logarithmic else x, y) for x, y in points if math.isfinite(y)]
    if not known:
        return f"{title}: nothing to draw"
    shown = _joined(known)
    left, right = min(x for x, _ in shown), max(x for x, _ in shown)
    low, high = min(y for _, y in shown), max(y for _, y in shown)
    cells = [[BLANK] * WIDTH for _ in range(HEIGHT)]
    for x, y in shown:
        column = _place(x, left, right, 2 * WIDTH)
        row = 4 * HEIGHT - 1 - _place(y, low, high, 4 * HEIGHT)
        cells[row // 4][column // 2] |= DOTS[column % 2][row % 4]
    labels = [f"{high:10.4g}", *[" " * 10] * (HEIGHT - 2), f"{low:10.4g}"]
    lines = [f"{label} │{''.join(map(chr, cell))}" for label, cell in zip(labels, cells, strict=True)]
    axis = f"{'':10} └{'─' * WIDTH}"
    from_, to = (10**left, 10**right) if logarithmic else (left, right)
    ends = f"{'':12}{from_:<{WIDTH // 2}g}{to:>{WIDTH // 2}g}"
    heading = f"{title}: {shown[-1][1]:.4g} at update {shown[-1][0]:g}" if last else title
    return "\n".join([heading, *lines, axis, ends])


def _joined(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points, and between neighbours that lie far apart others on the line from one to the other."""
    space = (points[-1][0] - points[0][0]) / (2 * WIDTH) or 1.0
    joined = [points[0]]
    for (x, y), (next_x, next_y) in pairwise(points):
        parts = max(1, math.ceil((next_x - x) / space))
        joined += [(x + (next_x - x) * part / parts, y + (next_y - y) * part / parts) for part in range(1, parts + 1)]
    return joined


def _place(value: float, low: float, high: float, places: int) -> int:
    return round((value - low) / (high - low) * (places - 1)) if high > low else 0
