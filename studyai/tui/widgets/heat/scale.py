"""Which level of a ramp, or which ink, a value is drawn with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from studyai.tui.widgets.colours import LEVELS

NOT_A_NUMBER = -1
SHADES = " ░▒▓█"
SHADES_BELOW_ZERO = " ·-=≡"


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
