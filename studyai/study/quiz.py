"""Which questions a quiz asks: what was never asked first, then what went wrong, then the rest."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from studyai.bank.bank import Bank
from studyai.bank.index import Entry
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.errors import ToldError
from studyai.study.items.question import QUESTION, QuestionItem
from studyai.study.record.store import Record

COUNT = 10


class NoQuestionError(ToldError):
    """Nothing to ask; says what there is."""


def themes(bank: Bank) -> dict[str, int]:
    """Return how many questions each theme has, by the theme's name."""
    counts: dict[str, int] = {}
    for section in bank.sections(QUESTIONS):
        for entry in section.of_kind(QUESTIONS):
            counts[entry.tags[0]] = counts.get(entry.tags[0], 0) + 1
    return dict(sorted(counts.items()))


def chosen_entries(bank: Bank, sections: Collection[int] = (), theme: str = "") -> list[Entry]:
    """Return the questions of these sections (of all, if none is named) and of this theme; raises NoQuestionError."""
    entries = [
        entry
        for section in bank.sections(QUESTIONS)
        if not sections or section.number in sections
        for entry in section.of_kind(QUESTIONS)
        if theme in ("", entry.tags[0])
    ]
    if not entries:
        known = ", ".join(themes(bank)) or "none"
        where = f" in section {', '.join(map(str, sorted(sections)))}" if sections else ""
        raise NoQuestionError(f"there is no question{where}{f' about {theme}' if theme else ''}; themes: {known}")
    return entries


def draw(
    bank: Bank, record: Record | None, entries: Sequence[Entry], count: int = COUNT, *, seed: int | None = None
) -> list[QuestionItem]:
    """Return so many of them as items. With a seed they depend on nothing else; raises what the bank raises."""
    source = random.Random() if seed is None else random.Random(f"quiz:{seed}")
    order = list(entries)
    source.shuffle(order)
    if seed is None and record is not None:
        latest = record.latest(QUESTION)
        order.sort(key=lambda entry: 1 + latest[entry.id].credit if entry.id in latest else 0.0)
        order = _mixed(order[:count], source)
    shuffle = source.randrange(2**31)
    return [QuestionItem(bank.entry(QUESTIONS, entry.id), shuffle) for entry in order[:count]]


def _mixed(entries: list[Entry], source: random.Random) -> list[Entry]:
    source.shuffle(entries)
    return entries
