"""A table in lines of text: columns as wide as they must be, cells wrapped where all do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from studyai.document.wrapping import wrapped

GAP = "  "
NARROWEST = 6


def table_lines(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return the rows, the first of which is the head, with a rule below it."""
    widths = column_widths(rows, width)
    lines: list[str] = []
    for place, row in enumerate(rows):
        lines += row_lines(row, widths)
        if place == 0:
            lines.append(GAP.join("─" * one for one in widths))
    return lines


def row_lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return one row in as many lines as its longest cell needs."""
    cells = [wrapped(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
    return [
        GAP.join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in zip_longest(*cells, fillvalue="")
    ]


def column_widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the columns' widths: the widest gives way, one by one, until all fit; a long word's as the last."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    words = [max((len(word) for cell in column for word in cell.split()), default=0) for column in columns]
    room = width - len(GAP) * (len(widths) - 1)
    for least in (words, [NARROWEST] * len(widths)):
        while sum(widths) > room and (wide := [place for place, one in enumerate(widths) if one > least[place]]):
            widths[max(wide, key=widths.__getitem__)] -= 1
    return [max(one, 1) for one in widths]
