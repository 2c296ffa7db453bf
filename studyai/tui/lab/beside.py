"""Two runs on one screen with one difference: both curves in one plot, both insides, one key for both."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.run import Run
from studyai.protocol import Frame
from studyai.tui.lab import beside_text as text
from studyai.tui.lab.control import Plan, built, first_probe
from studyai.tui.lab.curves import SHARES, Losses
from studyai.tui.lab.demos import Demo
from studyai.tui.lab.drawing import DrawingScreen, Part, answers_a_key
from studyai.tui.lab.inner import InnerPanel
from studyai.tui.shell.commands import Command, bindings
from studyai.tui.widgets.curve_panel import CurvePanel
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.thin import Envelope

if TYPE_CHECKING:
    from studyai.tui.shell.torch_link import LinkState
    from studyai.tui.widgets.curve import Series

BESIDE_COMMANDS = (
    Command("beside.play", "space", "Train both", "Train both; while they train, pause.", "play"),
    Command("beside.step", "n", "Step both", "One update of both.", "step"),
    Command("beside.reset", "r", "Reset", "Build both anew.", "reset", False),
    Command("beside.other", "x", "Other", "The other run's inside, where there is room for one only.", "other"),
    Command("beside.before", "left", "Before", "The test example before.", "leaf(-1)", False, "←"),
    Command("beside.after", "right", "Example", "The next test example.", "leaf(1)", shown_key="→"),
    Command("beside.close", "escape", "Lab", "Back to the lab.", "close"),
)
GLYPHS = ("", "•")  # of the curves; the first is a line
STYLES = ("accent", "warning")
BROKEN_OFF = ("diverged", "failed")  # states that no update leaves


class Bench:
    """One of the two: its run, what was drawn of it, its losses kept short."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.probe = first_probe(run.started)
        self.drawn: Frame | None = None
        self._losses = Losses()

    @property
    def losses(self) -> Envelope:
        """All losses since the last reset."""
        return self._losses.taken_from(self.run)


