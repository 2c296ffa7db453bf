"""The lab: a network learns while one watches, pauses, looks inside and turns the knobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static

from studyai.client.run import Run
from studyai.protocol import Frame
from studyai.tui.lab import text as lab_text
from studyai.tui.lab.catalogue import entry_of
from studyai.tui.lab.commands import LAB_COMMANDS
from studyai.tui.lab.control import Plan, built, first_probe, plan_of
from studyai.tui.lab.curves import LossPanel, MetricPanel
from studyai.tui.lab.drawing import Part, answers_a_key
from studyai.tui.lab.fields import RunFields
from studyai.tui.lab.inside import InsidePanel
from studyai.tui.lab.layer_table import LayerTable
from studyai.tui.lab.palette import LabProvider
from studyai.tui.lab.settings import SettingsPanel
from studyai.tui.lab.tuning import TuningScreen
from studyai.tui.shell.commands import Command, bindings

if TYPE_CHECKING:
    from studyai.tui.shell.torch_link import LinkState


class LabScreen(TuningScreen):
    """One run of one architecture, drawn at most twelve times a second, from the newest frame."""

    CSS_PATH = "screen.tcss"
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
        self._said = ("", "")
        self._drawn: Frame | None = None

    # Layout

    def compose_body(self) -> ComposeResult:
        """Lay the body out; the plots come after the first paint, for they need numpy."""
        yield Static(id="lab-title")
        yield RunFields(id="controls")
        with Horizontal(id="upper"):
            yield LossPanel(id="loss")
            yield MetricPanel(id="metric")
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
            self.query_one(RunFields).say(Content.styled("✗ no torch", "bold $error"))
        else:
            self.query_one(RunFields).say(Content.styled("waiting for torch …", "dim"))

    def build(self, plan: Plan) -> None:
        """Build a model; it waits at step 0. One that is refused leaves the run as it was."""
        self.do(self._build(plan))

    async def _build(self, plan: Plan) -> None:
        worker = await self.study.torch.ready()
        run = await built(worker, plan)
        old, self.run, self._plan = self.run, run, plan
        self._drawn, self._left = None, []
        if old is not None and old.lost is None:
            await old.stop()
        self.take_over(run, built=True)
        self.draw_latest()

    def take_over(self, run: Run, *, built: bool = False) -> None:
        """Show what the run is made of now; it is another one if it was just built."""
        started = run.started
        self._example = min(self._example, max(started.examples - 1, 0))
        probe = first_probe(started, self._probe)
        looks_elsewhere = built or probe != self._probe
        self._probe = probe
        self.query_one(LayerTable).show(started, probe)
        self.query_one(RunFields).show(started)
        self.query_one(SettingsPanel).show(started.settings)
        if built and self._example:
            self.do(run.example(self._example))
        if looks_elsewhere:
            self._look_at(probe)

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

    # Commands: what to look at

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

    def show_probe(self, name: str) -> None:
        """Look at an inner tensor, wherever it is."""
        self._look_at(name)
        self.query_one(LayerTable).mark(name)

    def action_signals(self) -> None:
        """Gradients and update ratios in place of shapes, or shapes again."""
        self.query_one(LayerTable).toggle()

    def action_source(self) -> None:
        """Read the architecture's code."""
        if self.run is not None:
            from studyai.tui.widgets.source_panel import SourcePanel

            started = self.run.started
            self.app.push_screen(SourcePanel(f"{entry_of(started.architecture).title}, as it is run", started.source))

    def action_replay(self) -> None:
        """Put the run's line on the clipboard."""
        if self.run is not None:
            frame = self.run.latest
            self.app.copy_to_clipboard(frame.replay if frame and frame.replay else self.run.started.replay)
            self.study.tell("The run's line is copied; give it to “studyai train --replay”.")

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

    def is_awaited(self) -> bool:
        """Return whether a key has brought the newest frame."""
        return self.run is not None and answers_a_key(self.run.latest, self._drawn)

    def parts_to_draw(self, *, again: bool) -> list[Part]:
        """Return words, both curves, the inside, the example, the signals."""
        run = self.run
        if run is None or run.latest is None or (run.latest is self._drawn and not again):
            return []
        self._drawn = frame = run.latest
        return [
            lambda: self._draw_words(run, frame),
            lambda: self.query_one(LossPanel).show_run(run),
            lambda: self.query_one(MetricPanel).show_run(run),
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
        self.query_one(RunFields).say(status)
        if run.lost is None:
            self._say(*lab_text.outcome(frame, run.finished))

    def _draw_inside(self, run: Run, frame: Frame) -> None:
        panel = self.query_one(InsidePanel)
        if panel.display and frame.view is not None and frame.view.probe == self._probe:
            panel.show_inner(frame.view, run.started.classes)
            self.explain()

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
        for name in ("error", "success", "warning", "hint"):
            notice.set_class(name == style, f"-{name}")
