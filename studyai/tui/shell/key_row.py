"""The footer: keys that work now; some of them only where there is room."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from studyai.tui.commands import offering_nodes
from studyai.tui.widgets.steady import Steady

WIDE = 110  # columns


class KeyRow(Steady, Footer):
    """Textual's footer without the keys that want a wide screen, where it is not."""

    def compose(self) -> ComposeResult:
        """Return a widget for each key."""
        yield from self._fitting(super().compose())

    def _fitting(self, keys: Iterable[object]) -> ComposeResult:
        left_out = set() if self.app.size.width >= WIDE else self._wide_only()
        for key in keys:
            if isinstance(key, FooterKey) and key.action not in left_out:
                yield key

    def _wide_only(self) -> set[str]:
        nodes = offering_nodes(self.screen)
        return {command.action for _, _, commands in nodes for command in commands if command.in_footer == "wide"}

    def on_resize(self, event: events.Resize) -> None:
        """More keys, or fewer."""
        self.call_later(self.recompose)
