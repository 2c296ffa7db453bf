"""The page above the answer: question, settled steps folded to a line each, the current formula, hints."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from studyai.exercise.stack import stack_lines
from studyai.study.practice import Practice
from studyai.tui.practise import text
from studyai.tui.widgets.formula_view import FormulaView
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

FOOTER = 1
LEAST = 8  # rows, however high the answer


class PractisePage(Steady, VerticalScroll, can_focus=False):
    """Scrolls to the step that is asked."""

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield Static(id="question")
        with Vertical(id="work"):
            yield Static(id="stack")
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
        self._draw_stack(practice)
        self.query_one("#settled", Static).update(text.settled(practice, width))
        self.query_one("#settled").display = bool(practice.entries)
        formula = self.query_one(FormulaView)
        formula.display = line is not None
        if line is not None:
            formula.show(text.formula(practice, line, width - 4))
        self.query_one("#hints", Static).update(Content("\n").join(hints))
        self.query_one("#hints").display = bool(hints)
        self.call_after_refresh(self._fit, bool(practice.entries or hints))

    def _fit(self, begun: bool) -> None:
        """On a high screen, take what the answer leaves; then scroll to the step that is asked."""
        if self.screen.has_class("-high"):
            below = self.screen.query_one("#answer").outer_size.height + FOOTER
            self.styles.max_height = max(self.screen.size.height - self.region.y - below, LEAST)
        else:
            self.styles.max_height = None
        self.call_after_refresh(self._follow if begun else self.scroll_home, animate=False)

    def _follow(self, animate: bool) -> None:
        if self.screen.has_class("-wide"):  # the question's column may be the longer one
            end = self.query_one("#work").virtual_region.bottom
            self.scroll_to(y=max(end - self.scrollable_content_region.height, 0), animate=animate)
        else:
            self.scroll_end(animate=animate)

    def _draw_stack(self, practice: Practice) -> None:
        """Draw the settled layers; on a small screen, where they would push the givens away, only in the end."""
        is_small = not self.screen.has_class("-high") and not self.screen.has_class("-wide")
        drawn = [] if is_small and not practice.finished else stack_lines(practice.variant, practice.values)
        self.query_one("#stack", Static).update(Content(printable("\n".join(drawn))))
        self.query_one("#stack").display = bool(drawn)

    @property
    def room(self) -> int:
        """Columns for drawings: on a wide screen question and work stand side by side."""
        room = self.screen.size.width - 10
        return (room - 4) // 2 if self.screen.has_class("-wide") else room

    def turn(self, direction: int) -> None:
        """Scroll by a page."""
        self.scroll_relative(y=direction * max(self.size.height - 2, 1), animate=False)
