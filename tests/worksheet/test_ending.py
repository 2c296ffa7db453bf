"""A worksheet is ended, and a process that no longer runs is noticed, whatever is being done."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from time import sleep

import pytest

from studyai.worksheet.paper import _interruptible
from studyai.worksheet.pulse import Watch

PATIENCE = 60  # seconds; only a process that never ends takes them
TYPESETTING = """
import sys, threading, typst
from studyai.worksheet.paper import _interruptible
sys.setswitchinterval(1000)  # a thread gets its turn when another waits, or works outside Python
begun = threading.Event()
threading.Thread(target=lambda: (begun.wait(), print("ready", flush=True)), daemon=True).start()
def work():
    begun.set()
    return typst.compile(b"#for i in range(50000) { for j in range(50000) { } }")
_interruptible(work)
"""


def test_an_interruption_does_not_wait_for_the_typesetter() -> None:
    typesetting = subprocess.Popen(
        [sys.executable, "-c", TYPESETTING], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert typesetting.stdout is not None
    assert typesetting.stdout.readline() == b"ready\n"
    typesetting.send_signal(signal.SIGINT)
    try:
        assert typesetting.wait(PATIENCE) == -signal.SIGINT
    finally:
        typesetting.kill()
        typesetting.wait()
        typesetting.stdout.close()


def test_an_interruption_that_does_not_wake_who_waits_is_seen_all_the_same() -> None:
    seen = threading.Event()
    in_time = []

    def work() -> bytes:
        sleep(0.5)  # by now it is waited for
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # of this thread: the other's wait goes on
        in_time.append(seen.wait(PATIENCE))
        return b""

    with pytest.raises(KeyboardInterrupt):
        _interruptible(work)
    seen.set()
    for thread in threading.enumerate():
        if thread.name == "assembling":
            thread.join()
    assert in_time == [True]


def test_what_goes_wrong_in_the_work_is_told_to_who_waits() -> None:
    assert _interruptible(lambda: b"done") == b"done"
    with pytest.raises(ZeroDivisionError):
        _interruptible(lambda: b"" * (1 // 0))


class Counts:
    """Counts as processes would leave them, look by look."""

    def __init__(self, *looks: list[int]) -> None:
        self._looks = iter(looks)

    def now(self) -> list[int]:
        return next(self._looks)


@pytest.mark.parametrize(
    ("looks", "runs"),
    [
        ([[1, 1]] * 12, True),
        ([[1, 1]] * 13, False),
        ([[count, 7] for count in range(20)], False),
        ([[count, 7 + count] for count in range(20)], True),
        ([[1, 1]] * 12 + [[2, 2]] * 12, True),
        ([[3, 0]] * 12, True),
        ([[count, 0] for count in range(1, 119)], True),
        ([[count, 0] for count in range(1, 122)], False),
        ([[5]] * 10 + [[6, 0]] * 10, True),
    ],
)
def test_a_count_that_stands_still_is_noticed(looks: list[list[int]], runs: bool) -> None:
    watch = Watch(Counts(*looks))  # type: ignore[arg-type]
    assert all(watch.all_run() for _ in looks) is runs
