"""Which questions a quiz asks: what was never asked first, then what went wrong, then the rest."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from studyai.bank.bank import Bank
from studyai.bank.choosing import SEEDS, by_seed, drawn
from studyai.bank.index import Entry
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.study.items.question import QUESTION, QuestionItem
from studyai.study.record.store import Record

COUNT = 10


def draw(
    bank: Bank,
    record: Record | None,
    entries: Sequence[Entry],
    count: int = COUNT,
    *,
    seed: int | None = None,
    first: str = "",
) -> Iterator[QuestionItem]:
    """Yield so many of them as items, each read when it is reached; raises what the bank raises.

    With a seed they depend on nothing else. `first` is the id of the one to begin with.
    """
    source = random.Random() if seed is None else by_seed(seed)
    order = drawn(entries, len(entries), source)
    if seed is None and record is not None:
        latest = record.latest(QUESTION)
        order.sort(key=lambda entry: 1 + latest[entry.id].credit if entry.id in latest else 0.0)
        order = drawn(order[:count], count, source)
    if first:
        wanted = [entry for entry in entries if entry.id == first]
        order = [*wanted, *(entry for entry in order if entry.id != first)]
    shuffle = source.randrange(SEEDS)
    for entry in order[:count]:
        yield QuestionItem(bank.entry(QUESTIONS, entry.id), shuffle)
