"""Puts numbers under each other so that they can be compared: decimal points in one column."""

from __future__ import annotations

from collections.abc import Sequence

MINUS = "−"


def align_points(texts: Sequence[str]) -> list[str]:
    """Return the texts padded to one width with their decimal points under each other.

    A text without a point (an integer, a fraction, `–`) stands as if its point came after it.
    """
    before = max((len(text.partition(".")[0]) for text in texts), default=0)
    after = max((len(text) - len(text.partition(".")[0]) for text in texts), default=0)
    return [_pad(text, before, after) for text in texts]


def _pad(text: str, before: int, after: int) -> str:
    head = text.partition(".")[0]
    return " " * (before - len(head)) + text + " " * (after - (len(text) - len(head)))


def short_number(value: float, digits: int = 3) -> str:
    """Return a value in few characters with a true minus sign: `−0.123`, `1.23e+04`, `nan`.

    Plain where the value is moderate, else with an exponent; `digits` counts the significant ones.
    """
    value += 0.0  # of the two zeros of floats the one without a sign
    text = f"{value:#.{digits}g}" if 1e-3 <= abs(value) < 10**digits or value == 0 else f"{value:.{digits - 1}e}"
    return text.rstrip(".").replace("-", MINUS)
