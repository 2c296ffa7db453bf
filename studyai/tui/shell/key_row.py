"""The footer: keys that work now, as many as there is room for; those of the whole app always."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from studyai.tui.commands import offering_nodes
from studyai.tui.widgets.steady import Steady

WIDE = 110  # columns
AIR = 3  # columns: behind the key, and behind its word
EDGES = 2


class KeyRow(Steady, Footer):
    """Textual's footer without the keys that want a wide screen, where it is not, and without those cut at its end."""

    def compose(self) -> ComposeResult:
        """Return a widget for each key."""
        left_out = set() if self.app.size.width >= WIDE else self._wide_only()
        keys = [key for key in super().compose() if isinstance(key, FooterKey) and key.action not in left_out]
        yield from fitting(keys, self._of_the_app(), self.app.size.width - EDGES)

    def _wide_only(self) -> set[str]:
        nodes = offering_nodes(self.screen)
        return {command.action for _, _, commands in nodes for command in commands if command.in_footer == "wide"}

    def _of_the_app(self) -> set[str]:
        nodes = offering_nodes(self.screen)
        return {command.action for node, _, commands in nodes for command in commands if node is self.app}

    def on_resize(self, event: events.Resize) -> None:
        """More keys, or fewer."""
        self.call_later(self.recompose)


def fitting(keys: Iterable[FooterKey], kept: set[str], width: int) -> list[FooterKey]:
    """Return the keys that fit side by side: first go the last of those whose action need not be kept."""
    shown = list(keys)
    optional = [key for key in shown if key.action.removeprefix("app.") not in kept]
    while optional and sum(map(_width, shown)) > width:
        shown.remove(optional.pop())
    return shown


def _width(key: FooterKey) -> int:
    return len(key.key_display) + len(key.description) + AIR
