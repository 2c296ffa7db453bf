"""The footer: the keys that work now, as many as there is room for; help among them always."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from studyai.tui.commands import offering_nodes
from studyai.tui.widgets.panel import FIND, HELP, QUIT
from studyai.tui.widgets.steady import Steady

WIDE = 110  # columns
GAPS = 3  # columns: one behind the key, two behind its word
LAST = [QUIT.action, FIND.action]  # known to all, or said by the help


class KeyRow(Steady, Footer):
    """Textual's footer without the keys that there is no room for."""

    def compose(self) -> ComposeResult:
        """Return a widget for each key."""
        keys = [key for key in super().compose() if isinstance(key, FooterKey)]
        if self.app.size.width < WIDE:
            left_out = self._wide_only()
            keys = [key for key in keys if key.action not in left_out]
        yield from fitting(keys, self.app.size.width - 2)

    def _wide_only(self) -> set[str]:
        nodes = offering_nodes(self.screen)
        return {command.action for _, _, commands in nodes for command in commands if command.in_footer == "wide"}

    def on_resize(self, event: events.Resize) -> None:
        """More keys, or fewer."""
        self.call_later(self.recompose)


def fitting(keys: Sequence[FooterKey], room: int) -> list[FooterKey]:
    """Return the keys that fit into so many columns, in their order: help first of all, then from the left."""
    kept = []
    for key in sorted(keys, key=_weight):
        room -= cell_len(key.key_display) + cell_len(key.description) + GAPS
        if room < 0:
            break
        kept.append(key)
    return [key for key in keys if key in kept]


def _weight(key: FooterKey) -> int:
    return -1 if key.action == HELP.action else 1 + LAST.index(key.action) if key.action in LAST else 0
