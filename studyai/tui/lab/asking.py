"""Asks the worker without waiting; what it refuses is told."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from studyai.client.errors import WorkerLost, WorkerProblem

if TYPE_CHECKING:
    from studyai.tui.shell.screen import StudyScreen


def ask(widget: Widget, request: Awaitable[object], *, instead_of: str = "") -> None:
    """Ask the worker something, in the background of the screen that the widget is on, or is.

    A request ``instead_of`` others ends those with the same word that are not answered yet.
    """
    screen = cast("StudyScreen", widget.screen)
    screen.run_worker(
        _told(screen, request), group=instead_of or "requests", exclusive=bool(instead_of), exit_on_error=False
    )


async def _told(screen: StudyScreen, request: Awaitable[object]) -> None:
    try:
        await request
    except WorkerProblem as problem:
        screen.study.tell(problem.message, severity="warning")
    except WorkerLost:
        return  # the app says so, and offers a restart
