"""One logged answer, to an item of any kind, and what a section's answers amount to."""

from __future__ import annotations

import msgspec

STEP = "step"
"""The kind of a step of an exercise: progress counts these alone."""

QUESTION = "question"
"""The kind of a concept question."""

CLAIM = "claim"
"""The kind of what is predicted of a claim."""

WORKED = "worked"
"""Stands in the verdict's place where the answer was shown."""


class Place(msgspec.Struct, frozen=True):
    """Where a step stands: in which numbers of which exercise. ``is_last``: with it the exercise is finished."""

    variant: str
    exercise: str
    level: int
    seed: int
    step: str
    is_last: bool = False


class Review(msgspec.Struct, frozen=True):
    """One marked answer. ``settled``: the item is done with. ``section``: None for what belongs to no one section.

    ``seconds``: since it was asked, or answered before; ``budget``: how many the item may take.
    """

    kind: str
    item: str
    section: int | None
    typed: str
    verdict: str
    slip: str = ""
    hints: int = 0
    credit: float = 0.0
    settled: bool = True
    seconds: float = 0.0
    budget: float = 0.0
    place: Place | None = None


class Progress(msgspec.Struct, frozen=True):
    """What a section's record amounts to: steps settled, credit earned, exercises finished."""

    steps: int
    credit: float
    finished: int
