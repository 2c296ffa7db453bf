"""From the quiz's key to the first question, the first time in a session; torch is not waited for."""

from __future__ import annotations

import sys
import tempfile
import time

from benchmarks.figure import Figure, median
from benchmarks.terminal import Terminal

TIMES = 7
REACH = 0.1  # seconds


def measure() -> list[Figure]:
    """Starts the app anew each time; the floor is the same question, shown again."""
    folder = tempfile.mkdtemp()
    first, floor = [], []
    for _ in range(TIMES + 1):  # the first fills the cache of the bank
        terminal = Terminal([sys.executable, "-m", "studyai.cli"], folder)
        try:
            terminal.wait_for("Sections")
            terminal.drain(4)  # the list is there, and torch has been begun
            began = time.perf_counter()
            terminal.press("Z")
            first.append(terminal.wait_for("Question 1 of") - began)
            for _ in range(2):  # out of an answer that is typed, and back
                terminal.drain(1)
                terminal.press("\x1b")
            terminal.drain(1)
            began = time.perf_counter()
            terminal.press("Z")
            floor.append(terminal.wait_for("Question 1 of") - began)
        finally:
            terminal.close()
    first, floor = first[1:], floor[1:]
    return [
        Figure(
            f"first question after its key, median of {TIMES}",
            f"the same again {median(floor) * 1000:.0f} ms",
            f"{median(first) * 1000:.0f} ms = {median(first) / median(floor):.1f} ×",
            "≤ 100 ms",
            median(first) <= REACH,
        )
    ]
