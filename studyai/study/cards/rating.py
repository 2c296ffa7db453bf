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

    @property
    def is_unaided(self) -> bool:
        """Whether all was right, at once and without help."""
        return self.credit >= 1 and not self.was_shown


def together(marks: Sequence[Happened]) -> Happened:
    """Return what the marks of all steps of an exercise come to."""
    settled = [mark for mark in marks if mark.settled]
    return Happened(
        credit=sum(mark.credit for mark in settled) / len(settled),
        was_shown=any(mark.was_shown for mark in settled),
        seconds=sum(mark.seconds for mark in marks),
        budget=sum(mark.budget for mark in settled),
    )


def rate(mark: Happened) -> Rating:
    """Return the rating by one mark, or by what all of an exercise's come to.

    Given up or with too little credit it must come again; with any help, slip or second try it was hard.
    """
    if mark.credit < PASSES_AT or mark.was_shown:
        return Rating.AGAIN
    is_timed = mark.seconds > 0 and mark.budget > 0
    if mark.credit < 1 or (is_timed and mark.seconds > SLOW * mark.budget):
        return Rating.HARD
    return Rating.EASY if is_timed and mark.seconds <= QUICK * mark.budget else Rating.GOOD
