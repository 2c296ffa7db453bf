"""Widgets that are typed into, and take every key in the order in which it was pressed."""

from __future__ import annotations

from typing import cast

from textual import events
from textual.dom import DOMNode

from studyai.tui.widgets.steady import Steady


class InOrder(Steady):
    """Does what a key is bound to at once.

    Textual lets the key rise to the app first: a letter that was already waiting, on a slow line or from a
    program that types, would reach the widget before it, and `2 ⏎ 4` would write 24 into one cell.
    """

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable:
            return
        node = cast(DOMNode, self)  # a base of Textual's here would hide the widget's own styles
        for binding in node._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, node):
                event.stop()
                return
