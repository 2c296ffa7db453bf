"""The map under a sliding window, drawn for one output cell: `[3] [0]  1   2×`.

Brackets hold the window's entries, `·` is padding, `×` marks a row or column that no window reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from studyai.exercise import present
from studyai.exercise.solve import Line
from studyai.formula.draw.numbers import show_number
from studyai.formula.draw.terminal import draw_terminal, width_of
from studyai.formula.sliding import Slide, slides_at
from studyai.formula.tree import Name
from studyai.formula.values import Array
from studyai.tui.exercise.window_words import UNBROKEN, missed_words
from studyai.tui.widgets.columns import align_points

TALLEST = 9  # rows of a map; of a taller one those around the window
GAP = 4  # columns between channels
MARKS = 2  # columns of an entry's brackets
PADDING, BEYOND = "·", " "


def window_lines(line: Line, index: tuple[int, ...], width: int) -> list[str]:
    """Return every window that the cell comes from on its map; nothing for a formula without a sliding window."""
    slides = slides_at(line.formula.node, line.values, index)
    return [text for slide in slides for text in slide_lines(slide, _name(line, slide), width)]


def _name(line: Line, slide: Slide) -> str:
    if not isinstance(slide.node, Name):
        return "The input"
    drawing = draw_terminal(slide.node, subscripts=present.subscripts(line, numbered=True))
    return drawing.lines[0].strip() if drawing.height == 1 else slide.node.name


def slide_lines(slide: Slide, name: str, width: int) -> list[str]:
    """Return the part of the map around the window, as many channels as fit side by side, and what it leaves out in
    words.
    """
    rows, columns = _around(slide, 0, TALLEST), _around(slide, 1, width)
    texts = [_texts(slide, channel, rows, columns) for channel in slide.channels]
    sizes = [max(width_of(grid[0][place]) for grid in texts) + MARKS + 1 for place in range(len(columns))]
    kept = _fitting(sizes, _place(columns, slide.window[1]), width + 1)
    columns = columns[kept.start : kept.stop]
    one = sum(sizes[kept.start : kept.stop]) - 1
    count = min(max((width + GAP) // (one + GAP), 1), len(texts))
    grids = [_marked(slide, grid, rows, columns, kept) for grid in texts[:count]]
    drawn = [(" " * GAP).join(parts).rstrip() for parts in zip(*grids, strict=True)]
    said = [*_padding_words(slide, rows, columns), *(f"× {text}" for text in missed_words(slide.windows))]
    return [*wrap(_heading(slide, name, count, rows, columns), width), *drawn, *_wrapped(said, width)]


def _wrapped(said: Sequence[str], width: int) -> list[str]:
    lines = [part for text in said for part in wrap(text, width, subsequent_indent="  ")]
    return [line.replace(UNBROKEN, " ") for line in lines]


def _around(slide: Slide, side: int, most: int) -> range:
    """Return the rows or columns of map, padding and window, at most so many, those around the window."""
    window, pad = slide.window[side], slide.windows.padding[side]
    whole = range(-pad, max(slide.windows.inputs[side] + pad, window[-1] + 1))
    kept = _fitting([1] * len(whole), _place(whole, window), most)
    return whole[kept.start : kept.stop]


def _place(places: range, window: Sequence[int]) -> range:
    inside = [place - places.start for place in window if place in places]
    return range(inside[0], inside[-1] + 1)


def _fitting(sizes: Sequence[int], window: range, room: int) -> range:
    """Return as many places around the window as the room holds, the window's own from its first on."""
    begin = end = window.start
    taken = 0
    while end < window.stop and (taken + sizes[end] <= room or end == begin):
        taken, end = taken + sizes[end], end + 1
    grows = True
    while grows:
        grows = False
        if end < len(sizes) and taken + sizes[end] <= room:
            taken, end, grows = taken + sizes[end], end + 1, True
        if begin > 0 and taken + sizes[begin - 1] <= room:
            taken, begin, grows = taken + sizes[begin - 1], begin - 1, True
    return range(begin, end)


def _texts(slide: Slide, channel: Array, rows: range, columns: range) -> list[list[str]]:
    down = [align_points([_text(slide, channel, (row, column)) for row in rows]) for column in columns]
    return [[column[place] for column in down] for place in range(len(rows))]


def _text(slide: Slide, channel: Array, place: tuple[int, int]) -> str:
    if slide.windows.inside(place):
        return show_number(channel.item(*place), present.DIGITS, is_entry=True)
    return PADDING if slide.windows.inside_padding(place) else BEYOND


def _marked(slide: Slide, texts: list[list[str]], rows: range, columns: range, kept: range) -> list[str]:
    unreached = slide.windows.unreached(0), slide.windows.unreached(1)
    window = slide.window

    def mark(row: int, column: int, text: str) -> str:
        if row in window[0] and column in window[1]:
            return f"[{text}]"
        return f" {text}{'×' if row in unreached[0] or column in unreached[1] else ' '}"

    return [
        " ".join(mark(row, column, line[place]) for place, column in zip(kept, columns, strict=True))
        for row, line in zip(rows, texts, strict=True)
    ]


def _heading(slide: Slide, name: str, count: int, rows: range, columns: range) -> str:
    """Return which map it is and, of a part, which part."""
    channels = len(slide.channels)
    drawn = "channel 1" if count == 1 else f"channels 1 to {count}"
    which = f", {drawn} of {channels}" if channels > 1 else ""
    parts = [
        _part(word, places, slide, side) for side, (word, places) in enumerate((("rows", rows), ("columns", columns)))
    ]
    return f"{name}{which}, its window in brackets{''.join(parts)}:"


def _part(word: str, places: range, slide: Slide, side: int) -> str:
    size = slide.windows.inputs[side]
    own = [place for place in places if 0 <= place < size]
    if not own or len(own) == size:
        return ""
    return f", {word} {own[0] + 1} to {own[-1] + 1} of {size}"


def _padding_words(slide: Slide, rows: range, columns: range) -> list[str]:
    shown = any(_text(slide, slide.channels[0], (row, column)) == PADDING for row in rows for column in columns)
    return [f"{PADDING} padding, {'counts as 0' if slide.zeros else 'left out'}"] if shown else []
