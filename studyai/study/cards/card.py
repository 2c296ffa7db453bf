"""One card: what is scheduled, and how well it is remembered."""

from __future__ import annotations

import msgspec


class Card(msgspec.Struct, frozen=True):
    """An exercise at a level (`softmax:2`), a question or a claim's prediction, once it was answered.

    ``stability``: the days after which nine of ten are remembered; ``difficulty``: 1 to 10. ``first``, ``last`` and
    ``due`` are study days. ``lapses``: how often it was forgotten. ``tries``: how often it was answered, and
    ``unaided``: how often rightly without help; of both, what is long ago counts less.
    """

    kind: str
    item: str
    stability: float
    difficulty: float
    first: int
    last: int
    due: int
    reviews: int = 1
    lapses: int = 0
    tries: float = 1.0
    unaided: float = 0.0
