"""What can be changed of a run while it trains: settings, the rate, the seed."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from studyai.client.errors import WorkerProblem
from studyai.client.run import Run
from studyai.protocol import SettingValue
from studyai.tui.lab.explain import ExplainingScreen
from studyai.tui.lab.fields import RunFields
from studyai.tui.lab.inside import InsidePanel
from studyai.tui.lab.settings import SettingsPanel


class TuningScreen(ExplainingScreen):
    """A screen with the settings of its run."""

    def take_over(self, run: Run, *, built: bool = False) -> None:
        """Show what the run is made of now; it is another one if it was just built."""
        raise NotImplementedError

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
            self.take_over(run)
        self.query_one(RunFields).show(run.started)
        panel.show(run.started.settings)

    # The settings, in the place of what is inside

    def action_settings(self) -> None:
        """Open or close the settings."""
        panel = self.query_one(SettingsPanel)
        panel.display = not panel.display
        self.query_one(InsidePanel).display = not panel.display
        if panel.display:
            self.call_after_refresh(panel.open)
        else:
            self.set_focus(self.query_one("#layers"))
            self.call_after_refresh(self.draw_latest, again=True)  # what is inside was not drawn meanwhile

    @on(SettingsPanel.Closed)
    def _close_settings(self) -> None:
        self.action_settings()

    @on(SettingsPanel.Asked)
    def _setting_asked(self, event: SettingsPanel.Asked) -> None:
        self.adjust(event.name, event.value)

    # Fields

    def action_type(self, name: str) -> None:
        """Go to one of the fields."""
        entry = self.query_one(f"#{name}", Input)
        if entry.display:
            self.set_focus(entry)
        elif name == "word":
            self.study.tell("Words have neighbours: choose an inner tensor whose name ends in neighbours (p).")

    def action_leave(self) -> None:
        """Leave a field as it was, or close the arithmetic."""
        if not isinstance(self.focused, Input):
            self.close_arithmetic()
            return
        if self.run is not None:
            self.query_one(RunFields).show(self.run.started, even_focused=True)
        self.query_one("#word", Input).value = ""
        self.set_focus(self.query_one("#layers"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to leave only what can be left, and to read on only where something is explained."""
        if action not in ("leave", "read"):
            return True
        explains = bool(self.query(InsidePanel)) and self.query_one(InsidePanel).explains
        return explains or (action == "leave" and isinstance(self.focused, Input))

    @on(RunFields.Rate)
    def _rate_typed(self, event: RunFields.Rate) -> None:
        self.adjust("learning_rate", event.rate)
        self.set_focus(self.query_one("#layers"))

    @on(RunFields.Seed)
    def _seed_typed(self, event: RunFields.Seed) -> None:
        if self.run is not None:
            self.do(self._reseed(self.run, event.seed))
        self.set_focus(self.query_one("#layers"))

    @on(RunFields.Unreadable)
    def _no_number_typed(self, event: RunFields.Unreadable) -> None:
        self.study.tell(event.why, severity="warning")

    async def _reseed(self, run: Run, seed: int) -> None:
        await run.reset(seed)
        self.take_over(run)

    @on(Input.Submitted, "#word")
    def _word_typed(self, event: Input.Submitted) -> None:
        if self.run is not None and event.value.strip():
            self.do(self.run.word(event.value.strip()))
        self.action_leave()
