"""How numbers are written for people: whole ones with all their digits, a true minus."""

from __future__ import annotations

MINUS = "−"
GROUPED_FROM = 10_000  # below it four digits are read without a comma
ALL_DIGITS_BELOW = 1e15  # beyond it a float does not know them all


def written(value: float, digits: int = 4) -> str:
    """Return a number in words for people: `16,640`, `1000`, `−0.2`, `2.3e−06`; of fractions so many digits."""
    is_whole = abs(value) < ALL_DIGITS_BELOW and value == int(value)  # and so neither nan nor infinite
    text = whole(int(value)) if is_whole else f"{value:.{digits}g}"
    return text.replace("-", MINUS)


def whole(value: int) -> str:
    """Return a whole number with all its digits, in groups of three where there are five or more."""
    return (f"{value:,}" if abs(value) >= GROUPED_FROM else str(value)).replace("-", MINUS)
