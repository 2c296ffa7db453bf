"""How well something was answered, derived from what happened: the learner is never asked."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import msgspec

PASSES_AT = 0.6  # the share of an exercise's credit below which it counts as not known
QUICK, SLOW = 0.5, 3.0  # times the seconds that the items may take


class Rating(IntEnum):
    """FSRS's four grades."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Happened(msgspec.Struct, frozen=True):
    """What a mark says of how well its item was known. ``budget``: the seconds that it may take; 0 where not timed."""

    credit: float
    settled: bool = True
    was_shown: bool = False
    seconds: float = 0.0
    budget: float = 0.0


def rate(marks: Sequence[Happened]) -> Rating:
    """Return the rating of an exercise by the marks of all its steps.

    Given up or with too little credit it must come again; with any help, slip or second try it was hard.
    """
    settled = [mark for mark in marks if mark.settled]
    return rate_one(
        Happened(
            credit=sum(mark.credit for mark in settled) / len(settled),
            was_shown=any(mark.was_shown for mark in settled),
            seconds=sum(mark.seconds for mark in marks),
            budget=sum(mark.budget for mark in settled),
        )
    )


def rate_one(mark: Happened) -> Rating:
    """Return the rating by one mark, or by what all of an exercise's come to."""
    if mark.credit < PASSES_AT or mark.was_shown:
        return Rating.AGAIN
    is_timed = mark.seconds > 0 and mark.budget > 0
    if mark.credit < 1 or (is_timed and mark.seconds > SLOW * mark.budget):
        return Rating.HARD
    return Rating.EASY if is_timed and mark.seconds <= QUICK * mark.budget else Rating.GOOD
