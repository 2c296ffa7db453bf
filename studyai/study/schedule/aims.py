"""What the learner studies for."""

from __future__ import annotations

from datetime import date

import msgspec

from studyai.study import clock
from studyai.study.cards.memory import RETENTION

HORIZON = 30  # days ahead for which one studies who has named no exam


class Aims(msgspec.Struct, frozen=True):
    """The exam's date, and how much is wanted each day. ``retention``: the share to be remembered when it is due."""

    exam: date | None = None
    minutes: int = 30
    new_per_day: int = 15
    retention: float = RETENTION

    def days_left(self, today: int) -> int | None:
        """Return the days until the exam, 0 on its day; None where there is none ahead."""
        left = None if self.exam is None else clock.day_of(self.exam) - today
        return None if left is None or left < 0 else left

    def studied_for(self, today: int) -> int:
        """Return the study day on which it has to be known."""
        left = self.days_left(today)
        return today + (HORIZON if left is None else left)
