"""The race: nine optimisers of torch from one start, their paths drawn together on the surface, step by step."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.exercise.givens import GivenError
from studyai.formula.errors import EvaluationError
from studyai.protocol import Raced, Track
from studyai.study.race_questions import NoQuestion, race_question
from studyai.tui.ask.panel import AskPanel
from studyai.tui.race import text as race_text
from studyai.tui.shell.commands import Command, bindings
from studyai.tui.shell.screen import StudyScreen
from studyai.tui.widgets.contour import Contour, Ground, Path
from studyai.tui.widgets.curve_panel import CurvePanel

if TYPE_CHECKING:
    from studyai.tui.shell.torch_link import LinkState

STEPS = 200
STEPS_PER_SECOND = 12

RACE_COMMANDS = (
    Command("race.play", "space", "Play", "Play the race; while it plays, pause.", "play"),
    Command("race.step", "n,right", "Step", "One update.", "step(1)", shown_key="n"),
    Command("race.back", "left", "Back", "One update back.", "step(-1)", False),
    Command("race.restart", "r", "Restart", "Back to the start.", "restart", False),
    Command("race.end", "e", "End", "To the last update.", "end", False),
    Command("race.surface", "s", "Surface", "The next surface; the last is a real network.", "surface"),
    Command("race.toggle", "x", "In or out", "Let the marked optimiser race, or not.", "in_or_out"),
    Command("race.halve", "left_square_bracket", "Halve rate", "Halve its learning rate.", "scale(0.5)", False),
    Command("race.double", "right_square_bracket", "Double rate", "Double it.", "scale(2.0)", False),
    Command("race.ask", "a", "Ask me", "The marked optimiser's update here, as an exercise.", "ask"),
)
"""[ and ] halve and double the marked optimiser's rate."""


