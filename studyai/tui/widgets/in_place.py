"""Words that change often, in a widget that is as high as they are."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


def show_in_place(shown: Static, words: Content) -> None:
    """Show other words; the screen, all of it, is laid out anew only where they have another number of lines."""
    before = shown.content
    same_height = isinstance(before, Content) and before.plain.count("\n") == words.plain.count("\n")
    shown.update(words, layout=not same_height)
