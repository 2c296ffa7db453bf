"""The palette's exercises, sections, architectures, questions, claims and pages: found by their words, and opened."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import Hit, Hits, Provider
from textual.markup import escape

from studyai.client.errors import WorkerLost
from studyai.study.next_up import Chosen
from studyai.tui.find.things import Thing, claims, found, pages, questions, things
from studyai.tui.lab.catalogue import entries, known
from studyai.tui.ranking import score, shown
from studyai.tui.widgets.plain import printable

if TYPE_CHECKING:
    from studyai.tui.lab.catalogue import Entry as Architecture
    from studyai.tui.lab.screen import LabScreen
    from studyai.tui.practise.screen import PractiseScreen
    from studyai.tui.prove.screen import ProveScreen
    from studyai.tui.quiz.screen import QuizScreen
    from studyai.tui.sheet.screen import SheetScreen
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
        if hello is not None and not self.study.desk.cards:
            self.study.run_worker(self._ask_for_claims(), group="claims", exclusive=True)
        self._things = await asyncio.to_thread(self._read, architectures)

    async def _ask_for_claims(self) -> None:
        """Ask torch what it can prove, which takes a while the first time: what is typed meanwhile finds the rest."""
        with suppress(WorkerLost):
            self.study.desk.cards = await self.study.torch.worker.claims()

    def _read(self, architectures: Sequence[Architecture]) -> list[Thing]:
        """Return all that the bank has; called in a thread."""
        bank = self.study.desk.bank
        return [*things(bank.sections(), architectures), *pages(bank), *questions(bank)]

    def _found(self, query: str) -> list[tuple[int, Thing]]:
        """Return what answers to the query, claims among it; called in a thread."""
        desk = self.study.desk
        return found(query, [*self._things, *claims(desk.cards, desk.bank.sections())])

    async def search(self, query: str) -> Hits:
        """Yield what answers to the query."""
        for place, thing in await asyncio.to_thread(self._found, query):
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
            case "page":
                self.study.desk.page = int(thing.key)
                await self._begin("sheet")
            case "question":
                self.study.desk.quiz, self.study.desk.question = str(thing.section), thing.key
                await self._begin("quiz")
            case "claim":
                self.study.desk.claim = thing.key
                await self._begin("prove")

    async def _begin(self, place: str) -> None:
        """Go to a screen that takes what is wanted from the desk; one that is there already is told to."""
        was_there = self.app.current_mode == place
        await self._leave_panels(place)
        if was_there:
            cast("SheetScreen | QuizScreen | ProveScreen", self.app.screen).begin()

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
