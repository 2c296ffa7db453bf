"""The steps settled so far, over the practice page: a cursor that shows the arithmetic of each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from studyai.exercise.solve import Line
from studyai.tui.commands import Command, bindings
from studyai.tui.exercise.solution_view import SolutionView
from studyai.tui.widgets.panel import Panel

COMMANDS = (Command("cells.close", "escape,q,f10,v", "Close", "Back to the exercise.", "dismiss"),)


class CellsPanel(Panel[None]):
    """Opens at the latest step."""

    CSS_PATH = "cells_panel.tcss"
    heading = "Cell by cell"
    offers: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS = bindings(COMMANDS)

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with Vertical(id="cells"):
            yield SolutionView(id="cells-solution")

    async def on_mount(self) -> None:
        """Show the steps, the cursor on the latest."""
        frame = self.query_one("#cells")
        frame.border_title = "The steps so far"
        frame.border_subtitle = "arrow keys: each cell's arithmetic · Esc closes"
        view = self.query_one(SolutionView)
        view.say(Content(""))
        view.step = len(self._lines) - 1
        view.enter()
        self.call_after_refresh(view.show, self._lines)
