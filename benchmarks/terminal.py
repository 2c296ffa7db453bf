"""A program in a terminal of its own (a pty), watched from outside."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Sequence

GIVE_UP = 60.0  # seconds


class Terminal:
    """Starts a command in an 80×24 pty and reads what it prints; a folder of its own keeps its record and cache."""

    def __init__(self, command: Sequence[str], folder: str | None = None) -> None:
        folder = folder or tempfile.mkdtemp()
        self.started = time.perf_counter()
        self.process, self._file = pty.fork()
        if self.process == 0:
            places = dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), folder)
            environment = {**os.environ, **places, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what pip installs is compiled: a learner's start is too
            environment["PYTHONPYCACHEPREFIX"] = folder
            os.execvpe(command[0], list(command), environment)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def press(self, keys: str) -> None:
        """Types."""
        os.write(self._file, keys.encode())

    def wait_for(self, marker: str) -> float:
        """Reads until the marker is printed; returns that moment."""
        seen = b""
        wanted = marker.encode()
        limit = time.perf_counter() + GIVE_UP
        while time.perf_counter() < limit:
            if select.select([self._file], [], [], 0.5)[0]:
                seen = seen[-200_000:] + os.read(self._file, 1 << 16)
                if wanted in seen:
                    return time.perf_counter()
        raise TimeoutError(f"{marker!r} was not printed in {GIVE_UP:.0f} s")

    def drain(self, seconds: float) -> None:
        """Reads and forgets for a while."""
        limit = time.perf_counter() + seconds
        while (left := limit - time.perf_counter()) > 0:
            if select.select([self._file], [], [], left)[0]:
                os.read(self._file, 1 << 16)

    def close(self) -> None:
        """Ends the program."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._file)
