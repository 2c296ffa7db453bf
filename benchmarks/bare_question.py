"""A bare Textual app with two screens: Z goes to the second, which is as full as a question. The quiz's floor."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static


class First(Screen[None]):
    """What one comes from."""

    def compose(self) -> ComposeResult:
        """Hold one line."""
        yield Static("painted-marker")


class Question(Screen[None]):
    """A question's texts and four choices, and a footer that names six keys."""

    BINDINGS: ClassVar[list[BindingType]] = [(key, "app.bell", f"Ring {key}") for key in "abcdef"]

    def compose(self) -> ComposeResult:
        """Hold the texts, the choices, the footer."""
        yield Static("Places")
        with VerticalScroll():
            yield Static("Perceptron")
            yield Static("Which of these is the question? " * 4)
            yield Static("choose with 1 to 4")
            yield OptionList(*(f"choice {number} " * 4 for number in range(4)))
        yield Static("question-marker")
        yield Footer()


class Bare(App[None]):
    """Nothing but Textual."""

    MODES: ClassVar = {"first": First, "question": Question}
    DEFAULT_MODE = "first"
    BINDINGS: ClassVar[list[BindingType]] = [("Z", "switch_mode('question')", "Question")]


if __name__ == "__main__":
    Bare().run()
