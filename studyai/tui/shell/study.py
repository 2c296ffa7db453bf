"""What screens need of the app: the desk, the torch worker, the last keys, and a way to tell something."""

from __future__ import annotations

import asyncio
import inspect
import math
from collections import deque
from pathlib import Path
from time import monotonic
from typing import Any

from textual import events, work
from textual.app import App
from textual.screen import Screen
from textual.signal import Signal
from textual.worker import WorkerFailed

from studyai.log import log_bug, place_of
from studyai.tui.shell.desk import Desk
from studyai.tui.shell.places import PLACES, place_named
from studyai.tui.shell.settings import Settings
from studyai.tui.shell.stylesheet import ParsedOnce
from studyai.tui.shell.torch_link import LinkState, TorchLink
from studyai.tui.shell.trail import Trail
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.python_code import read_grammar
from studyai.tui.widgets.steady import Steady

KEYS_ON_THEIR_WAY = 50  # that are remembered with the screen that they were pressed on
SECONDS_TO_READ = 60.0  # a message with file names, that comes once in a year
SECONDS_UNTIL_TOLD_AGAIN = 10.0  # a bug that a timer meets again and again


class Study(Steady, App[None]):
    """The app as its screens know it: they reach the torch worker through `torch` (`await study.torch.ready()`) and
    hear of it coming and going through `torch_changed`.
    """

    desk: Desk
    settings: Settings
    torch: TorchLink
    proofs: TorchLink  # a worker of its own for claims: one that hangs can be ended without a training
    torch_changed: Signal[LinkState]
    last_key = key_before = 0.0  # when, on the monotonic clock
    _told_bugs: dict[str, float]  # when, on that clock

    def __init__(self, *, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.stylesheet = ParsedOnce(variables=self.get_css_variables())
        self.trail = Trail(PLACES[0].name)
        self._told_bugs = {}
        self._pressed: deque[tuple[events.Key, Screen[Any]]] = deque(maxlen=KEYS_ON_THEIR_WAY)

    def tell(self, message: str, *, severity: str = "information") -> None:
        """Show a message that may hold any text; it is never read as markup."""
        match severity:
            case "warning":
                self.notify(message, severity="warning", markup=False)
            case "error":
                self.notify(message, severity="error", markup=False)
            case _:
                self.notify(message, markup=False)

    def tell_of_record(self, words: str) -> None:
        """Say what was done to the record's file, long enough to be read; safe in any thread."""
        self.notify(printable(words), severity="warning", timeout=SECONDS_TO_READ, markup=False)

    @work(exclusive=True, group="record")
    async def look_after_record(self) -> None:
        """See that the record's file is sound, and back it up; once nothing waits for it."""
        await asyncio.to_thread(self.desk.look_after_record)

    def remember(self, **choices: str) -> None:
        """Change settings by their names, now and for the next time."""
        raise NotImplementedError

    async def action_go(self, place: str) -> None:
        """Go to a screen of the navigation row; Esc leads back from there."""
        self.trail.go(self.current_mode, place)
        await self.switch_mode(place)

    async def prepare(self, place: str) -> None:
        """Import a screen of the navigation row, and read what it will need, before it is wanted."""
        screen = await asyncio.to_thread(place_named(place).load)
        self.stylesheet.read(Path(inspect.getfile(screen)).with_name(str(screen.CSS_PATH)))
        self.stylesheet.parse()
        await asyncio.to_thread(read_grammar)
        await asyncio.to_thread(self.desk.read_ahead)

    async def on_event(self, event: events.Event) -> None:
        """Note when a key was last pressed, so that drawing can keep out of its way."""
        if isinstance(event, events.Key):
            self.key_before, self.last_key = self.last_key, monotonic()
            if self._is_for_panel(event):
                event = events.Key(event.key, event.character)
        await super().on_event(event)

    def _is_for_panel(self, key: events.Key) -> bool:
        """Return whether a key comes back from a screen over which a panel has opened meanwhile: `/18` typed fast.

        A key goes first to what has the focus; what it is bound to is done when it has come back from there.
        """
        if not key.is_forwarded:
            self._pressed.append((key, self.screen))
            return False
        aimed = next((screen for one, screen in self._pressed if one is key), self.screen)
        return self.screen is not aimed and self.screen.is_modal

    # Bugs

    def _handle_exception(self, error: Exception) -> None:
        """Tell and log an unforeseen exception; Textual would end the app."""
        bug = error.error if isinstance(error, WorkerFailed) else error
        if not self.screen_stack:
            super()._handle_exception(error)  # there is nothing to tell it on
            return
        place, now = f"{type(bug).__name__} {place_of(bug)}", monotonic()
        if now - self._told_bugs.get(place, -math.inf) > SECONDS_UNTIL_TOLD_AGAIN:
            self._told_bugs[place] = now
            self.tell(printable(log_bug(bug)), severity="error")
