"""Colours for heat maps: lighter (on paper: darker) always means a larger value, whatever the hue does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEVELS = 33  # odd, so that a signed scale has a level for zero
NOT_A_NUMBER = -1
SHADES = " ░▒▓█"
SHADES_BELOW_ZERO = " ·-=≡"

Colour = tuple[int, int, int]

# From the smallest value to the largest. Signed scales are cool below zero, grey at it and warm above.
ANCHORS: dict[tuple[bool, bool], tuple[str, ...]] = {  # (dark, signed)
    (True, False): ("#171a22", "#233a63", "#3f6cab", "#79abe0", "#f2f7fd"),
    (True, True): ("#0c1c46", "#2c4a80", "#6c7078", "#cf9c58", "#ffeec8"),
    (False, False): ("#f4f2ed", "#c0d3ef", "#7ba0da", "#2f5fb5", "#0a1f4a"),
    (False, True): ("#e2edff", "#b7cdf0", "#97958f", "#8a4b1c", "#3d1700"),
}


@dataclass(frozen=True)
class Scale:
    """Which values the smallest and the largest level stand for."""

    low: float
    high: float

    @property
    def signed(self) -> bool:
        """Whether there are values below zero; then zero is in the middle."""
        return self.low < 0

    def level(self, value: float) -> int:
        """Return the level of a value, `NOT_A_NUMBER` for nan; infinities are at the ends."""
        if math.isnan(value):
            return NOT_A_NUMBER
        share = (value - self.low) / (self.high - self.low)
        return round(min(max(share, 0.0), 1.0) * (LEVELS - 1))

    def shade(self, value: float, *, sign: bool = False) -> str:
        """Return the glyph whose ink grows with the magnitude; with `sign`, it is another one below zero."""
        if math.isnan(value):
            return "?"
        share = min(abs(value) / max(self.high, -self.low), 1.0)
        shades = SHADES_BELOW_ZERO if sign and value < 0 else SHADES
        return shades[round(share * (len(shades) - 1))]


def scale_of(rows: Sequence[Sequence[float]]) -> Scale:
    """Return the scale that fits the finite values: from 0 up, or as far below zero as above."""
    finite = [value for row in rows for value in row if math.isfinite(value)]
    largest = max((abs(value) for value in finite), default=0.0) or 1.0
    return Scale(-largest if min(finite, default=0.0) < 0 else 0.0, largest)


def ramp(*, dark: bool, signed: bool) -> list[Colour]:
    """Return a colour for each level."""
    anchors = [_read(colour) for colour in ANCHORS[dark, signed]]
    return [_between(anchors, index / (LEVELS - 1)) for index in range(LEVELS)]


def _read(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text[1:])
    return red, green, blue


def _between(anchors: Sequence[Colour], share: float) -> Colour:
    position = share * (len(anchors) - 1)
    first = min(int(position), len(anchors) - 2)
    part = position - first
    start, end = anchors[first], anchors[first + 1]
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(start, end, strict=True))
    return red, green, blue
