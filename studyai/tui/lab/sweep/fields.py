"""The line in which a sweep is typed: its values, how many points a range has, seeds, updates."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from studyai.tui.lab.sweep.in_hand import SweepInHand
from studyai.tui.widgets.field import Field
from studyai.tui.widgets.steady import Steady

FIELDS = ("values", "points", "seeds", "steps")


class SweepFields(Steady, Horizontal):
    """Writes what is typed to the sweep in hand: says `Entered` when Enter is pressed."""

    class Entered(Message):
        """What is typed shall be run."""

    def __init__(self, hand: SweepInHand, *, id: str) -> None:
        super().__init__(id=id)
        self._hand = hand

    def compose(self) -> ComposeResult:
        """Lay the line out."""
        for name in FIELDS:
            yield Static(name, classes="caption")
            yield Field(id=f"sweep-{name}", compact=True, select_on_focus=True, value=self._hand.texts[name])

    def show(self) -> None:
        """Show what the sweep in hand has."""
        for name in FIELDS:
            self.query_one(f"#sweep-{name}", Input).value = self._hand.texts[name]

    def type(self) -> None:
        """Go to the values."""
        self.query_one("#sweep-values").focus()

    @on(Input.Changed)
    def _take(self, event: Input.Changed) -> None:
        name = (event.input.id or "").removeprefix("sweep-")
        self._hand.texts[name] = event.value

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered())
