"""Variants with all their slips solved, per second on one core."""

from __future__ import annotations

import time

from benchmarks.figure import Figure, median
from studyai.bank.bank import Bank
from studyai.exercise.sample import sample

BATCH, BATCHES = 1500, 5
WANTED = (
    ("conv-output-size", 1, 10_000),
    ("conv-output-size", 2, 10_000),
    ("conv-output-size", 3, 10_000),
    ("adam", 1, 5_000),
)


def _rate(identifier: str, level: int) -> float:
    exercise = Bank().exercise(identifier)
    rates = []
    for batch in range(BATCHES):
        began = time.perf_counter()
        for seed in range(batch * BATCH, (batch + 1) * BATCH):
            sample(exercise, level, seed)
        rates.append(BATCH / (time.perf_counter() - began))
    return median(rates)


def measure() -> list[Figure]:
    figures = []
    for identifier, level, reach in WANTED:
        rate = _rate(identifier, level)
        what = f"variants with all slips solved: {identifier}, level {level}"
        figures.append(Figure(what, "–", f"{rate:,.0f}/s", f"≥ {reach:,}/s", rate >= reach))
    return figures
