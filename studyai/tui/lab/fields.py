"""The line with the learning rate and the seed, to be typed, and how the run is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from studyai.protocol import Started
from studyai.tui.lab import text as lab_text
from studyai.tui.lab.asking import ask
from studyai.tui.lab.run_in_hand import RunInHand
from studyai.tui.widgets.field import Field
from studyai.tui.widgets.steady import Steady

if TYPE_CHECKING:
    from studyai.tui.shell.torch_link import LinkState

NO_RATE = "A learning rate is a number, such as 0.01 or 1e-3."
NO_SEED = "A seed is a whole number."


class RunFields(Steady, Horizontal):
    """Changes the rate and the seed of the run in hand: says `Changed` when it did, `Left` when one leaves a field."""

    class Changed(Message):
        """The rate or the seed is another; ``rebuilt``: the model was built anew for it."""

        def __init__(self, *, rebuilt: bool) -> None:
            super().__init__()
            self.rebuilt = rebuilt

    class Left(Message):
        """What was typed is taken."""

    def __init__(self, hand: RunInHand, *, id: str) -> None:
        super().__init__(id=id)
        self._hand = hand

    def compose(self) -> ComposeResult:
        """Lay the line out."""
        yield Static("rate", classes="caption")
        yield Field(id="rate", compact=True, type="number", select_on_focus=True)
        yield Static("seed", classes="caption")
        yield Field(id="seed", compact=True, type="integer", select_on_focus=True, value="0")
        yield Static(id="run-status")

    def show(self, started: Started, *, even_focused: bool = False) -> None:
        """Show a run's values; a field that is being typed in is left alone."""
        for name, words in (("rate", lab_text.rate_words(started.learning_rate)), ("seed", str(started.seed))):
            entry = self.query_one(f"#{name}", Input)
            if even_focused or not entry.has_focus:
                entry.value = words

    def take_back(self) -> None:
        """Show the run's values in place of what is being typed."""
        if self._hand.run is not None:
            self.show(self._hand.run.started, even_focused=True)

    def say(self, words: Content) -> None:
        """Say how the run is doing."""
        self.query_one("#run-status", Static).update(words, layout=False)

    def say_torch(self, state: LinkState) -> None:
        """Say that there is no run yet, or none any more."""
        if state == "lost":
            self.say(Content.styled("✗ no torch", "bold $error"))
        elif state != "ready":
            self.say(Content.styled("waiting for torch …", "dim"))

    def scale_rate(self, factor: float) -> None:
        """Change the learning rate by a factor."""
        if self._hand.run is not None:
            ask(self, self._change_rate(self._hand.run.started.learning_rate * factor))

    @on(Input.Submitted, "#rate")
    def _rate_typed(self, event: Input.Submitted) -> None:
        try:
            rate = float(event.value)
        except ValueError:
            self.notify(NO_RATE, severity="warning")
            return
        ask(self, self._change_rate(rate))
        self.post_message(self.Left())

    async def _change_rate(self, rate: float) -> None:
        self.post_message(self.Changed(rebuilt=await self._hand.adjust("learning_rate", rate)))

    @on(Input.Submitted, "#seed")
    def _seed_typed(self, event: Input.Submitted) -> None:
        try:
            seed = int(event.value)
        except ValueError:
            self.notify(NO_SEED, severity="warning")
            return
        ask(self, self._change_seed(seed))
        self.post_message(self.Left())

    async def _change_seed(self, seed: int) -> None:
        await self._hand.reset(seed)
        self.post_message(self.Changed(rebuilt=True))
