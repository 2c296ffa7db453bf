"""The way out when nobody presses a key: the terminal is closed, or somebody ends the process."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

F5 = b"\x1b[15~"
PATIENCE = 60  # seconds; only a process that never ends takes them


def started(tmp_path: Path, *program: str) -> tuple[subprocess.Popen[bytes], int]:
    """The app in a terminal of its own, painted, with the terminal's other end."""
    ours, theirs = pty.openpty()
    homes = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    app = subprocess.Popen(
        [sys.executable, *(program or ("-m", "studyai.cli"))],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, **homes, "TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(theirs)
    read_until(ours, b"Sections")
    return app, ours


def read_until(terminal: int, said: bytes) -> None:
    seen = b""
    while said not in seen:
        assert select.select([terminal], [], [], PATIENCE)[0], f"it says nothing more after {seen[-200:]!r}"
        seen += os.read(terminal, 65536)


def test_a_terminal_closed_while_a_network_trains_ends_the_app(tmp_path: Path) -> None:
    app, terminal = started(tmp_path)
    os.write(terminal, F5)
    read_until(terminal, b"parameters")
    os.write(terminal, b" ")
    read_until(terminal, b"running")
    os.close(terminal)
    app.send_signal(signal.SIGHUP)
    assert app.wait(PATIENCE) in (128 + signal.SIGHUP, 1)


def test_a_terminated_app_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    app, terminal = started(tmp_path)
    app.send_signal(signal.SIGTERM)
    read_until(terminal, b"\x1b[?1049l")  # back from the alternate screen
    assert app.wait(PATIENCE) == 128 + signal.SIGTERM


READING = """
import asyncio, os
from studyai.tui.shell import app
class Reading(app.StudyApp):
    def on_ready(self):
        asyncio.get_running_loop().run_in_executor(None, os.read, os.pipe()[0], 1)
app.StudyApp = Reading
app.run()
"""


def test_a_key_ends_the_app_though_a_thread_reads_for_ever(tmp_path: Path) -> None:
    app, terminal = started(tmp_path, "-c", READING)
    os.write(terminal, b"\x11")
    try:
        read_until(terminal, b"\x1b[?1049l")
        assert app.wait(PATIENCE) == 0
    finally:
        app.kill()
        os.close(terminal)


BLOCKED = """
import asyncio, queue
from studyai.tui.shell.leaving import leave_on_signals
async def main():
    leave_on_signals(lambda code: None)
    print("ready", flush=True)
    full = queue.Queue(1)
    full.put("")
    full.put("as Textual does, to a writer that is dead")
asyncio.run(main())
"""


def test_an_event_loop_that_waits_for_ever_is_left_too() -> None:
    app = subprocess.Popen([sys.executable, "-c", BLOCKED], stdout=subprocess.PIPE)
    assert app.stdout is not None
    assert app.stdout.readline() == b"ready\n"
    app.send_signal(signal.SIGHUP)
    assert app.wait(PATIENCE) == 128 + signal.SIGHUP
    app.stdout.close()
