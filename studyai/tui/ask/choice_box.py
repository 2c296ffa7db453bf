"""The choices of a question in a panel, and what the mark says of the one chosen."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyai.exercise.mark import GLYPHS, Mark
from studyai.tui.exercise.drawn import VERDICT_STYLES
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady


class ChoiceBox(Steady, Vertical):
    """One of several is chosen; below, its mark."""

    DEFAULT_CSS = """
    ChoiceBox {
        height: auto;
        #choices { height: auto; max-height: 6; }
        #outcome { height: auto; min-height: 3; margin-top: 1; }
    }
    """

    class Picked(Message):
        """The learner chooses, by place."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def compose(self) -> ComposeResult:
        """Lay the box out."""
        yield OptionList(id="choices", compact=True, markup=False)
        yield Static(id="outcome")

    def ask(self, choices: Iterable[str]) -> None:
        """Offer the choices."""
        table = self.query_one(OptionList)
        table.clear_options()
        table.add_options(Option(printable(choice)) for choice in choices)
        table.highlighted = 0
        table.focus()

    def say(self, said: Content) -> None:
        """Show what the mark says."""
        self.query_one("#outcome", Static).update(said)

    @on(OptionList.OptionSelected)
    def hand_in(self, event: OptionList.OptionSelected) -> None:
        """Hand in the choice."""
        event.stop()
        self.post_message(self.Picked(event.option_index))


def outcome(mark: Mark, explanation: str) -> Content:
    """Return the mark in words, its glyph first, and below why it is so."""
    head = f"{GLYPHS[mark.verdict]} {printable(mark.feedback)}"
    return Content.assemble((head, f"bold {VERDICT_STYLES[mark.verdict]}"), "\n", (printable(explanation), "dim"))
