"""A line that says how it went, or what can be done."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from studyai.tui.widgets.steady import Steady

STYLES = ("error", "success", "warning", "hint")


class Notice(Steady, Static):
    """Words in one of the styles, which are classes of the style sheet."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._said = ("", "")

    def say(self, words: str, style: str = "") -> None:
        """Say this; what is said already is not said again, for that would lay the whole screen out anew."""
        if (words, style) == self._said:
            return
        self._said = words, style
        self.update(Content(words))
        for name in STYLES:
            self.set_class(name == style, f"-{name}")
