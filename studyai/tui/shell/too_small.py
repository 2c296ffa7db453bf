"""The notice that covers the app while the terminal is too small for it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from studyai.tui.widgets.steady import Steady


class TooSmallScreen(Steady, ModalScreen[None]):
    """Says how large the terminal is, how large it has to be, and what works in a smaller one."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._needed = (width, height)

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Static(id="notice")

    def on_mount(self) -> None:
        """Say it."""
        self._say(self.app.size.width, self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        """Say it anew."""
        self._say(event.size.width, event.size.height)

    def _say(self, width: int, height: int) -> None:
        needed_width, needed_height = self._needed
        words = (
            f"studyai needs {needed_width}×{needed_height}; this terminal is {width}×{height}\n\n"
            "studyai quiz asks in plain lines, in a terminal of any size. Ctrl+Q quits."
        )
        self.query_one("#notice", Static).update(Content(words))
