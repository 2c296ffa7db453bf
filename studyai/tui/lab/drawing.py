"""What screens that follow trainings share: they draw frames in small parts, and ask the worker without waiting."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeAlias

from textual.widgets import Input

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.protocol import FRAMES_PER_SECOND, Frame
from studyai.tui.shell.screen import StudyScreen
from studyai.tui.widgets.curve_panel import CurvePanel

TYPING_SECONDS = 0.4  # a pause in which a next key is still likely: of who types, or walks through a list
KEY_SECONDS = 0.05  # in which a key is repainted: no part of a frame comes in between
LONGEST_WAIT = 0.5  # seconds without a part of a frame, however fast somebody types
PARTS = 6  # that a frame is drawn in, one a tick, so that a key never waits for a whole frame

Part: TypeAlias = Callable[[], None]


class DrawingScreen(StudyScreen):
    """Draws at most twelve times a second, from the newest frames; a subclass says in which parts."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn_at = 0.0
        self._left: list[Part] = []  # parts of the frame in hand that are still to be drawn
        self._is_awaited = False  # the frame in hand, or the newest

    def parts_to_draw(self, *, again: bool) -> list[Part]:
        """Return the parts of the newest frame; none if it was drawn already, unless ``again``."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Fetch the plots after the first paint, for they need numpy, and draw on a clock of our own."""
        self.call_after_refresh(lambda: self.run_worker(self._load_plots(), exit_on_error=False))
        self.set_interval(1 / (FRAMES_PER_SECOND * PARTS), self.draw_between_keys)

    async def _load_plots(self) -> None:
        for panel in self.query(CurvePanel):
            await panel.load()
        gc.freeze()  # what was just imported stays; searching it for garbage would stop the keys for 30 ms
        self.refresh_bindings()  # the footer is there by now; it learns of keys by this, or when the focus moves
        self.draw_latest(again=True)

    def is_awaited(self) -> bool:
        """Return whether what is newest, and not drawn yet, is there because of a key: by `answers_a_key`."""
        raise NotImplementedError

    def draw_between_keys(self) -> None:
        """Draw a part of the newest frame, but not between the keys of somebody busy: they would feel late.

        What the last key has asked for waits no longer than until that key is repainted.
        """
        now, key = monotonic(), self.study.last_key
        self._is_awaited = (self._is_awaited and bool(self._left)) or self.is_awaited()
        is_busy = isinstance(self.focused, Input) or key - self.study.key_before <= TYPING_SECONDS
        quiet = TYPING_SECONDS if is_busy and not self._is_awaited else KEY_SECONDS
        if now - key > quiet or now - self._drawn_at > LONGEST_WAIT:
            self._drawn_at = now
            if self._left or self._choose():
                self._left.pop(0)()

    def draw_latest(self, *, again: bool = False) -> None:
        """Draw the newest frame whole, if it was not drawn yet and can be seen; what is in hand is finished first."""
        self._finish()
        self._choose(again=again)
        self._finish()

    def _finish(self) -> None:
        while self._left:
            self._left.pop(0)()

    def _choose(self, *, again: bool = False) -> bool:
        self._left = self.parts_to_draw(again=again) if self.is_current else []
        return bool(self._left)

    def do(self, asking: Awaitable[None]) -> None:
        """Ask the worker something; what it refuses is told."""
        self.run_worker(self._ask(asking), exit_on_error=False)

    async def _ask(self, asking: Awaitable[None]) -> None:
        try:
            await asking
        except WorkerProblem as problem:
            self.study.tell(problem.message, severity="warning")
        except WorkerLost:
            return  # the app says so, and offers a restart


def answers_a_key(latest: Frame | None, drawn: Frame | None) -> bool:
    """Return whether the latest frame came by a key.

    It is of a run that is paused, or shows something else than was drawn.
    """
    if latest is None or latest is drawn:
        return False
    return drawn is None or latest.state != "running" or drawn.state != "running" or _seen_in(latest) != _seen_in(drawn)


def _seen_in(frame: Frame) -> tuple[str, int, str] | None:
    return (frame.view.probe, frame.view.example, frame.view.word) if frame.view else None
