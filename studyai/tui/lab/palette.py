"""Every architecture, every demo and every pace in the command palette, while the lab is up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from studyai.tui.lab.beside.demos import Demo, demos
from studyai.tui.lab.catalogue import Entry
from studyai.tui.lab.pace import PACES, Pace


class Lab(Protocol):
    """A screen that can do what is offered here."""

    def architectures(self) -> Sequence[Entry]:
        """Return those that can be built."""

    def choose(self, architecture: str) -> None:
        """Build an architecture."""

    def compare(self, demo: Demo) -> None:
        """Begin a demo."""

    def set_pace(self, pace: Pace) -> None:
        """Train at another pace."""


class LabProvider(Provider):
    """Builds the architecture, begins the demo, or sets the pace."""

    async def discover(self) -> Hits:
        """Yield all, before anything is typed."""
        for title, words, do in self._all():
            yield DiscoveryHit(Content(title), do, title, words)

    async def search(self, query: str) -> Hits:
        """Yield those whose title matches."""
        matcher = self.matcher(query)
        for title, words, do in self._all():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), do, title, words)

    def _all(self) -> Iterator[tuple[str, str, Callable[[], None]]]:
        lab = cast(Lab, self.screen)
        for entry in lab.architectures():
            yield f"Train: {entry.title}", entry.words, partial(lab.choose, entry.name)
        for demo in demos():
            yield f"Demo: {demo.title}", demo.words, partial(lab.compare, demo)
        for pace in PACES:
            yield f"Pace: {pace.name}", _pace_words(pace), partial(lab.set_pace, pace)


def _pace_words(pace: Pace) -> str:
    return "As fast as it can." if pace.seconds is None else f"A usual training takes about {pace.seconds:.0f} seconds."
