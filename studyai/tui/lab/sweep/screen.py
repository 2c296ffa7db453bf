"""The sweep: one setting over many values, each with several seeds, in worker processes of its own."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Static
from textual.worker import Worker as Task

from studyai.client.sweep.errors import SweepError
from studyai.tui.commands import Command, bindings
from studyai.tui.lab.notice import Notice
from studyai.tui.lab.sweep.commands import SWEEP_COMMANDS
from studyai.tui.lab.sweep.fields import SweepFields
from studyai.tui.lab.sweep.in_hand import NEVER_SWEPT, SweepInHand
from studyai.tui.lab.sweep.picture import SweepPicture
from studyai.tui.shell.drawer import Drawer
from studyai.tui.shell.screen import StudyScreen
from studyai.tui.widgets.chooser import Choice, Chooser
from studyai.tui.widgets.curve_panel import CurvePanel

COPIED = "The command is copied; with -o FILE behind it, it keeps its runs and goes on with them."


class SweepScreen(StudyScreen):
    """A table and a curve that grow while the sweep goes on; leaving it stops it, what is done stays."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = ""
    heading = "Sweep"
    offers: ClassVar[tuple[Command, ...]] = SWEEP_COMMANDS
    BINDINGS = bindings(SWEEP_COMMANDS)

    def __init__(self, hand: SweepInHand) -> None:
        super().__init__()
        self.hand = hand
        self.drawer = Drawer(self, SweepPicture(self, hand))
        self._sweeping: Task[None] | None = None

    def compose_body(self) -> ComposeResult:
        """Lay the body out."""
        yield Static(id="sweep-title")
        yield SweepFields(self.hand, id="sweep-fields")
        with Horizontal(id="sweep-body"):
            with VerticalScroll(id="sweep-side", can_focus=False):
                yield Static(id="sweep-table")
            yield CurvePanel("final loss", "accent", id="sweep-curve")
        yield Notice(id="sweep-notice")

    def on_mount(self) -> None:
        """Show what there is."""
        self.drawer.begin()
        self._show()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.drawer.draw_latest, again=True)

    def _show(self) -> None:
        self.query_one(SweepFields).show()
        self.drawer.draw_latest(again=True)

    # Running

    @on(SweepFields.Entered)
    def _run_typed(self) -> None:
        self.set_focus(None)
        self._begin()

    def action_run(self) -> None:
        """Run it, or go on; while it runs, stop."""
        if self.hand.is_running:
            self._stop()
        else:
            self._begin()

    def _begin(self) -> None:
        self._stop()
        self._sweeping = self.run_worker(self._run(), group="sweep", exit_on_error=False)

    def _stop(self) -> None:
        if self._sweeping is not None:
            self._sweeping.cancel()
            self._sweeping = None
        self.hand.stop()
        self.drawer.draw_latest(again=True)

    async def _run(self) -> None:
        await self.hand.run(self.study.torch.ready, self.study.torch.another)
        self.drawer.draw_latest(again=True)

    # Commands

    def action_type(self) -> None:
        """Go to the values."""
        self.query_one(SweepFields).type()

    def action_choose(self) -> None:
        """Choose the setting that is swept."""
        rows = [row for row in self.hand.started.settings if row.name not in NEVER_SWEPT]
        choices = [Choice(row.name, row.name.replace("_", " "), row.help) for row in rows]
        self.app.push_screen(Chooser("Settings to sweep", choices, self.hand.setting), self._sweep_setting)

    def _sweep_setting(self, setting: str | None) -> None:
        if setting is not None:
            self._stop()
            self.hand.choose(setting)
            self._show()

    def action_reset(self) -> None:
        """Forget what has been run."""
        self._stop()
        self.hand.forget()
        self._show()

    def action_copy(self) -> None:
        """Copy the command."""
        try:
            self.app.copy_to_clipboard(self.hand.command())
        except SweepError as problem:
            self.study.tell(str(problem), severity="warning")
        else:
            self.study.tell(COPIED)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll the table."""
        side = self.query_one("#sweep-side", VerticalScroll)
        side.scroll_relative(y=pages * side.size.height, animate=False)

    def action_close(self) -> None:
        """Leave the field; else stop, and go back."""
        if isinstance(self.focused, Input):
            self.set_focus(None)
            return
        self._stop()
        self.dismiss()
