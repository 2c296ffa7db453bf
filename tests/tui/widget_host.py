"""An app around one widget, with the project's themes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from studyai.tui.shell.themes import THEMES


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


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Let the app work until the condition holds."""
    for _ in range(50):
        await pilot.pause()
        await asyncio.gather(*(worker.wait() for worker in pilot.app.workers), return_exceptions=True)
        if condition():
            return
    raise AssertionError("it never came to that")


async def to_lab(pilot: Pilot[None]) -> None:
    """Go to the lab and wait until it has its run and its plots on the screen."""
    await pilot.press("f5")
    await until(pilot, lambda: type(pilot.app.screen).__name__ == "LabScreen")
    screen = pilot.app.screen
    await until(pilot, lambda: getattr(screen, "run", None) is not None and len(screen.query("Curve")) == 2)
    await pilot.pause()
