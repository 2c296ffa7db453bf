"""Digits typed one after the other: a section's number, and the way back to what was marked before."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

PAUSE = 1.5  # seconds after which a digit begins a new number

Place: TypeAlias = tuple[str | None, str | None, str]  # the section's row, the exercise, the list with the cursor


class Jump:
    """The number so far, and where the first jump went away from."""

    def __init__(self) -> None:
        self._number = 0
        self._left: Place | None = None

    @property
    def has_left(self) -> bool:
        """Whether there is something to go back to."""
        return self._left is not None

    def to(self, digit: int, numbers: Collection[int], seconds: float) -> int | None:
        """Return which of the numbers is meant; None if none is. `seconds`: since the key before."""
        before = self._number if seconds < PAUSE else 0
        tried = [before * 10 + digit, digit]
        self._number = next((number for number in tried if number in numbers), 0)
        return self._number or None

    def leave(self, place: Place) -> None:
        """Remember where the first of several jumps began."""
        self._left = self._left or place

    def back(self) -> Place | None:
        """Return where the jump began, and forget it."""
        place, self._left, self._number = self._left, None, 0
        return place
