"""Curves of a question, drawn as SVG that holds nothing but lines and numbers, or told as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor, log10

from studyai.document.questions.blocks import Plot

WIDTH, HEIGHT, LEFT, BOTTOM, AIR = 440, 200, 44, 20, 8
DASHES = ("none", "7 4", "1.5 3.5", "9 3 2 3")  # of each series: told apart without colours
SIGNS = ("———", "– – –", "· · ·", "— · —")  # the same in a legend of letters
TICKS = 4  # about so many
MOST_ROWS = 24
NOTHING = "–"


def svg(plot: Plot) -> str:
    """Return the drawing; names stand beside it, so no text of a pack is in it."""
    points = [point for series in plot.series for point in series.points]
    across = _Axis((x for x, _ in points), LEFT, WIDTH - AIR)
    up = _Axis((y for _, y in points), HEIGHT - BOTTOM, AIR)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
        '<g font-family="New Computer Modern, serif" font-size="11" fill="#333" stroke-linejoin="round">'
        f"{''.join(_grid(across, up))}{''.join(_lines(plot, across, up))}</g></svg>"
    )


def table(plot: Plot) -> list[list[str]]:
    """Return rows of texts, the head first: x, and the value of each series there; of many points every few."""
    places = sorted({x for series in plot.series for x, _ in series.points})
    step = -(-len(places) // MOST_ROWS)
    values = [dict(series.points) for series in plot.series]
    head = [plot.x, *(series.name for series in plot.series)]
    return [head, *([_number(x), *(_cell(known, x) for known in values)] for x in places[::step])]


def table_lines(plot: Plot) -> list[str]:
    """Return the table in lines of one width."""
    rows = table(plot)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return [f"{plot.y}:", *lines]


def _cell(known: dict[float, float], x: float) -> str:
    return _number(known[x]) if x in known else NOTHING


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


class _Axis:
    """Where numbers stand between two places of the drawing, and the round ones among them."""

    def __init__(self, values: Iterable[float], begin: float, end: float) -> None:
        known = list(values)
        least, most = min(known), max(known)
        size = _round_step((most - least) or 1.0)
        self._first = floor(least / size + 1e-9)
        self._last = max(self._first + 1, -floor(-most / size + 1e-9))
        self._size, self._begin, self._end = size, begin, end

    def place(self, value: float) -> float:
        """Return where a number stands."""
        share = (value / self._size - self._first) / (self._last - self._first)
        return round(self._begin + share * (self._end - self._begin), 2)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield the round numbers: where, and the number."""
        for count in range(self._first, self._last + 1):
            yield self.place(count * self._size), _number(round(count * self._size, 12))


def _round_step(span: float) -> float:
    """Return 1, 2 or 5 times a power of ten, of which the span has about TICKS."""
    power: float = 10.0 ** floor(log10(span / TICKS))
    return next((power * factor for factor in (1, 2, 5) if span / (power * factor) <= TICKS), power * 10)


def _grid(across: _Axis, up: _Axis) -> Iterator[str]:
    for y, number in up.ticks():
        yield f'<path d="M{LEFT} {y}H{WIDTH - AIR}" stroke="#ddd" stroke-width="0.7"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 3.5}" text-anchor="end">{number}</text>'
    for x, number in across.ticks():
        yield f'<path d="M{x} {AIR}V{HEIGHT - BOTTOM}" stroke="#ddd" stroke-width="0.7"/>'
        yield f'<text x="{x}" y="{HEIGHT - 6}" text-anchor="middle">{number}</text>'


def _lines(plot: Plot, across: _Axis, up: _Axis) -> Iterator[str]:
    for place, series in enumerate(plot.series):
        points = " ".join(f"{across.place(x)},{up.place(y)}" for x, y in series.points)
        dash = DASHES[place % len(DASHES)]
        yield f'<polyline points="{points}" fill="none" stroke="#111" stroke-width="1.5" stroke-dasharray="{dash}"/>'
