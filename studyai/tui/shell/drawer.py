"""Draws a screen's picture in small parts, between the keys of who is busy."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeAlias

from textual.widgets import Input

from studyai.protocol import FRAMES_PER_SECOND
from studyai.tui.widgets.curve_panel import CurvePanel

if TYPE_CHECKING:
    from studyai.tui.shell.screen import StudyScreen

TYPING_SECONDS = 0.4  # a pause in which a next key is still likely: of who types, or walks through a list
KEY_SECONDS = 0.05  # in which a key is repainted: no part of a frame comes in between
LONGEST_WAIT = 0.5  # seconds without a part of a frame, however fast somebody types
PARTS = 6  # that a frame is drawn in, one a tick, so that a key never waits for a whole frame

Part: TypeAlias = Callable[[], None]


class Picture(Protocol):
    """What a screen shows of something that goes on, drawn in parts."""

    def parts(self, *, again: bool) -> list[Part]:
        """Return the parts of what is newest; none if it was drawn already, unless ``again``."""

    def is_awaited(self) -> bool:
        """Return whether what is newest, and not drawn yet, is there because of a key."""


class Drawer:
    """Draws at most twelve pictures a second, the newest, while the screen is seen."""

    def __init__(self, screen: StudyScreen, picture: Picture) -> None:
        self._screen, self._picture = screen, picture
        self._drawn_at = 0.0
        self._left: list[Part] = []  # parts of the picture in hand that are still to be drawn
        self._is_awaited = False  # the picture in hand, or the newest

    def begin(self) -> None:
        """Fetch the plots after the first paint, for they need numpy, and draw on a clock of our own."""
        self._screen.call_after_refresh(lambda: self._screen.run_worker(self._load_plots(), exit_on_error=False))
        self._screen.set_interval(1 / (FRAMES_PER_SECOND * PARTS), self.draw_between_keys)

    async def _load_plots(self) -> None:
        for panel in self._screen.query(CurvePanel):
            await panel.load()
        gc.freeze()  # what was just imported stays; searching it for garbage would stop the keys for 30 ms
        self._screen.refresh_bindings()  # the footer is there by now; it learns of keys by this, or a new focus
        self.draw_latest(again=True)

    def draw_between_keys(self) -> None:
        """Draw a part of the newest picture, but not between the keys of somebody busy: they would feel late.

        What the last key has asked for waits no longer than until that key is repainted.
        """
        now, key = monotonic(), self._screen.study.last_key
        self._is_awaited = (self._is_awaited and bool(self._left)) or self._picture.is_awaited()
        is_busy = isinstance(self._screen.focused, Input) or key - self._screen.study.key_before <= TYPING_SECONDS
        quiet = TYPING_SECONDS if is_busy and not self._is_awaited else KEY_SECONDS
        if now - key > quiet or now - self._drawn_at > LONGEST_WAIT:
            self._drawn_at = now
            if self._left or self._choose():
                self._left.pop(0)()

    def draw_latest(self, *, again: bool = False) -> None:
        """Draw the newest picture whole, if it was not drawn yet and can be seen; what is in hand is finished first."""
        self._finish()
        self._choose(again=again)
        self._finish()

    def forget(self) -> None:
        """Draw no more of the picture in hand."""
        self._left.clear()

    @property
    def is_done(self) -> bool:
        """Whether nothing is left of the picture in hand."""
        return not self._left

    def _finish(self) -> None:
        while self._left:
            self._left.pop(0)()

    def _choose(self, *, again: bool = False) -> bool:
        self._left = self._picture.parts(again=again) if self._screen.is_current else []
        return bool(self._left)
