"""Colours of cells: lighter (on paper: darker) always means a larger value, whatever the hue does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from textual.app import App

LEVELS = 33  # odd, so that a signed scale has a level for zero

# From the smallest value to the largest. Signed scales are cool below zero, grey at it and warm above.
ANCHORS: dict[tuple[bool, bool], tuple[str, ...]] = {  # (dark, signed)
    (True, False): ("#171a22", "#233a63", "#3f6cab", "#79abe0", "#f2f7fd"),
    (True, True): ("#0c1c46", "#2c4a80", "#6c7078", "#cf9c58", "#ffeec8"),
    (False, False): ("#f4f2ed", "#c0d3ef", "#7ba0da", "#2f5fb5", "#0a1f4a"),
    (False, True): ("#e2edff", "#b7cdf0", "#97958f", "#8a4b1c", "#3d1700"),
}

# Told apart on dark bands and on light ones; the digit at the head of a path says which it is without them.
PATH_COLOURS = {
    True: ("#ff8787", "#ffd43b", "#69db7c", "#74c0fc", "#ffa94d", "#da77f2", "#3bc9db", "#faa2c1", "#f8f9fa"),
    False: ("#c92a2a", "#7a5a00", "#2b8a3e", "#1864ab", "#d9480f", "#862e9c", "#0b7285", "#a61e4d", "#212529"),
}


def has_colours(app: App[object]) -> bool:
    """Return False where only the terminal's own colours, or none, may be used: then ink shows magnitude."""
    return not (app.no_color or app.native_ansi_color)


@cache
def ramp(*, dark: bool, signed: bool) -> tuple[str, ...]:
    """Return a colour (`#rrggbb`) for each level."""
    anchors = [bytes.fromhex(colour[1:]) for colour in ANCHORS[dark, signed]]
    return tuple(_between(anchors, index / (LEVELS - 1)) for index in range(LEVELS))


def _between(anchors: Sequence[bytes], share: float) -> str:
    position = share * (len(anchors) - 1)
    first = min(int(position), len(anchors) - 2)
    part = position - first
    channels = (round(a + (b - a) * part) for a, b in zip(anchors[first], anchors[first + 1], strict=True))
    return "#{:02x}{:02x}{:02x}".format(*channels)


def contrasting(level: int) -> int:
    """Return the end of a ramp that is read best on a level."""
    return LEVELS - 1 if level < LEVELS // 2 else 0
