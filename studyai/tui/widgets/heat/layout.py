"""Decides how maps are drawn in the room there is: how large a value is, and what stands beside the maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.geometry import Size

from studyai.tui.widgets.heat.data import (
    HALF,
    LONGEST_NAME,
    NARROW,
    WHOLE,
    WIDE,
    Choice,
    HeatMapData,
    aligned_texts,
    gutter_of,
    whole_columns,
)
from studyai.tui.widgets.heat.tiles import Arrangement, CellSize, arrange

Texts = list[list[list[str]]]


@dataclass(frozen=True)
class Layout:
    """Where each map stands, and its values as texts where these are shown in place of colours.

    Names of rows are at most ``longest`` letters long; it ``fits`` if nothing must be scrolled.
    """

    arrangement: Arrangement
    texts: Texts | None = None
    longest: int = LONGEST_NAME
    fits: bool = True


def layout(maps: Sequence[HeatMapData], room: Size, *, numbers: bool, halves: bool, scroll_bar: int) -> Layout:
    """Return the richest layout that fits; where none does, the last, beside a scroll bar."""
    texts = aligned_texts(maps) if numbers else None
    choices = _choices(maps, texts, halves=halves, labelled=any(item.is_labelled for item in maps))
    for choice in choices:
        found = _arranged(maps, choice, room.width)
        if found.width <= room.width and found.height <= room.height:
            return Layout(found, texts, choice.longest)
    return Layout(_arranged(maps, choices[-1], room.width - scroll_bar), texts, choices[-1].longest, fits=False)


def _choices(maps: Sequence[HeatMapData], texts: Texts | None, *, halves: bool, labelled: bool) -> list[Choice]:
    if texts is not None:
        widest = max((len(text) for rows in texts for row in rows for text in row), default=1)
        return _named(CellSize(widest + 1)) if labelled else [Choice(CellSize(widest + 1), titled=True)]
    small = HALF if halves else NARROW
    if labelled:
        whole = CellSize(max(WIDE.width, whole_columns(maps)))
        return [one for cell in dict.fromkeys((whole, WIDE, small)) for one in _named(cell)]
    return [Choice(WIDE, titled=True), Choice(small, titled=True), Choice(small)]


def _named(cell: CellSize) -> list[Choice]:
    """Return the ways to draw maps with names, whole ones first."""
    return [Choice(cell, titled=True, named=True, longest=longest) for longest in (WHOLE, LONGEST_NAME)]


def _arranged(maps: Sequence[HeatMapData], choice: Choice, width: int) -> Arrangement:
    titles = [item.title if choice.titled else "" for item in maps]
    gutters = [gutter_of(item, choice.cell.per_line, choice.longest) for item in maps] if choice.named else []
    return arrange([item.shape for item in maps], titles, choice.cell, width, gutters)
