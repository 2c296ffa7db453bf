"""The code of an architecture, as it is run, to be read over the screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.panel import Panel
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.python_code import python_code

COMMANDS = (Command("source.close", "escape,q,z", "Close", "Close the panel.", "dismiss"),)


class SourcePanel(Panel[None]):
    """Python, with its colours; arrow keys read on."""

    CSS_PATH = "source_panel.tcss"
    heading = "Code"
    offers: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS = bindings(COMMANDS)
    AUTO_FOCUS = "#source-page"

    def __init__(self, title: str, source: str) -> None:
        super().__init__()
        self._title, self._source = title, source

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with VerticalScroll(id="source-page"):
            yield Static(python_code(self._source), id="source-text")

    def on_mount(self) -> None:
        """Say what it is and how to leave."""
        page = self.query_one("#source-page")
        page.border_title = printable(self._title)
        page.border_subtitle = "↑ ↓ PgUp PgDn read · Esc closes"
