"""The lab: a network learns while one watches, pauses, looks inside and turns the knobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from studyai.client.run import Run
from studyai.tui.commands import Command, bindings
from studyai.tui.lab.ask import questions
from studyai.tui.lab.asking import ask
from studyai.tui.lab.beside.demos import Demo, demos, differences
from studyai.tui.lab.beside.screen import BesideScreen
from studyai.tui.lab.catalogue import Entry, entries, known
from studyai.tui.lab.commands import LAB_COMMANDS
from studyai.tui.lab.curves import LossPanel, MetricPanel
from studyai.tui.lab.fields import RunFields
from studyai.tui.lab.inside.panel import NO_NEIGHBOURS, InsidePanel
from studyai.tui.lab.layers.table import LayerTable
from studyai.tui.lab.lists import BESIDE, DEMOS, choose_architecture, choose_comparison, choose_probe
from studyai.tui.lab.notice import Notice
from studyai.tui.lab.pace import Pace, next_pace, pace_of
from studyai.tui.lab.palette import LabProvider
from studyai.tui.lab.picture import LabPicture
from studyai.tui.lab.plan import Plan
from studyai.tui.lab.provenance import copy_line, read_source
from studyai.tui.lab.run_in_hand import RunInHand
from studyai.tui.lab.settings.panel import SettingsPanel
from studyai.tui.lab.sweep.in_hand import SweepInHand, sweep_of
from studyai.tui.lab.sweep.screen import SweepScreen
from studyai.tui.shell.drawer import Drawer
from studyai.tui.shell.screen import StudyScreen

if TYPE_CHECKING:
    from studyai.tui.shell.torch_link import LinkState


class LabScreen(StudyScreen):
    """One run of one architecture: what its parts own is done there, and told to the others here."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#layers"
    COMMANDS = {LabProvider}  # noqa: RUF012 (Textual declares it)
    heading = "Lab"
    offers: ClassVar[tuple[Command, ...]] = LAB_COMMANDS
    BINDINGS = bindings(LAB_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.hand = RunInHand()
        self.sweep: SweepInHand | None = None  # the last; it is gone on with while the run here is built the same
        self.picture = LabPicture(self, self.hand)
        self.drawer = Drawer(self, self.picture)

    @property
    def run(self) -> Run | None:
        """The run in hand."""
        return self.hand.run

    def compose_body(self) -> ComposeResult:
        """Lay the body out; the plots come after the first paint, for they need numpy."""
        yield Static(id="lab-title")
        yield RunFields(self.hand, id="controls")
        with Horizontal(id="upper"):
            yield LossPanel(id="loss")
            yield MetricPanel(id="metric")
            yield LayerTable(self.hand, id="layer-side")
        yield Notice(id="notice")
        yield InsidePanel(self.hand, id="lower")
        yield SettingsPanel(self.hand, id="settings")

    def on_mount(self) -> None:
        """Draw what torch reports."""
        self.query_one(SettingsPanel).display = False
        self.hand.pace = pace_of(self.study.settings.pace)
        self.drawer.begin()
        self.study.torch_changed.subscribe(self, self._torch_changed)
        self._torch_changed(self.study.torch.state)

    def _torch_changed(self, state: LinkState) -> None:
        self.query_one(RunFields).say_torch(state)
        if state == "ready":
            self.query_one(Notice).say("")
            ask(self, self._build(self.hand.plan))
        elif state == "lost":
            self.hand.remember()
            words = f"✗ {self.study.torch.told('R starts it again; the run begins anew.')}"
            self.query_one(Notice).say(words, "error")

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.drawer.draw_latest, again=True)

    # The run

    async def _build(self, plan: Plan, *, look_afresh: bool = False) -> None:
        await self.hand.build(await self.study.torch.ready(), plan, look_afresh=look_afresh)
        self.drawer.forget()
        self._show_run(rebuilt=True)
        self.drawer.draw_latest(again=True)
        await self.hand.look()

    def _show_run(self, *, rebuilt: bool) -> None:
        run = self.hand.run
        if run is None:
            return
        if rebuilt:
            self.query_one(LayerTable).show(run.started)
        self.query_one(RunFields).show(run.started)
        self.query_one(SettingsPanel).show(run.started.settings)

    def action_start_or_pause(self) -> None:
        """Start or pause."""
        ask(self, self.hand.start_or_pause())

    def action_step(self) -> None:
        """Do one update."""
        ask(self, self.hand.step())

    def action_pace(self, step: int) -> None:
        """Train faster or slower."""
        self.set_pace(next_pace(self.hand.pace, step))

    def set_pace(self, pace: Pace) -> None:
        """Train at another pace, now and the next time."""
        ask(self, self.hand.set_pace(pace))
        self.study.remember(pace=pace.name)
        self.drawer.draw_latest(again=True)

    def action_reset(self) -> None:
        """Begin anew."""
        ask(self, self.hand.reset())

    def action_source(self) -> None:
        """Read the architecture's code."""
        if self.run is not None:
            read_source(self.app, self.run)

    def action_replay(self) -> None:
        """Put the run's line on the clipboard."""
        if self.run is not None:
            copy_line(self.app, self.run)

    # Where one looks

    def action_leaf(self, step: int) -> None:
        """Go to another test example."""
        ask(self, self.hand.leaf(step))

    def action_next_probe(self, step: int) -> None:
        """Show the marked part's next inner tensor."""
        self.query_one(LayerTable).look_on(step)

    def action_signals(self) -> None:
        """Gradients and update ratios in place of shapes, or shapes again."""
        self.query_one(LayerTable).toggle()

    def action_explain(self) -> None:
        """Open the arithmetic of the number at the cursor, or close it."""
        self.query_one(InsidePanel).toggle_arithmetic()

    @on(InsidePanel.ArithmeticClosed)
    def _show_answer(self) -> None:
        self._back_to_layers()
        self.drawer.draw_latest(again=True)

    def action_read(self, pages: int) -> None:
        """Scroll the arithmetic."""
        self.query_one(InsidePanel).read_arithmetic(pages)

    @on(InsidePanel.Word)
    def _word_typed(self, event: InsidePanel.Word) -> None:
        if event.word:
            ask(self, self.hand.find_neighbours(event.word))
        self.action_leave()

    # What can be changed

    def action_scale_rate(self, factor: float) -> None:
        """Change the learning rate by a factor."""
        self.query_one(RunFields).scale_rate(factor)

    @on(RunFields.Changed)
    @on(SettingsPanel.Changed)
    def _run_changed(self, event: RunFields.Changed | SettingsPanel.Changed) -> None:
        self._show_run(rebuilt=event.rebuilt)

    @on(SettingsPanel.Closed)
    def action_settings(self) -> None:
        """Open or close the settings, in the place of what is inside."""
        panel = self.query_one(SettingsPanel)
        panel.display = not panel.display
        self.query_one(InsidePanel).display = not panel.display
        if panel.display:
            self.call_after_refresh(panel.open)
        else:
            self._back_to_layers()
            self.call_after_refresh(self.drawer.draw_latest, again=True)  # what is inside was not drawn meanwhile

    def action_type(self, name: str) -> None:
        """Go to one of the fields."""
        if name != "word" or self.query_one(InsidePanel).takes_words:
            self.set_focus(self.query_one(f"#{name}", Input))
        else:
            self.study.tell(NO_NEIGHBOURS)

    def action_leave(self) -> None:
        """Leave a field as it was, or close the arithmetic."""
        if not isinstance(self.focused, Input):
            self.query_one(InsidePanel).close_arithmetic()
            return
        self.query_one(RunFields).take_back()
        self.query_one(InsidePanel).clear_word()
        self._back_to_layers()

    @on(RunFields.Left)
    def _back_to_layers(self) -> None:
        self.set_focus(self.query_one("#layers"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to leave only what can be left, and to read on only where something is explained."""
        if action not in ("leave", "read"):
            return True
        explains = bool(self.query(InsidePanel)) and self.query_one(InsidePanel).explains
        return explains or (action == "leave" and isinstance(self.focused, Input))

    def action_choose(self) -> None:
        """Choose an architecture."""
        choose_architecture(self.app, self.architectures(), self.hand.plan, self.choose)

    def architectures(self) -> Sequence[Entry]:
        """Return those that the worker has; before it has said hello, those that are described."""
        hello = self.study.torch.worker.hello
        return known(hello.architectures) if hello is not None else entries()

    def choose(self, architecture: str) -> None:
        """Build an architecture as it is by itself."""
        ask(self, self._build(Plan(architecture), look_afresh=True))

    def action_probes(self) -> None:
        """Choose among all inner tensors."""
        if self.run is not None:
            choose_probe(self.app, self.run.started, self.hand.probe, self.query_one(LayerTable).look_at)

    def action_beside(self) -> None:
        """Put another run beside this one, with one difference."""
        if self.run is not None:
            choose_comparison(self.app, BESIDE, differences(self.run.started), self.compare)

    def action_demos(self) -> None:
        """Choose a ready-made comparison."""
        choose_comparison(self.app, DEMOS, demos(), self.compare)

    def compare(self, demo: Demo) -> None:
        """Go to the screen with two runs; the one here waits."""
        ask(self, self.hand.pause())
        self.app.push_screen(BesideScreen(demo))

    def action_sweep(self) -> None:
        """Go to the sweep of this run's settings; the run here waits."""
        if self.run is not None:
            ask(self, self.hand.pause())
            self.sweep = sweep_of(self.run.started, self.sweep)
            self.app.push_screen(SweepScreen(self.sweep))

    def action_ask(self) -> None:
        """Ask about the model as it is now, and the test example that is shown."""
        if self.run is not None:
            ask(self, self._put_questions(self.run), instead_of="questions")

    async def _put_questions(self, run: Run) -> None:
        self.app.push_screen(await questions(run, self.hand.example, self.study.desk))
