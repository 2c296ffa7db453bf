"""Background work of a screen done one piece after the other, its problems told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from textual import work

from studyai.errors import ToldError
from studyai.tui.shell.screen import StudyScreen
from studyai.tui.widgets.plain import printable


class InTurnScreen(StudyScreen):
    """A screen whose key presses wait for each other."""

    def __init__(self) -> None:
        super().__init__()
        self._busy = asyncio.Lock()

    def do(self, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do it when all before is done."""
        self._one_at_a_time(step)

    @work(exclusive=False)
    async def _one_at_a_time(self, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async with self._busy:
            try:
                await step()
            except ToldError as problem:
                self.study.tell(printable(str(problem)), severity="error")
