"""The page above the answer: question, settled steps folded to a line each, the current formula, hints."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from studyai.study.practice import Practice
from studyai.tui.screens import practise_text as text
from studyai.tui.widgets.formula_view import FormulaView


class PractisePage(VerticalScroll, can_focus=False):
    """Scrolls to the step that is asked."""

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield Static(id="question")
        with Vertical(id="work"):
            yield Static(id="settled")
            yield FormulaView(id="formula")
            yield Static(id="hints")

    def say(self, said: str) -> None:
        """Show words in the question's place."""
        self.query_one("#question", Static).update(Content(said))

    def draw(self, practice: Practice, hints: Sequence[Content]) -> None:
        """Draw a sitting."""
        width, line = self.room, practice.current
        self.query_one("#question", Static).update(text.question(practice.variant, width))
        self.query_one("#settled", Static).update(text.settled(practice, width))
        self.query_one("#settled").display = bool(practice.entries)
        formula = self.query_one(FormulaView)
        formula.display = line is not None
        if line is not None:
            formula.show(text.formula(practice, line, width - 4))
        self.query_one("#hints", Static).update(Content("\n").join(hints))
        self.query_one("#hints").display = bool(hints)
        begun = practice.entries or hints
        self.call_after_refresh(self.scroll_end if begun else self.scroll_home, animate=False)

    @property
    def room(self) -> int:
        """Columns for drawings: on a wide screen question and work stand side by side."""
        room = self.screen.size.width - 10
        return (room - 4) // 2 if self.screen.has_class("-wide") else room

    def turn(self, direction: int) -> None:
        """Scroll by a page."""
        self.scroll_relative(y=direction * max(self.size.height - 2, 1), animate=False)
