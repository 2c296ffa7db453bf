"""Shows a formula that was drawn as lines of text, centred, with air around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Center, ScrollableContainer
from textual.content import Content
from textual.widgets import Static

from studyai.tui.widgets.steady import Steady


@dataclass(frozen=True)
class Highlight:
    """A stretch of one line to bring out: from column `start` up to `end`."""

    line: int
    start: int
    end: int
    style: str = "bold $accent"


class FormulaView(Steady, ScrollableContainer, can_focus=False):
    """A drawing of any width: it scrolls sideways where it does not fit."""

    DEFAULT_CSS = """
    FormulaView {
        height: auto;
        padding: 1 2;
        overflow-x: auto;
        overflow-y: hidden;
        Center { width: auto; min-width: 100%; height: auto; }
        #drawing { width: auto; text-wrap: nowrap; text-style: bold; }
    }
    """

    def __init__(self, lines: Sequence[str] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._content = formula_content(lines)

    def compose(self) -> ComposeResult:
        """Lay the widget out."""
        with Center():
            yield Static(self._content, id="drawing")

    def show(self, lines: Sequence[str], highlights: Sequence[Highlight] = ()) -> None:
        """Show another drawing."""
        self._content = formula_content(lines, highlights)
        if self.is_mounted:
            self.query_one("#drawing", Static).update(self._content)


def formula_content(lines: Sequence[str], highlights: Sequence[Highlight] = ()) -> Content:
    """Return the lines as one block of plain text with the highlights put on."""
    drawn = [Content(line) for line in lines]
    for mark in highlights:
        if 0 <= mark.line < len(drawn):
            drawn[mark.line] = drawn[mark.line].stylize(mark.style, mark.start, mark.end)
    return Content("\n").join(drawn)