class RaceScreen(StudyScreen):
    """A surface with the paths so far, and the optimisers with where they stand."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#racers"
    heading = "Race"
    offers: ClassVar[tuple[Command, ...]] = RACE_COMMANDS
    BINDINGS = bindings(RACE_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.raced: Raced | None = None
        self.at = 0  # updates shown
        self._playing = False
        self._surface = "bowl"
        self._rates: dict[str, float] = {}  # those that were changed here
        self._out: set[str] = set()
        self._ground: Ground | None = None

    def compose_body(self) -> ComposeResult:
        """Lay the body out."""
        yield Static(id="surface-heading")
        with Horizontal(id="race"):
            yield Contour(id="contour")
            yield CurvePanel("loss", "accent", id="race-losses")
            with Vertical(id="racers-side"):
                yield Static(id="racers-heading")
                yield OptionList(id="racers", compact=True, markup=False)
                yield Static(id="marked")
        yield Static(id="lesson")
        yield Static(id="race-notice")

    def on_mount(self) -> None:
        """Follow torch, and play on a clock of our own."""
        self.query_one("#race-losses").display = False
        self.study.torch_changed.subscribe(self, self._torch_changed)
        self.set_interval(1 / STEPS_PER_SECOND, self._tick)
        self.call_after_refresh(self._load_plot)

    @work
    async def _load_plot(self) -> None:
        await self.query_one("#race-losses", CurvePanel).load()

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
            raced = await worker.race(self._surface, (), self._rates, steps=STEPS)
        except WorkerLost as lost:
            self._say(f"✗ {lost.reason}")
            return
        except WorkerProblem as problem:
            self._say(f"✗ {problem.message}")
            self._rates.clear()
            return
        self._say("")
        self._show_race(raced)

    def _show_race(self, raced: Raced) -> None:
        again = self.raced is not None and self.raced.surface == raced.surface
        self.raced = raced
        self._ground = None
        if raced.heights is not None:
            self._ground = Ground(raced.heights.values(), raced.across, raced.up, raced.minima)
        self.query_one(Contour).display = raced.heights is not None
        self.query_one("#race-losses").display = raced.heights is None
        self.query_one("#lesson", Static).update(Content(raced.lesson))
        self.at = min(self.at, self._last) if again else 0
        self._show()

    @property
    def _last(self) -> int:
        return max((len(track.losses) - 1 for track in self.raced.tracks), default=0) if self.raced else 0

    # Drawing

    def _show(self) -> None:
        raced = self.raced
        if raced is None:
            return
        racing = [track for track in raced.tracks if track.optimiser not in self._out]
        self.query_one("#surface-heading", Static).update(
            race_text.heading(raced, self.at, self._last, playing=self._playing)
        )
        if self._ground is not None:
            paths = [
                Path(track.points[: self.at + 1], str(number), number - 1)
                for number, track in enumerate(raced.tracks, start=1)
                if track in racing
            ]
            self.query_one(Contour).show(self._ground, paths)
        else:
            self._show_losses(racing)
        self._show_racers(raced)

    def _show_losses(self, racing: list[Track]) -> None:
        panel = self.query_one("#race-losses", CurvePanel)
        marked = self._marked()
        shown = [track for track in racing if track is marked] or racing[:1]
        for track in shown:
            losses = track.losses[: self.at + 1]
            panel.show([float(step) for step in range(len(losses))], losses, f"{losses[-1]:.4f}", track.title)

    def _show_racers(self, raced: Raced) -> None:
        table = self.query_one("#racers", OptionList)
        rows = race_text.rows(raced.tracks, self.at, self._out, dark=self.app.current_theme.dark)
        if table.option_count == len(rows):
            for index, row in enumerate(rows):
                table.replace_option_prompt_at_index(index, row)
        else:
            table.clear_options()
            table.add_options(Option(row) for row in rows)
            table.highlighted = 0
        self.query_one("#racers-heading", Static).update(Content.styled(race_text.COLUMNS_HEADING, "dim"))
        marked = self._marked()
        if marked is not None:
            self.query_one("#marked", Static).update(race_text.state(marked, self.at))

    def _marked(self) -> Track | None:
        index = self.query_one("#racers", OptionList).highlighted
        return self.raced.tracks[index] if self.raced is not None and index is not None else None

    @on(OptionList.OptionHighlighted, "#racers")
    def show_marked(self) -> None:
        """Tell of another optimiser."""
        marked = self._marked()
        if marked is not None:
            self.query_one("#marked", Static).update(race_text.state(marked, self.at))
            if self._ground is None:
                self._show_losses([marked])

    def _say(self, words: str) -> None:
        self.query_one("#race-notice", Static).update(Content.styled(words, "$error"))

    # Commands

    def _tick(self) -> None:
        if self._playing and self.is_current:
            if self.at < self._last:
                self.at += 1
            else:
                self._playing = False
            self._show()

    def action_play(self) -> None:
        """Play or pause; at the end, play again."""
        self._playing = not self._playing
        if self._playing and self.at >= self._last:
            self.at = 0
        self._show()

    def action_step(self, by: int) -> None:
        """Go some updates on or back."""
        self._playing = False
        self.at = min(max(self.at + by, 0), self._last)
        self._show()

    def action_restart(self) -> None:
        """Back to the start."""
        self._playing, self.at = False, 0
        self._show()

    def action_end(self) -> None:
        """To the last update."""
        self._playing, self.at = False, self._last
        self._show()

    def action_surface(self) -> None:
        """Race on the next surface."""
        if self.raced is not None:
            names = self.raced.surfaces
            self._surface = names[(names.index(self.raced.surface) + 1) % len(names)]
            self._rates.clear()
            self._playing = False
            self._run()

    def action_in_or_out(self) -> None:
        """Let the marked optimiser race, or not."""
        marked = self._marked()
        if marked is not None:
            self._out ^= {marked.optimiser}
            self._show()

    def action_scale(self, factor: float) -> None:
        """Change the marked optimiser's rate and race again."""
        marked = self._marked()
        if marked is not None:
            self._rates[marked.optimiser] = marked.learning_rate * factor
            self._run()

    @on(OptionList.OptionSelected, "#racers")
    def ask_about_selected(self) -> None:
        """Enter on an optimiser asks."""
        self.action_ask()

    @work(exclusive=True, group="ask")
    async def action_ask(self) -> None:
        """Ask for the marked optimiser's next update from where it stands."""
        marked, raced = self._marked(), self.raced
        if marked is None or raced is None:
            return
        try:
            bank = await asyncio.to_thread(lambda: self.study.desk.bank)
            record = await asyncio.to_thread(lambda: self.study.desk.record)
            item = await asyncio.to_thread(race_question, bank, marked, self.at + 1, raced.surface)
        except (NoQuestion, GivenError, EvaluationError) as problem:
            self.study.tell(str(problem), severity="warning")
            return
        self._playing = False
        self.app.push_screen(AskPanel([item], record))
