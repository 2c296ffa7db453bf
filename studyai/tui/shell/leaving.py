"""The way out when the terminal is closed or somebody ends the process."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

SECONDS_TO_LEAVE = 2.0


def leave_on_signals(leave: Callable[[int], None]) -> None:
    """On SIGTERM and SIGHUP call `leave` in the running event loop, with the exit code.

    If that does not end the process, it is ended: a terminal that is gone takes no more output, and Textual waits for
    it for ever, in the event loop itself. So these are Python's own handlers, which run all the same.
    """
    loop = asyncio.get_running_loop()

    def answer(number: int, _: FrameType | None) -> None:
        last_resort = threading.Timer(SECONDS_TO_LEAVE, os._exit, (128 + number,))
        last_resort.daemon = True
        last_resort.start()
        loop.call_soon_threadsafe(leave, 128 + number)

    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, answer)
