"""Which questions a quiz asks: those that the schedule has next, new ones drawn."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from studyai.bank.bank import Bank
from studyai.bank.choosing import SEEDS, by_seed, drawn
from studyai.bank.index import Entry
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.study.items.question import QuestionItem
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
        order = _by_schedule(bank, record, order)
    if first:
        wanted = [entry for entry in entries if entry.id == first]
        order = [*wanted, *(entry for entry in order if entry.id != first)]
    shuffle = source.randrange(SEEDS)
    for entry in order[:count]:
        yield QuestionItem(bank.entry(QUESTIONS, entry.id), shuffle)


def _by_schedule(bank: Bank, record: Record, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries with what fades first, then the new and the least remembered; what is equal as it was."""
    from studyai.study.schedule.offers import questions_of
    from studyai.study.schedule.plan import planner

    planning = planner(record)
    if not planning.cards:
        return list(entries)  # nothing was answered yet
    by_id = {entry.id: entry for entry in entries}
    offers = {offer.item: offer for offer in questions_of(bank.sections(QUESTIONS)) if offer.item in by_id}

    def known(entry: Entry) -> tuple[float, float]:
        card = planning.cards.get(offers[entry.id].key)
        # Of today's answers all are remembered: what was wrong comes first.
        return planning.recall(offers[entry.id]), 0.0 if card is None else card.stability

    due = [by_id.pop(planned.offer.item) for planned in planning.due(list(offers.values()))]
    return [*due, *sorted(by_id.values(), key=known)]
