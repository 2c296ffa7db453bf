"""The footer: the keys that work now, as many as there is room for; help among them always."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from studyai.tui.commands import NamesCommands, offering_nodes, title_now
from studyai.tui.widgets.panel import FIND, HELP, QUIT
from studyai.tui.widgets.steady import Steady

WIDE = 110  # columns
GAPS = 3  # columns: one behind the key, two behind its word
FIRST = [HELP.action, "back"]  # whatever there is room for
LAST = [QUIT.action, FIND.action]  # known to all, or said by the help


class KeyRow(Steady, Footer):
    """Textual's footer without the keys that there is no room for."""

    def compose(self) -> ComposeResult:
        """Return a widget for each key."""
        titles = self._titles()
        keys = [
            key for key in super().compose() if isinstance(key, FooterKey) and titles.get(key.action, "") is not None
        ]
        for key in keys:
            key.description = titles.get(key.action) or key.description
        yield from fitting(keys, self.app.size.width - 2)

    def _titles(self) -> dict[str, str | None]:
        """Return action → what it is called now; None where it is not named."""
        is_narrow = self.app.size.width < WIDE
        titles: dict[str, str | None] = {}
        for node, _, commands in offering_nodes(self.screen):
            for command in commands:
                left_out = (command.in_footer == "wide" and is_narrow) or (
                    isinstance(node, NamesCommands) and not node.is_in_footer(command)
                )
                titles.setdefault(command.action, None if left_out else title_now(node, command))
        return titles

    def on_resize(self, event: events.Resize) -> None:
        """More keys, or fewer."""
        self.call_later(self.recompose)


def fitting(keys: Sequence[FooterKey], room: int) -> list[FooterKey]:
    """Return the keys that fit into so many columns, in their order: the ways out first of all, then from the left."""
    kept = []
    for key in sorted(keys, key=_weight):
        room -= cell_len(key.key_display) + cell_len(key.description) + GAPS
        if room < 0:
            break
        kept.append(key)
    return [key for key in keys if key in kept]


def _weight(key: FooterKey) -> int:
    if key.action in FIRST:
        return FIRST.index(key.action) - len(FIRST)
    return 1 + LAST.index(key.action) if key.action in LAST else 0
