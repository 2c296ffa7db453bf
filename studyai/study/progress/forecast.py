"""How many cards come due on each of the next days, if nothing new is begun and each is answered in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from studyai.study.cards.card import Card

DAYS = 14


def forecast(cards: Iterable[Card], today: int, count: int = DAYS) -> list[int]:
    """Return the cards due today, tomorrow and so on; today's are those that are late too."""
    due = Counter(max(card.due, today) for card in cards)
    return [due[today + ahead] for ahead in range(count)]
