"""Every demo and every pace in the command palette, while the lab is up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from studyai.tui.lab.beside.demos import Demo, demos
from studyai.tui.lab.pace import PACES, Pace
from studyai.tui.ranking import rank, score, shown


class Lab(Protocol):
    """A screen that can do what is offered here."""

    def compare(self, demo: Demo) -> None:
        """Begin a demo."""

    def set_pace(self, pace: Pace) -> None:
        """Train at another pace."""


class LabProvider(Provider):
    """Begins the demo, or sets the pace."""

    async def discover(self) -> Hits:
        """Yield all, before anything is typed."""
        for title, words, do in self._all():
            yield DiscoveryHit(Content(title), do, title, words)

    async def search(self, query: str) -> Hits:
        """Yield those whose title matches."""
        for title, words, do in self._all():
            place = rank(query, (title.lower(),))
            if place is not None:
                yield Hit(score(place), shown(title, query), do, title, words)

    def _all(self) -> Iterator[tuple[str, str, Callable[[], None]]]:
        lab = cast(Lab, self.screen)
        for demo in demos():
            yield f"Demo: {demo.title}", demo.words, partial(lab.compare, demo)
        for pace in PACES:
            yield f"Pace: {pace.name}", _pace_words(pace), partial(lab.set_pace, pace)


def _pace_words(pace: Pace) -> str:
    return "As fast as it can." if pace.seconds is None else f"A usual training takes about {pace.seconds:.0f} seconds."
