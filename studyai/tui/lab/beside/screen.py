"""Two runs on one screen with one difference: both curves in one plot, both insides, one key for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.tui.commands import Command, bindings
from studyai.tui.lab.asking import ask
from studyai.tui.lab.beside.commands import BESIDE_COMMANDS
from studyai.tui.lab.beside.comparison import Comparison
from studyai.tui.lab.beside.demos import Demo
from studyai.tui.lab.beside.picture import ComparisonPicture
from studyai.tui.lab.curves import SHARES
from studyai.tui.lab.inside.inner import InnerPanel
from studyai.tui.lab.pace import next_pace, pace_of
from studyai.tui.shell.drawer import Drawer
from studyai.tui.shell.screen import StudyScreen
from studyai.tui.widgets.curve_panel import CurvePanel
from studyai.tui.widgets.plain import printable

if TYPE_CHECKING:
    from studyai.tui.shell.torch_link import LinkState


class BesideScreen(StudyScreen):
    """The two runs of a comparison; a demo pauses where it has something to say."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = ""  # a scrolling part would take the arrow keys; Tab goes there
    heading = "Side by side"
    offers: ClassVar[tuple[Command, ...]] = BESIDE_COMMANDS
    BINDINGS = bindings(BESIDE_COMMANDS)

    def __init__(self, demo: Demo) -> None:
        super().__init__()
        self.comparison = Comparison(demo)
        self.drawer = Drawer(self, ComparisonPicture(self, self.comparison, self._reach_pause))
        self._second_is_seen = False

    def compose_body(self) -> ComposeResult:
        """Lay the body out."""
        yield Static(id="beside-title")
        with Horizontal(id="beside-curves"):
            yield CurvePanel("loss", "accent", id="beside-loss")
            yield CurvePanel("metric", "accent", SHARES, id="beside-metric")
        yield Static(id="beside-notice")
        with Horizontal(id="beside-inside"):
            yield InnerPanel(id="inside-0")
            yield InnerPanel(id="inside-1")

    def on_mount(self) -> None:
        """Build both as soon as torch is there."""
        self.comparison.pace = pace_of(self.study.settings.pace)
        self.drawer.begin()
        self.study.torch_changed.subscribe(self, self._torch_changed)
        self._torch_changed(self.study.torch.state)
        self._arrange()

    def _torch_changed(self, state: LinkState) -> None:
        if state == "ready":
            ask(self, self._build())
        elif state == "lost":
            self._say(f"✗ {self.study.torch.told('R starts it again; both runs begin anew.')}", "$error")

    async def _build(self) -> None:
        worker = await self.study.torch.ready()
        try:
            await self.comparison.build(worker)
        except WorkerProblem as problem:
            self._say(f"✗ {problem.message}", "$error")
            return
        self.drawer.forget()
        self._say("Space trains both, n does one update of both.", "$text-muted")
        self._reach_pause()
        self.drawer.draw_latest()

    def _reach_pause(self) -> None:
        words = self.comparison.reach_pause()
        if words:
            self._say(words, "$foreground")

    def _say(self, words: str, style: str) -> None:
        self.query_one("#beside-notice", Static).update(Content.styled(printable(words), style))

    # Commands

    def action_play(self) -> None:
        """Train both, in a demo up to the next pause; or pause both."""
        ask(self, self.comparison.play())

    def action_step(self) -> None:
        """Do one update of both."""
        ask(self, self.comparison.step())

    def action_pace(self, step: int) -> None:
        """Train both faster or slower."""
        pace = next_pace(self.comparison.pace, step)
        ask(self, self.comparison.set_pace(pace))
        self.study.remember(pace=pace.name)
        self.drawer.draw_latest(again=True)

    def action_reset(self) -> None:
        """Build both anew, from the same seeds."""
        ask(self, self.comparison.reset())

    def action_leaf(self, step: int) -> None:
        """Look at another example, the same number for both."""
        ask(self, self.comparison.leaf(step))

    def action_other(self) -> None:
        """Show the other run's inside."""
        self._second_is_seen = not self._second_is_seen
        self._arrange()

    def action_close(self) -> None:
        """End both runs and go back."""
        self.app.run_worker(_stop(self.comparison), exit_on_error=False)
        self.dismiss()

    def on_resize(self) -> None:
        """Show one inside or two."""
        self._arrange()
        self.call_after_refresh(self.drawer.draw_latest, again=True)

    def _arrange(self) -> None:
        wide = self.app.size.width >= 110
        self.query_one("#inside-0").display = wide or not self._second_is_seen
        self.query_one("#inside-1").display = wide or self._second_is_seen


async def _stop(comparison: Comparison) -> None:
    try:
        await comparison.stop()
    except WorkerLost:
        return  # nothing is left to stop