class BesideScreen(DrawingScreen):
    """The two runs of a comparison; a demo pauses where it has something to say."""

    CSS_PATH = "beside.tcss"
    AUTO_FOCUS = ""  # a scrolling part would take the arrow keys; Tab goes there
    heading = "Side by side"
    offers: ClassVar[tuple[Command, ...]] = BESIDE_COMMANDS
    BINDINGS = bindings(BESIDE_COMMANDS)

    def __init__(self, demo: Demo) -> None:
        super().__init__()
        self.demo = demo
        self.benches: list[Bench] = []
        self._example = 0
        self._seen = 0  # pauses that were reached
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
        self.study.torch_changed.subscribe(self, self._torch_changed)
        self._torch_changed(self.study.torch.state)
        self._arrange()

    def _torch_changed(self, state: LinkState) -> None:
        if state == "ready":
            self.do(self._build())
        elif state == "lost":
            self._say(f"✗ {self.study.torch.reason} R starts it again; both runs begin anew.", "$error")

    async def _build(self) -> None:
        worker = await self.study.torch.ready()
        benches: list[Bench] = []
        try:
            for side in (self.demo.first, self.demo.second):
                plan: Plan = side.plan()
                benches.append(Bench(await built(worker, plan, until_target=False)))
                await benches[-1].run.view(benches[-1].probe)
        except WorkerProblem as problem:
            for bench in benches:
                await bench.run.stop()
            self._say(f"✗ {problem.message}", "$error")
            return
        self.benches, self._seen, self._example = benches, 0, 0
        self._left = []
        self._say("Space trains both, n does one update of both.", "$text-muted")
        self._reach_pauses()
        self.draw_latest()

    # Commands

    def _both(self, asking: Callable[[Run], Awaitable[object]]) -> None:
        self.do(self._ask_both(asking))

    async def _ask_both(self, asking: Callable[[Run], Awaitable[object]]) -> None:
        for bench in self.benches:
            await asking(bench.run)

    def action_play(self) -> None:
        """Train both, in a demo up to the next pause; or pause both."""
        if any(bench.run.latest is not None and bench.run.latest.state == "running" for bench in self.benches):
            self._both(lambda run: run.pause())
            return
        target = next((pause.at for pause in self.demo.pauses[self._seen :]), None)
        if target is None:
            self._both(lambda run: run.resume())
        else:
            self._both(lambda run: _train_up_to(run, target))

    def action_step(self) -> None:
        """Do one update of both."""
        self._both(lambda run: run.step())

    def action_reset(self) -> None:
        """Build both anew, from the same seeds."""
        self._seen = 0
        self._both(lambda run: run.reset())

    def action_leaf(self, step: int) -> None:
        """Another example, the same number for both."""
        count = min((bench.run.started.examples for bench in self.benches), default=0)
        if count:
            self._example = (self._example + step) % count
            self._both(lambda run: run.example(self._example))

    def action_other(self) -> None:
        """Show the other run's inside."""
        self._second_is_seen = not self._second_is_seen
        self._arrange()

    def action_close(self) -> None:
        """End both runs and go back."""
        benches, self.benches = self.benches, []
        self.app.run_worker(_stop(benches), exit_on_error=False)
        self.dismiss()

    def on_resize(self) -> None:
        """Show one inside or two."""
        self._arrange()
        self.call_after_refresh(self.draw_latest, again=True)

    def _arrange(self) -> None:
        wide = self.app.size.width >= 110
        self.query_one("#inside-0").display = wide or not self._second_is_seen
        self.query_one("#inside-1").display = wide or self._second_is_seen

    # Drawing

    def is_awaited(self) -> bool:
        """Return whether a key has brought a newest frame."""
        return any(answers_a_key(bench.run.latest, bench.drawn) for bench in self.benches)

    def parts_to_draw(self, *, again: bool) -> list[Part]:
        """Return title, both plots, both insides."""
        if len(self.benches) < 2 or any(bench.run.latest is None for bench in self.benches):
            return []
        fresh = [bench for bench in self.benches if bench.run.latest is not bench.drawn or again]
        if not fresh:
            return []
        for bench in self.benches:
            bench.drawn = bench.run.latest
        insides = [self._inside_part(self.benches.index(bench), bench) for bench in fresh]
        return [self._draw_title, self._draw_losses, self._draw_metrics, *insides, self._reach_pauses]

    def _inside_part(self, index: int, bench: Bench) -> Part:
        return lambda: self._draw_inside(index, bench)

    def _draw_title(self) -> None:
        title = text.title(self.demo, [(bench.run.started, bench.drawn) for bench in self.benches])
        self.query_one("#beside-title", Static).update(title, layout=False)

    def _draw_losses(self) -> None:
        losses = [bench.losses for bench in self.benches]
        panel, wide = self.query_one("#beside-loss", CurvePanel), self.has_class("-wide")
        panel.head(text.legend("training loss" if wide else "loss", [text.loss_words(item.last, 3) for item in losses]))
        self._draw_curves(panel, [item.points() for item in losses])

    def _draw_metrics(self) -> None:
        panel = self.query_one("#beside-metric", CurvePanel)
        found = [bench.run.history.evaluations for bench in self.benches]
        newest = [text.percent_words(items) for items in found]
        metric = self.benches[0].run.started.metric
        name = metric if self.has_class("-wide") else metric.removeprefix("validation ")
        panel.head(text.legend(name, newest))
        self._draw_curves(
            panel, [([float(item.step) for item in items], [item.value for item in items]) for items in found]
        )

    def _draw_curves(self, panel: CurvePanel, curves: list[tuple[list[float], list[float]]]) -> None:
        if panel.loaded:
            from studyai.tui.widgets.curve import Series

            series: list[Series] = [
                Series(x, y, style, glyph) for (x, y), style, glyph in zip(curves, STYLES, GLYPHS, strict=True) if x
            ]
            panel.draw(series[::-1])  # the line last: the dots of the other one leave it room

    def _draw_inside(self, index: int, bench: Bench) -> None:
        panel = self.query_one(f"#inside-{index}", InnerPanel)
        view = bench.drawn.view if bench.drawn is not None else None
        if panel.display and view is not None and view.probe == bench.probe:
            panel.show(view, bench.run.started.classes)

    # Pauses

    def _reach_pauses(self) -> None:
        """Say what there is to look at once both have done as many updates as a pause waits for."""
        frames = [bench.run.latest for bench in self.benches]
        if not frames or any(frame is None for frame in frames):
            return
        done = min(_updates(frame) for frame in frames if frame is not None)
        pauses = self.demo.pauses
        while self._seen < len(pauses) and pauses[self._seen].at <= done:
            self._seen += 1
            more = f"   ({self._seen} of {len(pauses)})"
            self._say(pauses[self._seen - 1].text + more, "$foreground")

    def _say(self, words: str, style: str) -> None:
        self.query_one("#beside-notice", Static).update(Content.styled(printable(words), style))


def _updates(frame: Frame) -> float:
    """Return the updates done; a training that broke off is past every pause."""
    return float("inf") if frame.state in BROKEN_OFF else frame.step


async def _train_up_to(run: Run, target: int) -> None:
    """Train to a pause, if it is not there yet and can still be trained."""
    frame = run.latest
    if frame is not None and frame.state not in BROKEN_OFF and frame.step < target:
        await run.step(target - frame.step)


async def _stop(benches: list[Bench]) -> None:
    try:
        for bench in benches:
            await bench.run.stop()
    except WorkerLost:
        return  # nothing is left to stop
