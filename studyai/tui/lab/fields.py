"""The line with the learning rate and the seed, to be typed, and how the run is doing."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from studyai.protocol import Started
from studyai.tui.lab import text as lab_text

NO_RATE = "A learning rate is a number, such as 0.01 or 1e-3."
NO_SEED = "A seed is a whole number."


class RunFields(Horizontal):
    """Says `Rate` or `Seed` when one was typed, `Unreadable` when what was typed is none."""

    class Rate(Message):
        """A learning rate was typed."""

        def __init__(self, rate: float) -> None:
            super().__init__()
            self.rate = rate

    class Seed(Message):
        """A seed was typed."""

        def __init__(self, seed: int) -> None:
            super().__init__()
            self.seed = seed

    class Unreadable(Message):
        """What was typed is no number; ``why`` says what is wanted."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def compose(self) -> ComposeResult:
        """Lay the line out."""
        yield Static("rate", classes="caption")
        yield Input(id="rate", compact=True, type="number", select_on_focus=True)
        yield Static("seed", classes="caption")
        yield Input(id="seed", compact=True, type="integer", select_on_focus=True, value="0")
        yield Static(id="run-status")

    def show(self, started: Started, *, even_focused: bool = False) -> None:
        """Show a run's values; a field that is being typed in is left alone."""
        for name, words in (("rate", lab_text.rate_words(started.learning_rate)), ("seed", str(started.seed))):
            entry = self.query_one(f"#{name}", Input)
            if even_focused or not entry.has_focus:
                entry.value = words

    def say(self, words: Content) -> None:
        """Say how the run is doing."""
        self.query_one("#run-status", Static).update(words, layout=False)

    @on(Input.Submitted, "#rate")
    def _rate_typed(self, event: Input.Submitted) -> None:
        try:
            self.post_message(self.Rate(float(event.value)))
        except ValueError:
            self.post_message(self.Unreadable(NO_RATE))

    @on(Input.Submitted, "#seed")
    def _seed_typed(self, event: Input.Submitted) -> None:
        try:
            self.post_message(self.Seed(int(event.value)))
        except ValueError:
            self.post_message(self.Unreadable(NO_SEED))
