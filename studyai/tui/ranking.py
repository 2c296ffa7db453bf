"""How well something answers what was typed, for every list that is narrowed down by typing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

BEGINS, WORD_BEGINS, INSIDE = 0, 1, 2
STEP = 3  # from one text to the next


def rank(typed: str, texts: Sequence[str]) -> int | None:
    """Return how far down something belongs: 0 is the best; None where a word typed stands in none of its texts.

    The texts stand in the order of their weight, all in small letters. A word that one of them begins with comes before
    one that stands at the beginning of a word in it, and that before one inside of a word.
    """
    total = 0
    for word in typed.lower().split():
        found = list(_places(word, texts))
        if not found:
            return None
        total += min(found)
    return total


def _places(word: str, texts: Iterable[str]) -> Iterable[int]:
    for number, text in enumerate(texts):
        if text.startswith(word):
            yield STEP * number + BEGINS
        elif any(text.find(mark + word) >= 0 for mark in " -(:/,\n"):
            yield STEP * number + WORD_BEGINS
        elif word in text:
            yield STEP * number + INSIDE


def shown(title: str, typed: str) -> Content:
    """Return a title, printable text, with the words typed marked in it."""
    content = Content(title)
    for word in typed.lower().split():
        start = content.plain.lower().find(word)
        if start >= 0:
            content = content.stylize("bold underline", start, start + len(word))
    return content


def score(place: int) -> float:
    """Return a rank as the palette sorts it: more is better."""
    return 1 / (1 + place)
