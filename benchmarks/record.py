"""The record: one durable mark, and the schedule of a million reviews."""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import fsrs

from benchmarks.figure import Figure, median
from studyai.study.cards.memory import EPOCH, Memory
from studyai.study.record.review import Review
from studyai.study.record.store import Record

MARKS = 300
CARDS, REVIEWS = 100_000, 1_000_000
FIRST_DAY = 20_000
AWAY = 12  # days between two reviews of a card
COLUMNS = "uid, at, day, kind, item, section, typed, verdict, slip, hints, credit, settled, seconds, budget"
INSERT = f"INSERT INTO review ({COLUMNS}) VALUES ({', '.join('?' * 14)})"
MARK = Review("question", "", 4, "sigmoid", "correct", credit=1.0, seconds=12.0, budget=20.0)


def measure() -> list[Figure]:
    """Writes two records in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        return [_one_mark(Path(folder)), *_schedule(Path(folder) / "large.sqlite")]


def _one_mark(folder: Path) -> Figure:
    record, bare = Record(folder / "ours.sqlite"), _bare(folder / "bare.sqlite")
    ours, floor = [], []
    for number in range(MARKS):
        item = f"question-{number % 50}"
        began = time.perf_counter()
        record.add(Review(**{**_fields(MARK), "item": item}))
        between = time.perf_counter()
        bare.execute(INSERT, _row(str(number), f"{number:06}", FIRST_DAY, item, True))
        floor.append(time.perf_counter() - between)
        ours.append(between - began)
    ratio = median(ours) / median(floor)
    return Figure(
        f"one mark, durable, median of {MARKS}",
        f"the same insert in bare sqlite3 {median(floor) * 1000:.2f} ms",
        f"{median(ours) * 1000:.2f} ms = {ratio:.2f} ×",
        "≤ 1.5 ×",
        ratio <= 1.5,
    )


def _bare(file: Path) -> sqlite3.Connection:
    """Return a file with the same table, written as durably."""
    Record(file).close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _fields(review: Review) -> dict[str, object]:
    return {name: getattr(review, name) for name in review.__struct_fields__}


def _row(uid: str, at: str, day: int, item: str, is_right: bool) -> tuple[object, ...]:
    verdict = "correct" if is_right else "wrong"
    return (uid, at, day, "question", item, 4, "sigmoid", verdict, "", 0, float(is_right), 1, 12.0, 20.0)


def _log() -> Iterator[tuple[int, int, bool]]:
    """Yield day, card and whether it was right, in order of the days."""
    random_ = random.Random(1)
    rounds = REVIEWS // CARDS
    for round_ in range(rounds):
        for card in range(CARDS):
            yield FIRST_DAY + round_ * AWAY + card * AWAY // CARDS, card, random_.random() < 0.85


def _schedule(file: Path) -> list[Figure]:
    record = Record(file)
    connection = sqlite3.connect(file)
    connection.executemany(
        INSERT,
        (
            _row(f"{place:032}", f"2026-{place:09}", day, f"question-{card}", is_right)
            for place, (day, card, is_right) in enumerate(_log())
        ),
    )
    connection.commit()
    floor, bare = _bare_loop()
    began = time.perf_counter()
    record.remember_by(Memory(retention=0.91))
    other = time.perf_counter() - began
    began = time.perf_counter()
    record.remember_by(Memory())
    ours = min(other, time.perf_counter() - began)
    cards = {card.item: card for card in record.cards()}
    alike = len(cards) == len(bare) and all(
        (one.stability, one.difficulty, EPOCH + timedelta(days=one.due)) == (two.stability, two.difficulty, two.due)
        for one, two in ((cards[f"question-{number}"], two) for number, two in bare.items())
    )
    return [
        Figure(
            f"schedule rebuilt from {REVIEWS:,} reviews of {CARDS:,} cards",
            f"a bare loop over fsrs {floor:.1f} s",
            f"{ours:.1f} s = {ours / floor:.2f} ×, {'identical' if alike else 'NOT identical'} card by card",
            "≤ 1.2 ×, identical",
            alike and ours <= 1.2 * floor,
        ),
        _due(record),
    ]


def _bare_loop() -> tuple[float, dict[int, fsrs.Card]]:
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    log = [(EPOCH + timedelta(days=day), card, is_right) for day, card, is_right in _log()]
    cards: dict[int, fsrs.Card] = {}
    began = time.perf_counter()
    for day, number, is_right in log:
        card = cards.get(number) or fsrs.Card(card_id=number)
        cards[number], _ = scheduler.review_card(card, fsrs.Rating.Good if is_right else fsrs.Rating.Again, day)
    return time.perf_counter() - began, cards


def _due(record: Record) -> Figure:
    day = FIRST_DAY + REVIEWS // CARDS * AWAY + 30
    times = []
    for _ in range(7):
        began = time.perf_counter()
        due = record.due(day, 200)
        times.append(time.perf_counter() - began)
    assert len(due) == 200
    return Figure(
        f"the 200 most forgotten of {CARDS:,} cards",
        "",
        f"{median(times) * 1000:.0f} ms",
        "≤ 50 ms",
        median(times) <= 0.05,
    )
