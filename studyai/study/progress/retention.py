"""Whether the schedule foresees rightly: how many of the cards it held for remembered were."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from studyai.study.cards.card import Card
from studyai.study.cards.memory import Key, Memory, Rated
from studyai.study.cards.rating import Rating

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 1.0)


class Retention(msgspec.Struct, frozen=True):
    """Reviews of cards on a later day than the one before, whose recall was predicted from ``least`` to ``most``.

    ``predicted`` and ``measured`` are shares; 0 where there were no reviews.
    """

    least: float
    most: float
    reviews: int
    predicted: float
    measured: float


def retention(ratings: Iterable[Rated], memory: Memory) -> list[Retention]:
    """Return the predicted and the measured recall, of all and then by what was predicted."""
    seen = list(_predictions(ratings, memory))
    edges = [(EDGES[0], EDGES[-1]), *pairwise(EDGES)]
    return [_of(least, most, [one for one in seen if least < one[0] <= most]) for least, most in edges]


def _predictions(ratings: Iterable[Rated], memory: Memory) -> Iterable[tuple[float, bool]]:
    cards: dict[Key, Card] = {}
    for rated in ratings:
        before = cards.get(rated.card)
        if before is not None and rated.day > before.last:
            yield memory.recall(before, rated.day), rated.rating is not Rating.AGAIN
        cards[rated.card] = memory.after(before, rated)


def _of(least: float, most: float, seen: list[tuple[float, bool]]) -> Retention:
    count = len(seen)
    if not count:
        return Retention(least, most, 0, 0.0, 0.0)
    return Retention(least, most, count, sum(one for one, _ in seen) / count, sum(right for _, right in seen) / count)
