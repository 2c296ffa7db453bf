"""How a command ends whose streams, arguments or terminal are not as they should be: a line, and an exit code."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from as_a_process import PATIENCE, environment, shell

NEEDS_TERMINAL = (
    "studyai: the app needs a terminal for what it reads and what it shows; "
    "studyai quiz asks in plain lines, studyai help names the other commands\n"
)
FULL = "studyai: standard output cannot be written: No space left on device\n"
NO_OUTPUT = "studyai: standard output is closed; accepted: a terminal, a file or a pipe\n"
NO_INPUT = "studyai: standard input is closed; accepted: a terminal, a file or a pipe with answers\n"
NO_TEXT = "studyai: b'\\xff': these bytes are no text; accepted: text in UTF-8\n"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("studyai </dev/null", 2, NEEDS_TERMINAL),
        ("studyai --debug <&- 2>&1 >/dev/null | head -1 >&2", 2, NEEDS_TERMINAL),
        ("studyai list --ids >/dev/full", 2, FULL),
        ("studyai solve adam >/dev/full", 2, FULL),
        ("studyai solve adam --json >/dev/full", 2, FULL),
        ("studyai completion zsh >/dev/full", 2, FULL),
        ("studyai --version >/dev/full", 2, FULL),
        ("studyai help worksheet >/dev/full", 2, FULL),
        ("studyai quiz >/dev/full", 2, FULL),
        ("studyai train mlp --steps 2 --json >/dev/full", 2, FULL),
        ("studyai list --ids >&-", 2, NO_OUTPUT),
        ("studyai --help >&-", 2, NO_OUTPUT),
        ("studyai quiz <&- >/dev/null", 2, NO_INPUT),
        ("studyai solve no-such 2>&-", 2, ""),
        ("studyai solve no-such 2>/dev/full", 2, ""),
        ("studyai train $'\\xff'", 2, NO_TEXT),
        ("studyai solve adam --given $'\\xff'", 2, NO_TEXT),
        ("studyai quiz >/dev/null <<< $'0.5\\n\\xff'", 2, NO_TEXT),
    ],
)
def test_what_cannot_be_read_or_written_is_one_line(line: str, code: int, said: str, tmp_path: Path) -> None:
    done = shell(tmp_path, line)
    assert done.stderr.decode() == said
    assert done.stdout == b""
    assert done.returncode == code


@pytest.mark.parametrize(
    "line",
    [
        "studyai list --ids | true",
        "studyai solve adam --json | true",
        "studyai --help | true",
        "studyai train mlp --steps 200 --json | head -1",
        "studyai doctor <&-",
        "studyai solve softmax --check 2>&-",
    ],
)
def test_a_reader_that_has_enough_and_a_stream_that_is_not_needed_are_no_mistake(line: str, tmp_path: Path) -> None:
    done = shell(tmp_path, line)
    assert done.stderr == b""
    assert done.returncode == 0


@pytest.mark.parametrize("elsewhere", ["stdin", "stdout", "stderr"])
def test_the_app_needs_the_terminal_on_every_side(elsewhere: str, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs) | {elsewhere: subprocess.DEVNULL}
    app = subprocess.Popen([sys.executable, "-m", "studyai"], env=environment(tmp_path), **streams)  # type: ignore[call-overload]
    assert app.wait(PATIENCE) == 2
    os.close(theirs)
    os.close(ours)
