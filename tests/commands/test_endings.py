"""How a command ends whose streams, arguments or terminal are not as they should be: a line, and an exit code."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from as_a_process import PATIENCE, environment, shell

from studyai.cores import cores

NEEDS_TERMINAL = (
    "studyai: the app needs a terminal for what it reads and what it shows; "
    "studyai quiz asks in plain lines, studyai help names the other commands\n"
)
FULL = "studyai: standard output cannot be written: No space left on device\n"
NO_OUTPUT = "studyai: standard output is closed; accepted: a terminal, a file or a pipe\n"
NO_INPUT = "studyai: standard input is closed; accepted: a terminal, a file or a pipe with answers\n"
NO_EXERCISE = "studyai: there is no exercise 'no-such'; near: beam-search, one-hot, birnn-shapes\n"
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
        ("studyai solve no-such >/dev/full 2>/dev/null", 2, ""),
        ("studyai solve no-such >/dev/full", 2, NO_EXERCISE),
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
        "studyai solve softmax --check <&- 2>&-",
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


def worksheet(home: Path, *options: str) -> tuple[subprocess.Popen[bytes], int]:
    """A worksheet of many papers being made in the folder `papers`, some already made; and its standard error."""
    (home / "papers").mkdir()
    ours, theirs = pty.openpty()
    order = [
        "worksheet",
        "-o",
        "papers/exam.pdf",
        "--exercise",
        "softmax",
        "--count",
        "20",
        "--variants",
        "10000",
        *options,
    ]
    made = subprocess.Popen(
        [sys.executable, "-m", "studyai", *order], cwd=home, env=environment(home), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    read_until(ours, rb"[1-9]\d* of 200000 questions")
    return made, ours


def read_until(terminal: int, said: bytes) -> bytes:
    seen = b""
    while not re.search(said, seen):
        assert select.select([terminal], [], [], PATIENCE)[0], f"it says nothing more after {seen[-200:]!r}"
        seen += os.read(terminal, 65536)
    return seen


@pytest.mark.parametrize(
    ("name", "code", "options"),
    [("SIGTERM", 143, ["--unchecked"]), ("SIGHUP", 129, ["--unchecked"]), ("SIGINT", 130, [])],
)
def test_a_worksheet_that_is_ended_leaves_nothing_behind(
    name: str, code: int, options: list[str], tmp_path: Path
) -> None:
    made, terminal = worksheet(tmp_path, *options)
    assert [path.suffix for path in (tmp_path / "papers").iterdir()] == [".part"]
    os.killpg(made.pid, signal.Signals[name]) if name == "SIGINT" else made.send_signal(signal.Signals[name])
    assert made.wait(PATIENCE) == code
    assert list((tmp_path / "papers").iterdir()) == []
    os.close(terminal)


def makers(made: subprocess.Popen[bytes]) -> list[int]:
    """The processes that make a worksheet's questions, as Linux lists them."""
    children = Path(f"/proc/{made.pid}/task/{made.pid}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes as Linux lists them")
def test_a_process_of_a_worksheet_that_is_stopped_is_not_waited_for(tmp_path: Path) -> None:
    made, terminal = worksheet(tmp_path, "--unchecked")
    for maker in makers(made):  # one that has not begun yet would leave everything to the others
        os.kill(maker, signal.SIGSTOP)
    read_until(terminal, b"studyai: a process that makes questions was stopped; nothing was written")
    assert made.wait(PATIENCE) == 1
    assert list((tmp_path / "papers").iterdir()) == []
    os.close(terminal)


@pytest.mark.skipif(
    sys.platform != "linux" or cores() < 2, reason="as Linux lists the processes, of which there are two"
)
def test_a_process_that_is_stopped_before_it_begins_leaves_its_part_to_the_others(tmp_path: Path) -> None:
    order = ["worksheet", "-o", "exam.md", "--exercise", "softmax", "--count", "64", "--unchecked"]
    made = subprocess.Popen(
        [sys.executable, "-m", "studyai", *order], cwd=tmp_path, env=environment(tmp_path),
    )  # fmt: skip
    while len(started := makers(made)) < 2:
        assert made.poll() is None
    os.kill(started[1], signal.SIGSTOP)
    assert made.wait(PATIENCE) == 0
    assert (tmp_path / "exam.md").read_text().count("## ") >= 64
