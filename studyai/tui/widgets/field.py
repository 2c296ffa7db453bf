"""A line to type into: keys count in their order, and what could steer a terminal is left out of a paste."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from studyai.tui.widgets.in_order import InOrder


class Field(InOrder, Input):
    """An input that takes pasted text of several lines as one, and drops control characters."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = "".join(letter for letter in " ".join(event.text.split()) if letter.isprintable())
        self.replace(text, *sorted(self.selection))
