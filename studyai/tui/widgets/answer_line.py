"""A line to type an answer into: text stays text, and what could steer a terminal is left out of a paste."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from studyai.tui.widgets.in_order import InOrder

LONGEST = 4000  # characters


class AnswerLine(InOrder, Input):
    """An input that takes pasted text of several lines as one, and drops control characters."""

    def __init__(self, value: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(value, id=id, classes=classes, compact=True, select_on_focus=False, max_length=LONGEST)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = "".join(letter for letter in " ".join(event.text.split()) if letter.isprintable())
        self.replace(text, *sorted(self.selection))
