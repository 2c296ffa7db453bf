"""Which questions are asked: those of sections, of a theme, of kinds; so many of them, drawn by a seed."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from studyai.bank.bank import Bank
from studyai.bank.index import Entry
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.errors import ToldError

SEEDS = 2**31  # that shuffle choices


class NoQuestionError(ToldError):
    """Nothing to ask; says what there is."""


def themes(bank: Bank) -> dict[str, int]:
    """Return how many questions each theme has, by the theme's name."""
    counts: dict[str, int] = {}
    for section in bank.sections(QUESTIONS):
        for entry in section.of_kind(QUESTIONS):
            counts[entry.tags[0]] = counts.get(entry.tags[0], 0) + 1
    return dict(sorted(counts.items()))


def chosen_entries(
    bank: Bank, sections: Collection[int] = (), theme: str = "", sorts: Collection[str] = ()
) -> list[Entry]:
    """Return the questions of these sections, this theme and these kinds, of all where none is named.

    Raises NoQuestionError.
    """
    entries = [
        entry
        for section in bank.sections(QUESTIONS)
        if not sections or section.number in sections
        for entry in section.of_kind(QUESTIONS)
        if theme in ("", entry.tags[0]) and (not sorts or entry.tags[1] in sorts)
    ]
    if not entries:
        known = ", ".join(themes(bank)) or "none"
        where = f" in section {', '.join(map(str, sorted(sections)))}" if sections else ""
        of_kind = f" of kind {', '.join(sorts)}" if sorts else ""
        raise NoQuestionError(
            f"there is no question{where}{f' about {theme}' if theme else ''}{of_kind}; themes: {known}"
        )
    return entries


def drawn(entries: Sequence[Entry], count: int, source: random.Random) -> list[Entry]:
    """Return so many of the entries, in an order drawn too."""
    order = list(entries)
    source.shuffle(order)
    return order[:count]


def by_seed(seed: int) -> random.Random:
    """Return what questions are drawn from: the same seed, the same questions."""
    return random.Random(f"quiz:{seed}")
