"""The lab: the convolutional network learns to read digits while one watches, pauses, and turns the knobs."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.run import Run
from studyai.protocol import FRAMES_PER_SECOND, Frame, Probe
from studyai.tui.commands import Command, bindings
from studyai.tui.screens import lab_text
from studyai.tui.screens.base import StudyScreen
from studyai.tui.screens.lab_panels import CurvePanel, InsidePanel
from studyai.tui.widgets.thin import Envelope

if TYPE_CHECKING:
    from studyai.tui.torch_link import LinkState

LAB_COMMANDS = (
    Command("lab.toggle", "space", "Train", "Train; while training, pause.", "start_or_pause"),
    Command("lab.step", "n", "Step", "Do one update.", "step"),
    Command("lab.reset", "r", "Reset", "Build the model anew, from the same seed.", "reset"),
    Command("lab.halve", "left_square_bracket", "Halve rate", "Halve the learning rate.", "scale_rate(0.5)", False),
    Command("lab.double", "right_square_bracket", "Double rate", "Double it.", "scale_rate(2.0)", False),
    Command("lab.rate", "e", "Rate", "Type a learning rate.", "type('rate')"),
    Command("lab.seed", "s", "Seed", "Type a seed; the model is built anew from it.", "type('seed')", False),
    Command("lab.leave", "escape", "Leave", "Leave the field as it was.", "leave_field", False),
    Command("lab.probe", "i", "Inside", "Show another inner tensor of the layer: kernels, feature maps.", "next_probe"),
    Command("lab.before", "left,comma", "Before", "The test example before.", "leaf(-1)", False, "←"),
    Command("lab.after", "right,full_stop", "Example", "The next test example.", "leaf(1)", shown_key="→"),
)
"""[ and ] halve and double the rate; ← and → leaf through the examples."""


TYPING_SECONDS = 0.4  # a pause in which a next key is still likely
KEY_SECONDS = 0.05  # in which a key is repainted: no part of a frame comes in between
LONGEST_WAIT = 0.5  # seconds without a part of a frame, however fast somebody types
PARTS = 5  # that a frame is drawn in, one a tick, so that a key never waits for a whole frame


class LabScreen(StudyScreen):
    """One run of one architecture, drawn at most twelve times a second, from the newest frame."""

    CSS_PATH = "lab.tcss"
    AUTO_FOCUS = "#layers"
    heading = "Lab"
    offers: ClassVar[tuple[Command, ...]] = LAB_COMMANDS
    BINDINGS = bindings(LAB_COMMANDS)
    architecture = "cnn"

    def __init__(self) -> None:
        super().__init__()
        self.run: Run | None = None
        self._seed = 0
        self._rate: float | None = None  # None: the architecture's own
        self._example = 0
        self._probe: Probe | None = None
        self._losses = Envelope()
        self._generation = -1
        self._said = ("", "")
        self._drawn: Frame | None = None
        self._drawn_at = 0.0
        self._left: list[Callable[[], None]] = []  # parts of the frame in hand that are still to be drawn

    # Layout

    def compose_body(self) -> ComposeResult:
        """Lay the body out; the plots come after the first paint, for they need numpy."""
        with Horizontal(id="controls"):
            yield Static("rate", classes="caption")
            yield Input(id="rate", compact=True, type="number", select_on_focus=True)
            yield Static("seed", classes="caption")
            yield Input(id="seed", compact=True, type="integer", select_on_focus=True, value="0")
            yield Static(id="run-status")
        with Horizontal(id="upper"):
            yield CurvePanel("loss", "accent", id="loss")
            yield CurvePanel("validation accuracy", "success", (0.0, 1.0), id="metric")
            with Vertical(id="layer-side"):
                yield Static("layers", classes="heading", id="layer-heading")
                yield OptionList(id="layers", compact=True, markup=False)
        yield Static(id="notice")
        yield InsidePanel(id="lower")

    def on_mount(self) -> None:
        """Follow torch, and draw on a clock of our own."""
        self.study.torch_changed.subscribe(self, self._torch_changed)
        self.call_after_refresh(lambda: self.run_worker(self._load_plots(), exit_on_error=False))
        self.set_interval(1 / (FRAMES_PER_SECOND * PARTS), self.draw_between_keys)
        self._torch_changed(self.study.torch.state)

    async def _load_plots(self) -> None:
        for panel in self.query(CurvePanel):
            await panel.load()
        gc.freeze()  # what was just imported stays; searching it for garbage would stop the keys for 30 ms
        self.draw_latest(again=True)

    # The run

    def _torch_changed(self, state: LinkState) -> None:
        if state == "ready":
            self._say("", "")
            self._do(self._build())
        elif state == "lost":
            self._say(f"✗ {self.study.torch.reason} R starts it again; the run begins anew.", "error")
            self.query_one("#run-status", Static).update(Content.styled("✗ no torch", "bold $error"))
        else:
            waiting = "waiting for torch …"
            self.query_one("#run-status", Static).update(Content.styled(waiting, "dim"))

    async def _build(self) -> None:
        worker = await self.study.torch.ready()
        run = await worker.train(self.architecture, seed=self._seed, learning_rate=self._rate, paused=True)
        self.run, self._drawn, self._generation, self._left = run, None, -1, []
        self._example = min(self._example, run.started.examples - 1)
        self._show_layers(run)
        self._show_rate(run.started.learning_rate)
        if self._example:
            await run.example(self._example)
        if self._probe in run.started.probes:
            await run.view(self._probe.name)

    def _do(self, asking: Awaitable[None]) -> None:
        self.run_worker(self._ask(asking), exit_on_error=False)

    async def _ask(self, asking: Awaitable[None]) -> None:
        try:
            await asking
        except WorkerProblem as problem:
            self.study.tell(problem.message, severity="warning")
        except WorkerLost:
            return  # the app says so, and offers a restart

    # Commands

    def action_start_or_pause(self) -> None:
        """Start or pause."""
        if self.run is not None:
            running = self.run.latest is not None and self.run.latest.state == "running"
            self._do(self.run.pause() if running else self.run.resume())

    def action_step(self) -> None:
        """Do one update."""
        if self.run is not None:
            self._do(self.run.step())

    def action_reset(self) -> None:
        """Begin anew."""
        if self.run is not None:
            self._do(self.run.reset())

    def action_scale_rate(self, factor: float) -> None:
        """Change the learning rate by a factor."""
        if self.run is not None:
            frame = self.run.latest
            rate = self._rate or (frame.learning_rate if frame else self.run.started.learning_rate)
            self._set_rate(rate * factor)

    def _set_rate(self, rate: float) -> None:
        if self.run is not None:
            self._do(self._change_rate(self.run, rate))

    async def _change_rate(self, run: Run, rate: float) -> None:
        await run.set_learning_rate(rate)
        self._rate = rate
        self._show_rate(rate)

    def action_type(self, field: str) -> None:
        """Go to one of the fields."""
        self.set_focus(self.query_one(f"#{field}", Input))

    def action_leaf(self, step: int) -> None:
        """Go to another test example."""
        if self.run is not None:
            self._example = (self._example + step) % self.run.started.examples
            self._do(self.run.example(self._example))

    def action_next_probe(self) -> None:
        """Show the layer's next inner tensor."""
        probes = self._layer_probes()
        if probes and self._probe in probes:
            self._look_at(probes[(probes.index(self._probe) + 1) % len(probes)])

    def action_leave_field(self) -> None:
        """Leave a field as it was."""
        if self.run is not None:
            self._show_rate(self._rate or self.run.started.learning_rate, even_focused=True)
        self.query_one("#seed", Input).value = str(self._seed)
        self.set_focus(self.query_one("#layers"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to leave a field only inside one."""
        return isinstance(self.focused, Input) if action == "leave_field" else True

    @on(Input.Submitted, "#rate")
    def _rate_typed(self, event: Input.Submitted) -> None:
        try:
            rate = float(event.value)
        except ValueError:
            self.study.tell("A learning rate is a number, such as 0.01 or 1e-3.", severity="warning")
            return
        self._set_rate(rate)
        self.set_focus(self.query_one("#layers"))

    @on(Input.Submitted, "#seed")
    def _seed_typed(self, event: Input.Submitted) -> None:
        try:
            self._seed = int(event.value)
        except ValueError:
            self.study.tell("A seed is a whole number.", severity="warning")
            return
        if self.run is not None:
            self._do(self.run.reset(self._seed))
        self.set_focus(self.query_one("#layers"))

    # Layers and what is inside

    def _show_layers(self, run: Run) -> None:
        layers = run.started.layers
        table = self.query_one("#layers", OptionList)
        chosen = table.highlighted
        rows = lab_text.layer_rows(layers, with_kind=self.has_class("-wide"))
        table.clear_options()
        table.add_options(Option(Content(row)) for row in rows)
        total = sum(layer.parameters for layer in layers)
        heading = Content.assemble("layers  ", (f"{total:,} parameters", "dim"))
        self.query_one("#layer-heading", Static).update(heading)
        table.highlighted = chosen if chosen is not None and chosen < len(layers) else 0

    def on_resize(self) -> None:
        """Make the layer table as rich as there is room."""
        self.call_after_refresh(self._relayout)

    def _relayout(self) -> None:
        if self.run is not None:
            self._show_layers(self.run)
            self.draw_latest(again=True)

    @on(OptionList.OptionHighlighted, "#layers")
    def _layer_chosen(self) -> None:
        probes = self._layer_probes()
        if probes and self._probe not in probes:
            self._probe = probes[0]
            self.call_after_refresh(self._look_at, probes[0])  # the row is painted first: asking wakes the worker

    def _layer_probes(self) -> list[Probe]:
        index = self.query_one("#layers", OptionList).highlighted
        if self.run is None or index is None or index >= len(self.run.started.layers):
            return []
        return lab_text.probes_of(self.run.started.layers[index], self.run.started.probes)

    def _look_at(self, probe: Probe) -> None:
        self._probe = probe
        if self.run is not None:
            self._do(self.run.view(probe.name))

    # Drawing

    def draw_between_keys(self) -> None:
        """Draw a part of the newest frame, but not between two keys of somebody typing: they would feel late."""
        now = monotonic()
        quiet = TYPING_SECONDS if isinstance(self.focused, Input) else KEY_SECONDS
        if now - self.study.last_key > quiet or now - self._drawn_at > LONGEST_WAIT:
            self._drawn_at = now
            if self._left or self._choose():
                self._left.pop(0)()

    def draw_latest(self, *, again: bool = False) -> None:
        """Draw the newest frame whole, if it was not drawn yet and can be seen."""
        if self._choose(again=again):
            while self._left:
                self._left.pop(0)()

    def _choose(self, *, again: bool = False) -> bool:
        """Take up the newest frame, if it was not drawn yet and can be seen; its parts are left to draw."""
        run = self.run
        if run is None or run.latest is None or not self.is_current:
            return False
        if run.latest is self._drawn and not again:
            return False
        self._drawn = frame = run.latest
        self._left = [
            lambda: self._draw_words(run, frame),
            lambda: self._draw_loss(run),
            lambda: self._draw_metric(run),
            lambda: self._draw_inside(run, frame),
            lambda: self._draw_example(run, frame),
        ]
        return True

    def _draw_words(self, run: Run, frame: Frame) -> None:
        status = lab_text.status_line(run.started, frame, brief=not self.has_class("-wide"))
        self.query_one("#run-status", Static).update(status, layout=False)
        if run.lost is None:
            self._say(*lab_text.outcome(frame, run.finished))

    def _draw_loss(self, run: Run) -> None:
        history = run.history
        if history.generation != self._generation:
            self._losses, self._generation = Envelope(), history.generation
        self._losses.extend(history.losses[self._losses.count :])
        self.query_one("#loss", CurvePanel).show(*self._losses.points(), lab_text.loss_words(self._losses.last))

    def _draw_metric(self, run: Run) -> None:
        history = run.history
        steps = [float(item.step) for item in history.evaluations]
        values = [item.value for item in history.evaluations]
        newest = lab_text.percent(values[-1]) if values else "–"
        target = f"target {lab_text.percent(run.started.target)}"
        self.query_one("#metric", CurvePanel).show(steps, values, newest, run.started.metric, target)

    def _draw_inside(self, run: Run, frame: Frame) -> None:
        if frame.view is not None:
            self.query_one(InsidePanel).show_inner(frame.view)

    def _draw_example(self, run: Run, frame: Frame) -> None:
        if frame.view is not None:
            self.query_one(InsidePanel).show_example(frame.view, run.started.classes)

    def _show_rate(self, rate: float, *, even_focused: bool = False) -> None:
        field = self.query_one("#rate", Input)
        if even_focused or not field.has_focus:
            field.value = lab_text.rate_words(rate)

    def _say(self, words: str, style: str) -> None:
        if (words, style) == self._said:
            return  # an update would lay the whole screen out again
        self._said = words, style
        notice = self.query_one("#notice", Static)
        notice.update(Content(words))
        for name in ("error", "success", "warning"):
            notice.set_class(name == style, f"-{name}")
