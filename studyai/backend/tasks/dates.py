"""Dates as people write them, to be written as ISO 8601 has them: "march 3, 1998" → "1998-03-03"."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import torch

from studyai.backend.tasks.digit_sequences import teacher_forced, token_loss, whole_sequences
from studyai.backend.tasks.registry import Task, task

CHARACTERS = " ,-.0123456789abcdefghijklmnopqrstuvwxyz"
START = len(CHARACTERS)  # the decoder's first input: a token of its own, which is never written
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
FIRST, LAST = date(1950, 1, 1), date(2049, 12, 31)
TRAIN, VALIDATION, TEST = 8192, 256, 1024
SPLIT_SEED = 0  # every run is tested on the same dates, so that runs can be compared

FORMS: tuple[Callable[[date, str], str], ...] = (
    lambda day, month: f"{day.day} {month} {day.year}",
    lambda day, month: f"{month} {day.day}, {day.year}",
    lambda day, month: f"{day.day} {month[:3]} {day.year}",
    lambda day, month: f"{day.day}.{day.month}.{day.year}",
)
LONGEST = len("september 30, 2000")


def _characters(text: str) -> list[int]:
    return [CHARACTERS.index(character) for character in text]


@task("date-normalisation")
@cache
def date_normalisation() -> Task:
    """Characters (N, 18), spaces first, and those of the date in ISO (N, 10); a date tested was seen in no form."""
    draw = random.Random(SPLIT_SEED)
    days = draw.sample(range((LAST - FIRST).days + 1), TRAIN + VALIDATION + TEST)
    dates = [FIRST + timedelta(days=day) for day in days]
    written = [draw.choice(FORMS)(day, MONTHS[day.month - 1]).rjust(LONGEST) for day in dates]
    sources = torch.tensor([_characters(one) for one in written])
    targets = torch.tensor([_characters(day.isoformat()) for day in dates])
    data = teacher_forced(sources, targets, START)
    return Task(
        train=data.rows(slice(TRAIN)),
        validation=data.rows(slice(TRAIN, TRAIN + VALIDATION)),
        test=data.rows(slice(TRAIN + VALIDATION, None)),
        sizes={
            "vocabulary": len(CHARACTERS) + 1,
            "start": START,
            "source_length": LONGEST,
            "target_length": targets.shape[1],
        },
        classes=(*CHARACTERS, "start"),
        metric="whole sequences",
        loss=token_loss,
        measure=whole_sequences,
        sequences=True,
    )
