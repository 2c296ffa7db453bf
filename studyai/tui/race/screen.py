"""The race: nine optimisers of torch from one start, their paths drawn together on the surface, step by step."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import OptionList, Static

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.errors import ToldError
from studyai.protocol import Raced
from studyai.study.live_questions import checked_question
from studyai.tui.ask.panel import AskPanel
from studyai.tui.commands import Command, bindings
from studyai.tui.race import text
from studyai.tui.race.commands import RACE_COMMANDS
from studyai.tui.race.picture import RacePicture
from studyai.tui.race.racers import Racers
from studyai.tui.race.standing import Standing
from studyai.tui.shell.drawer import Drawer
from studyai.tui.shell.screen import StudyScreen
from studyai.tui.widgets.chooser import Choice, Chooser
from studyai.tui.widgets.contour import Contour
from studyai.tui.widgets.curve_panel import CurvePanel

if TYPE_CHECKING:
    from studyai.tui.shell.torch_link import LinkState

STEPS = 200
STEPS_PER_SECOND = 12


class RaceScreen(StudyScreen):
    """A surface with the paths so far, and the optimisers with where they stand."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#racers"
    heading = "Race"
    offers: ClassVar[tuple[Command, ...]] = RACE_COMMANDS
    BINDINGS = bindings(RACE_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.standing = Standing()
        self._picture = RacePicture(self, self.standing)
        self.drawer = Drawer(self, self._picture)

    @property
    def raced(self) -> Raced | None:
        """What was raced last."""
        return self.standing.raced

    @property
    def at(self) -> int:
        """How many updates are shown."""
        return self.standing.at

    def compose_body(self) -> ComposeResult:
        """Lay the body out."""
        yield Static(id="surface-heading")
        with Horizontal(id="race"):
            yield Contour(id="contour")
            yield CurvePanel("loss", "accent", id="race-losses")
            yield Racers(self.standing, id="racers-side")
        yield Static(id="lesson")
        yield Static(id="race-notice")

    def on_mount(self) -> None:
        """Follow torch, and play on a clock of our own."""
        self.query_one("#race-losses").display = False
        self.study.torch_changed.subscribe(self, self._torch_changed)
        self.drawer.begin()
        self.set_interval(1 / STEPS_PER_SECOND, self._tick)

    @on(ScreenResume)
    def begin(self) -> None:
        """Race when one first comes here."""
        if self.raced is None:
            self._run()

    def _torch_changed(self, state: LinkState) -> None:
        if state == "ready" and self.raced is None and self.is_current:
            self._run()

    @work(exclusive=True, group="race")
    async def _run(self) -> None:
        self.query_one("#surface-heading", Static).update(Content.styled("racing …", "dim"))
        try:
            worker = await self.study.torch.ready()
            raced = await worker.race(self.standing.surface, (), self.standing.rates, steps=STEPS)
        except WorkerLost as lost:
            self.query_one("#surface-heading", Static).update("")
            self._say(f"✗ {lost.reason}")
            return
        except WorkerProblem as problem:
            self._say(f"✗ {problem.message}")
            self.standing.rates.clear()
            return
        self._say("")
        self._take(raced)

    def _take(self, raced: Raced) -> None:
        self.standing.take(raced)
        self.query_one(Contour).display = raced.heights is not None
        self.query_one("#race-losses").display = raced.heights is None
        self.query_one("#lesson", Static).update(Content(raced.lesson))
        self.drawer.draw_latest()

    @on(OptionList.OptionHighlighted, "#racers")
    def show_marked(self) -> None:
        """Draw another optimiser's loss, where losses are drawn."""
        self._picture.draw_loss()

    def _say(self, words: str) -> None:
        self.query_one("#race-notice", Static).update(Content.styled(words, "$error"))

    # Commands

    def _tick(self) -> None:
        if self.standing.is_playing and self.is_current:
            self.standing.tick()

    def action_play(self) -> None:
        """Play or pause; at the end, play again."""
        self.standing.play_or_pause()
        self.drawer.draw_latest()

    def action_step(self, by: int) -> None:
        """Go some updates on or back."""
        self._go_to(self.standing.at + by)

    def action_restart(self) -> None:
        """Go back to the start."""
        self._go_to(0)

    def action_end(self) -> None:
        """Go to the last update."""
        self._go_to(self.standing.last)

    def _go_to(self, at: int) -> None:
        self.standing.go_to(at)
        self.drawer.draw_latest()

    def action_surface(self) -> None:
        """Choose the surface to race on."""
        if self.raced is not None:
            names = [Choice(name, text.surface_title(name)) for name in self.raced.surfaces]
            self.app.push_screen(Chooser("Surfaces", names, self.raced.surface), self._race_on)

    def _race_on(self, surface: str | None) -> None:
        if surface is not None:
            self.standing.choose_surface(surface)
            self._run()

    def action_in_or_out(self) -> None:
        """Let the marked optimiser race, or not."""
        marked = self.query_one(Racers).marked
        if marked is not None:
            self.standing.let_in_or_out(marked)
            self.drawer.draw_latest()

    def action_scale(self, factor: float) -> None:
        """Change the marked optimiser's rate and race again."""
        marked = self.query_one(Racers).marked
        if marked is not None:
            self.standing.scale_rate(marked, factor)
            self._run()

    @on(OptionList.OptionSelected, "#racers")
    def ask_about_selected(self) -> None:
        """Ask about the optimiser that Enter was pressed on."""
        self.action_ask()

    @work(exclusive=True, group="ask")
    async def action_ask(self) -> None:
        """Ask for the marked optimiser's next update from where it stands."""
        marked, raced = self.query_one(Racers).marked, self.raced
        if marked is None or raced is None:
            return
        try:
            worker = await self.study.torch.ready()
            asked = await worker.race_question(
                raced.surface, marked.optimiser, self.at + 1, learning_rate=marked.learning_rate, steps=STEPS
            )
            bank = await asyncio.to_thread(lambda: self.study.desk.bank)
            item = await asyncio.to_thread(checked_question, bank, asked)
            record = await asyncio.to_thread(lambda: self.study.desk.record)
        except WorkerLost as lost:
            self._say(f"✗ {lost.reason}")
            return
        except ToldError as problem:
            self.study.tell(str(problem), severity="warning")
            return
        self.standing.is_playing = False
        self.app.push_screen(AskPanel([item], record))
