"""The palette's exercises, sections and architectures: found by title, id, section and synonym, and opened."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import Hit, Hits, Provider
from textual.markup import escape

from studyai.study.next_up import Chosen
from studyai.tui.find.things import Thing, found, things
from studyai.tui.lab.catalogue import entries, known
from studyai.tui.ranking import score, shown
from studyai.tui.widgets.plain import printable

if TYPE_CHECKING:
    from studyai.tui.lab.screen import LabScreen
    from studyai.tui.practise.screen import PractiseScreen
    from studyai.tui.shell.study import Study
    from studyai.tui.today.screen import TodayScreen


class FindProvider(Provider):
    """Reads what there is when the palette opens."""

    _things: list[Thing]

    @property
    def study(self) -> Study:
        """The app, by its own type."""
        return cast("Study", self.app)

    async def startup(self) -> None:
        """Read the bank's index, not in the way of the keys."""
        torch = self.study.torch
        hello = torch.worker.hello if torch.state == "ready" else None
        architectures = entries() if hello is None else known(hello.architectures)
        self._things = await asyncio.to_thread(lambda: things(self.study.desk.bank.sections(), architectures))

    async def search(self, query: str) -> Hits:
        """Yield what answers to the query."""
        for place, thing in found(query, self._things):
            words = escape(printable(thing.words))
            yield Hit(
                score(place), shown(printable(thing.title), query), partial(self._open, thing), thing.title, words
            )

    async def _open(self, thing: Thing) -> None:
        match thing.kind:
            case "exercise":
                await self._practise(Chosen(thing.key, thing.level))
            case "architecture":
                await self._train(thing.key)
            case "section":
                await self._leave_panels("today")
                cast("TodayScreen", self.app.screen).mark_section(int(thing.key))

    async def _practise(self, chosen: Chosen) -> None:
        self.study.desk.chosen = chosen
        was_there = self.app.current_mode == "practise"
        await self._leave_panels("practise")
        if was_there:
            cast("PractiseScreen", self.app.screen).take_up()

    async def _train(self, architecture: str) -> None:
        await self._leave_panels("lab")
        cast("LabScreen", self.app.screen).choose(architecture)

    async def _leave_panels(self, place: str) -> None:
        """Go to a screen, and close what lies over it."""
        await self.study.action_go(place)
        while len(self.app.screen_stack) > 1:
            over = self.app.screen
            close = getattr(over, "action_close", over.dismiss)
            close()
