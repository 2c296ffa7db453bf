"""The page above the answer: question, settled steps folded to a line each, the current formula, hints."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from studyai.exercise.solve import Line
from studyai.exercise.stack import stack_lines
from studyai.study.practice import Practice
from studyai.tui.exercise.answer_box import AnswerBox
from studyai.tui.practise import text
from studyai.tui.widgets.formula_view import FormulaView
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

ROWS_AROUND = 2  # of the navigation row and the footer
LEAST = 8  # rows, however high the answer
PADDING, AIR = 1, 1
EDGES_OF_WORK = 2  # rows: its border, and one to spare
SHARE_BESIDE_WORK = 0.4  # of the height at least, where a step is worked below


class PractisePage(Steady, VerticalScroll, can_focus=False):
    """Scrolls to the step that is asked."""

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield Static(id="question", classes="part")
        with Vertical(id="work"):
            yield Static(id="stack", classes="part")
            yield Static(id="settled", classes="part")
            yield FormulaView(id="formula", classes="part")
            yield Static(id="hints", classes="part")

    def say(self, said: str) -> None:
        """Show words in the question's place."""
        self.query_one("#question", Static).update(Content(said))

    def draw(self, practice: Practice, asked: Line | None, hints: Sequence[Content]) -> None:
        """Draw a sitting and the step that is asked, if one is."""
        width, line = self.room, asked
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

    def on_resize(self) -> None:
        """Share the screen anew: the answer has become higher or lower."""
        self.call_after_refresh(self.share)

    def watch_virtual_size(self) -> None:
        """Share the screen anew: the page has become longer or shorter."""
        self.call_after_refresh(self.share)

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Say how much is hidden now."""
        super().watch_scroll_y(old, new)
        self._say_hidden()

    def _fit(self, begun: bool) -> None:
        """Share the screen with what is below; then scroll to the step that is asked."""
        self.share()
        self.call_after_refresh(self._follow if begun else self.scroll_home, animate=False)

    def share(self) -> None:
        """Share the screen with what is below.

        Where the page would not fit the answer goes without its blank rows, and a high screen gives it what the answer
        leaves.
        """
        answer, rows = self.screen.query_one(AnswerBox), self.screen.size.height - ROWS_AROUND
        self.screen.set_class(self._needed() + answer.roomy_height > rows, "-tight")
        if self.screen.has_class("-working"):
            work = self.screen.query_one("#solution-text").size.height + EDGES_OF_WORK
            self.styles.max_height = max(rows - answer.outer_size.height - work, int(rows * SHARE_BESIDE_WORK))
            self.call_after_refresh(self._follow, animate=False)
        elif self.screen.has_class("-high"):
            self.styles.max_height = max(rows - answer.outer_size.height, LEAST)
        else:
            self.styles.max_height = None
        self.call_after_refresh(self._say_hidden)

    def _needed(self) -> int:
        """Return the rows that the page takes with air around its parts."""
        question, *work = (part.size.height + AIR for part in self.query(".part") if part.display)
        return PADDING + (max(question, sum(work)) if self.screen.has_class("-wide") else question + sum(work))

    def _say_hidden(self) -> None:
        """Say at the edge between page and answer how many rows are hidden, and the keys that show them."""
        above, below = round(self.scroll_y), round(self.max_scroll_y - self.scroll_y)
        parts = [f"{_rows(above)} above: PgUp"] if above else []
        parts += [f"{_rows(below)} below: PgDn"] if below else []
        edge = Content("   ".join(parts))
        for pane in self.screen.query("#answer, #worked"):
            is_next = (pane.id == "worked") == self.screen.has_class("-working")
            pane.border_title = edge if is_next and not self.screen.has_class("-done") else ""

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


def _rows(count: int) -> str:
    return f"{count} row{'s' if count > 1 else ''}"
