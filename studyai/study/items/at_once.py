"""What is asked in words alone and settled by one answer: predictions, claims and questions."""

from __future__ import annotations

from collections.abc import Sequence

from studyai.exercise.hints import Hint
from studyai.study.items.item import Working


class AtOnce:
    """The parts of an item that such a one does not have; each may be given by who has it after all."""

    @property
    def working(self) -> Working | None:
        """None: there is nothing to calculate."""
        return None

    @property
    def partners(self) -> Sequence[str]:
        """None."""
        return ()

    @property
    def is_settled_at_once(self) -> bool:
        """The answer is shown at once."""
        return True

    @property
    def hints(self) -> int:
        """None."""
        return 0

    def hint(self, number: int) -> Hint:
        """Raise IndexError: there is no hint."""
        raise IndexError(f"there is no hint {number}")
