"""The way that the learner came: Esc leads back along it."""

from __future__ import annotations


class Trail:
    """The places gone through to the one that is shown, each once; at the first the trail begins anew."""

    def __init__(self, first: str) -> None:
        self._first = first
        self._places: list[str] = []

    @property
    def last(self) -> str:
        """The place that the one shown was reached from; nothing at the start."""
        return self._places[-1] if self._places else ""

    def go(self, here: str, there: str) -> None:
        """Note that one goes on."""
        if there == self._first:
            self._places = []
        elif there != here:
            self._places = [place for place in self._places if place not in (here, there)] + [here]

    def back(self) -> str:
        """Forget the last place, and return it; nothing at the start."""
        return self._places.pop() if self._places else ""
