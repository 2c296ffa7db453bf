"""The lab: a network learns while one watches, pauses, looks inside and turns the knobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from studyai.client.errors import WorkerProblem
from studyai.client.run import Run
from studyai.protocol import Frame, SettingValue, Started
from studyai.tui.commands import Command, bindings
from studyai.tui.screens import lab_text
from studyai.tui.screens.lab_ask import AskingScreen
from studyai.tui.screens.lab_beside import BesideScreen
from studyai.tui.screens.lab_catalogue import entry_of, known
from studyai.tui.screens.lab_chooser import Choice, Chooser
from studyai.tui.screens.lab_commands import LAB_COMMANDS
from studyai.tui.screens.lab_control import Plan, built, first_probe, plan_of
from studyai.tui.screens.lab_demos import Demo, demos, differences
from studyai.tui.screens.lab_drawing import Part
from studyai.tui.screens.lab_layer_table import LayerTable
from studyai.tui.screens.lab_palette import LabProvider
from studyai.tui.screens.lab_panels import CurvePanel, InsidePanel
from studyai.tui.screens.lab_settings import SettingsPanel
from studyai.tui.widgets.thin import Envelope

if TYPE_CHECKING:
    from studyai.tui.torch_link import LinkState


class LabScreen(AskingScreen):
    """One run of one architecture, drawn at most twelve times a second, from the newest frame."""

    CSS_PATH = "lab.tcss"
    AUTO_FOCUS = "#layers"
    COMMANDS = {LabProvider}  # noqa: RUF012 (Textual declares it)
    heading = "Lab"
    offers: ClassVar[tuple[Command, ...]] = LAB_COMMANDS
    BINDINGS = bindings(LAB_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.run: Run | None = None
        self._plan = Plan()
        self._example = 0
        self._probe = ""
        self._losses = Envelope()
        self._generation = -1
        self._said = ("", "")
        self._drawn: Frame | None = None

    # Layout

    def compose_body(self) -> ComposeResult:
        """Lay the body out; the plots come after the first paint, for they need numpy."""
        yield Static(id="lab-title")
        with Horizontal(id="controls"):
            yield Static("rate", classes="caption")
            yield Input(id="rate", compact=True, type="number", select_on_focus=True)
            yield Static("seed", classes="caption")
            yield Input(id="seed", compact=True, type="integer", select_on_focus=True, value="0")
            yield Static(id="run-status")
        with Horizontal(id="upper"):
            yield CurvePanel("loss", "accent", id="loss")
            yield CurvePanel("accuracy", "success", (0.0, 1.0), id="metric")
            yield LayerTable(id="layer-side")
        yield Static(id="notice")
        yield InsidePanel(id="lower")
        yield SettingsPanel(id="settings")

    def on_mount(self) -> None:
        """Follow torch."""
        self.query_one(SettingsPanel).display = False
        self.study.torch_changed.subscribe(self, self._torch_changed)
        self._torch_changed(self.study.torch.state)

    # The run

    def _torch_changed(self, state: LinkState) -> None:
        if state == "ready":
            self._say("", "")
            self.build(self._plan)
        elif state == "lost":
            if self.run is not None:
                self._plan = plan_of(self.run.started)
            self._say(f"✗ {self.study.torch.reason} R starts it again; the run begins anew.", "error")
            self.query_one("#run-status", Static).update(Content.styled("✗ no torch", "bold $error"))
        else:
            waiting = "waiting for torch …"
            self.query_one("#run-status", Static).update(Content.styled(waiting, "dim"))

    def build(self, plan: Plan) -> None:
        """Build a model; it waits at step 0. One that is refused leaves the run as it was."""
        self.do(self._build(plan))

    async def _build(self, plan: Plan) -> None:
        worker = await self.study.torch.ready()
        run = await built(worker, plan)
        old, self.run, self._plan = self.run, run, plan
        self._drawn, self._generation, self._left = None, -1, []
        if old is not None and old.lost is None:
            await old.stop()
        self._take_over(run, built=True)
        self.draw_latest()

    def _take_over(self, run: Run, *, built: bool = False) -> None:
        """Show what the run is made of now; it is another one if it was just built."""
        started = run.started
        self._example = min(self._example, max(started.examples - 1, 0))
        probe = first_probe(started, self._probe)
        looks_elsewhere = built or probe != self._probe
        self._probe = probe
        self.query_one(LayerTable).show(started, probe)
        self._show_fields(started)
        self.query_one(SettingsPanel).show(started.settings)
        if built and self._example:
            self.do(run.example(self._example))
        if looks_elsewhere:
            self._look_at(probe)

    def _show_fields(self, started: Started, *, even_focused: bool = False) -> None:
        for name, words in (("rate", lab_text.rate_words(started.learning_rate)), ("seed", str(started.seed))):
            entry = self.query_one(f"#{name}", Input)
            if even_focused or not entry.has_focus:
                entry.value = words

    # Commands: training

    def action_start_or_pause(self) -> None:
        """Start or pause."""
        if self.run is not None:
            running = self.run.latest is not None and self.run.latest.state == "running"
            self.do(self.run.pause() if running else self.run.resume())

    def action_step(self) -> None:
        """Do one update."""
        if self.run is not None:
            self.do(self.run.step())

    def action_reset(self) -> None:
        """Begin anew."""
        if self.run is not None:
            self.do(self.run.reset())

    def action_scale_rate(self, factor: float) -> None:
        """Change the learning rate by a factor."""
        if self.run is not None:
            self.adjust("learning_rate", self.run.started.learning_rate * factor)

    def adjust(self, name: str, value: SettingValue) -> None:
        """Change a setting of the run."""
        if self.run is not None:
            self.do(self._adjust(self.run, name, value))

    async def _adjust(self, run: Run, name: str, value: SettingValue) -> None:
        panel = self.query_one(SettingsPanel)
        try:
            rebuilt = await run.adjust(**{name: value})
        except WorkerProblem as problem:
            if not panel.display:
                raise
            panel.refuse(name, problem.message)
            return
        if rebuilt:
            self._take_over(run)
        self._show_fields(run.started)
        panel.show(run.started.settings)

    # Commands: what to look at

    def action_type(self, name: str) -> None:
        """Go to one of the fields."""
        entry = self.query_one(f"#{name}", Input)
        if entry.display:
            self.set_focus(entry)
        elif name == "word":
            self.study.tell("Words have neighbours: choose an inner tensor whose name ends in neighbours (p).")

    def action_leaf(self, step: int) -> None:
        """Go to another test example."""
        if self.run is not None and self.run.started.examples:
            self._example = (self._example + step) % self.run.started.examples
            self.do(self.run.example(self._example))

    def action_next_probe(self, step: int) -> None:
        """Show the marked part's next inner tensor."""
        names = self.query_one(LayerTable).probes
        if names:
            place = names.index(self._probe) + step if self._probe in names else 0
            self._look_at(names[place % len(names)])

    def action_probes(self) -> None:
        """Choose among all inner tensors."""
        if self.run is not None:
            choices = [
                Choice(item.name, item.name, " × ".join(item.axes), lab_text.shape_words(item.shape))
                for item in self.run.started.probes
            ]
            self.app.push_screen(Chooser("Inside", choices, self._probe), self._probe_chosen)

    def _probe_chosen(self, name: str | None) -> None:
        if name is not None:
            self._look_at(name)
            self.query_one(LayerTable).mark(name)

    def action_signals(self) -> None:
        """Gradients and update ratios in place of shapes, or shapes again."""
        self.query_one(LayerTable).toggle()

    def action_replay(self) -> None:
        """Put the run's line on the clipboard."""
        if self.run is not None:
            frame = self.run.latest
            self.app.copy_to_clipboard(frame.replay if frame and frame.replay else self.run.started.replay)
            self.study.tell("The run's line is copied; give it to “studyai train --replay”.")

    # Commands: other models

    def action_choose(self) -> None:
        """Choose an architecture."""
        worker = self.study.torch.worker
        found = known(worker.hello.architectures) if worker.hello is not None else []
        choices = [
            Choice(
                item.name, item.title, item.words, f"{item.task} {lab_text.percent(item.target)}" if item.target else ""
            )
            for item in found
        ]
        self.app.push_screen(Chooser("Architectures", choices, self._plan.architecture), self.choose)

    def choose(self, architecture: str | None) -> None:
        """Build an architecture as it is by itself."""
        if architecture is not None:
            self._probe, self._example = "", 0
            self.build(Plan(architecture))

    def action_beside(self) -> None:
        """Put another run beside this one, with one difference."""
        if self.run is not None:
            found = differences(self.run.started)
            self._choose_comparison("Beside this run, another one with one difference", found)

    def action_demos(self) -> None:
        """Choose a ready-made comparison."""
        self._choose_comparison("Demos", list(demos()))

    def _choose_comparison(self, heading: str, found: list[Demo]) -> None:
        choices = [Choice(item.name, item.title, item.words) for item in found]
        known = {item.name: item for item in found}
        self.app.push_screen(Chooser(heading, choices), lambda name: self.compare(known[name]) if name else None)

    def compare(self, demo: Demo) -> None:
        """Go to the screen with two runs; the one here waits."""
        if self.run is not None and self.run.lost is None:
            self.do(self.run.pause())
        self.app.push_screen(BesideScreen(demo))

    # Commands: settings

    def action_settings(self) -> None:
        """Open or close the settings, in the place of what is inside."""
        panel = self.query_one(SettingsPanel)
        panel.display = not panel.display
        self.query_one(InsidePanel).display = not panel.display
        if panel.display:
            self.call_after_refresh(panel.open)
        else:
            self.set_focus(self.query_one("#layers"))

    @on(SettingsPanel.Closed)
    def _close_settings(self) -> None:
        self.action_settings()

    @on(SettingsPanel.Asked)
    def _setting_asked(self, event: SettingsPanel.Asked) -> None:
        self.adjust(event.name, event.value)

    # Fields

    def action_leave_field(self) -> None:
        """Leave a field as it was."""
        if self.run is not None:
            self._show_fields(self.run.started, even_focused=True)
        self.query_one("#word", Input).value = ""
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
        self.adjust("learning_rate", rate)
        self.set_focus(self.query_one("#layers"))

    @on(Input.Submitted, "#seed")
    def _seed_typed(self, event: Input.Submitted) -> None:
        try:
            seed = int(event.value)
        except ValueError:
            self.study.tell("A seed is a whole number.", severity="warning")
            return
        if self.run is not None:
            self.do(self._reseed(self.run, seed))
        self.set_focus(self.query_one("#layers"))

    async def _reseed(self, run: Run, seed: int) -> None:
        await run.reset(seed)
        self._take_over(run)

    @on(Input.Submitted, "#word")
    def _word_typed(self, event: Input.Submitted) -> None:
        if self.run is not None and event.value.strip():
            self.do(self.run.word(event.value.strip()))
        self.action_leave_field()

    # Layers

    def on_resize(self) -> None:
        """Make the layer table as rich as there is room."""
        self.call_after_refresh(self._relayout)

    def _relayout(self) -> None:
        self.query_one(LayerTable).relayout()
        self.draw_latest(again=True)

    @on(OptionList.OptionHighlighted, "#layers")
    def _layer_chosen(self) -> None:
        names = self.query_one(LayerTable).probes
        if names and self._probe not in names:
            self._probe = names[0]
            self.call_after_refresh(self._look_at, names[0])  # the row is painted first: asking wakes the worker

    def _look_at(self, probe: str) -> None:
        self._probe = probe
        if self.run is not None and probe:
            self.do(self.run.view(probe))

    # Drawing

    def parts_to_draw(self, *, again: bool) -> list[Part]:
        """Words, both curves, the inside, the example, the signals."""
        run = self.run
        if run is None or run.latest is None or (run.latest is self._drawn and not again):
            return []
        self._drawn = frame = run.latest
        return [
            lambda: self._draw_words(run, frame),
            lambda: self._draw_loss(run),
            lambda: self._draw_metric(run),
            lambda: self._draw_inside(run, frame),
            lambda: self._draw_example(run, frame),
            lambda: self.query_one(LayerTable).draw(frame),
        ]

    def _draw_words(self, run: Run, frame: Frame) -> None:
        wide = self.has_class("-wide")
        title = entry_of(run.started.architecture).title
        line = lab_text.title_line(title, run.started, frame, self.size.width - 4)
        self.query_one("#lab-title", Static).update(line, layout=False)
        status = lab_text.status_line(run.started, frame, brief=not wide)
        self.query_one("#run-status", Static).update(status, layout=False)
        if run.lost is None:
            self._say(*lab_text.outcome(frame, run.finished))

    def _draw_loss(self, run: Run) -> None:
        history = run.history
        if history.generation != self._generation:
            self._losses, self._generation = Envelope(), history.generation
        self._losses.extend(history.losses[self._losses.count :])
        panel, brief = self.query_one("#loss", CurvePanel), not self.has_class("-wide")
        panel.head(lab_text.loss_heading(self._losses.last, history.evaluations, brief=brief))
        if panel.loaded:
            from studyai.tui.widgets.curve import Series

            measured = [item for item in history.evaluations if item.loss is not None]
            steps = [float(item.step) for item in measured]
            losses = [item.loss for item in measured if item.loss is not None]
            train = Series(*self._losses.points(), "accent")
            panel.draw([train, Series(steps, losses, "warning", lab_text.VALIDATION_GLYPH)] if steps else [train])

    def _draw_metric(self, run: Run) -> None:
        found = run.history.evaluations
        panel = self.query_one("#metric", CurvePanel)
        panel.head(lab_text.metric_heading(run.started, found, brief=not self.has_class("-wide")))
        if panel.loaded:
            from studyai.tui.widgets.curve import Series

            panel.draw([Series([float(item.step) for item in found], [item.value for item in found], "success")])

    def _draw_inside(self, run: Run, frame: Frame) -> None:
        panel = self.query_one(InsidePanel)
        if panel.display and frame.view is not None and frame.view.probe == self._probe:
            panel.show_inner(frame.view, run.started.classes)

    def _draw_example(self, run: Run, frame: Frame) -> None:
        panel = self.query_one(InsidePanel)
        if panel.display and frame.view is not None:
            panel.show_example(frame.view, run.started.classes)

    def _say(self, words: str, style: str) -> None:
        if (words, style) == self._said:
            return  # an update would lay the whole screen out again
        self._said = words, style
        notice = self.query_one("#notice", Static)
        notice.update(Content(words))
        for name in ("error", "success", "warning"):
            notice.set_class(name == style, f"-{name}")
