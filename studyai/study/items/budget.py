"""How long who knows it takes: reading, thinking, writing. Quicker was easy, far slower was hard."""

from __future__ import annotations

from collections.abc import Iterable

WORDS_PER_SECOND = 3.0  # 180 a minute, of a text on one's subject read closely
TO_CHOOSE = 10.0  # seconds
TO_CALCULATE = 30.0
PER_NUMBER = 10.0  # a cell worked out and typed
PER_EXPRESSION = 60.0  # derived and typed


def reading(texts: Iterable[str]) -> float:
    """Return the seconds that it takes to read all of it."""
    return sum(len(text.split()) for text in texts) / WORDS_PER_SECOND
