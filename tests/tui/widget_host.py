"""An app around one widget, with the project's themes."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from studyai.tui.themes import THEMES


class Host(App[None]):
    def __init__(self, *widgets: Widget, theme: str = "dark") -> None:
        super().__init__()
        for known in THEMES.values():
            self.register_theme(known)
        self.theme = theme
        self._shown = widgets
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield from self._shown


def lines_of(app: App[None]) -> list[str]:
    """What stands on the screen, line by line."""
    strips: list[Strip] = app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips]


def text_of(app: App[None]) -> str:
    """What stands on the screen."""
    return "\n".join(lines_of(app))
