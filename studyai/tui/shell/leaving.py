"""The way out, in time: a key, a terminal that is closed, a process that somebody ends."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

SECONDS_TO_LEAVE = 1.5


def leave(code: int) -> NoReturn:
    """End the process, its terminal restored: asyncio and the interpreter would wait for every thread, for ever."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    logging.shutdown()
    os._exit(code)


def leave_in_time(code: int) -> None:
    """End the process in a moment, should it not have ended by then; the torch worker ends when its input does."""
    last_resort = threading.Timer(SECONDS_TO_LEAVE, os._exit, (code,))
    last_resort.daemon = True
    last_resort.start()


def leave_on_signals(leave: Callable[[int], None]) -> None:
    """On SIGTERM and SIGHUP call `leave` in the running event loop, with the exit code.

    If that does not end the process, it is ended: a terminal that is gone takes no more output, and Textual waits for
    it for ever, in the event loop itself. So these are Python's own handlers, which run all the same.
    """
    loop = asyncio.get_running_loop()

    def answer(number: int, _: FrameType | None) -> None:
        leave_in_time(128 + number)
        loop.call_soon_threadsafe(leave, 128 + number)

    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, answer)
