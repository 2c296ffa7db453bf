"""From the quiz's key to the first question, the first time in a session; torch is not waited for."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figure import Figure, median
from benchmarks.terminal import Terminal

TIMES = 7
REACH = 0.1  # seconds
BARE = [sys.executable, str(Path(__file__).with_name("bare_question.py"))]
APP = [sys.executable, "-m", "studyai.cli"]


def _seconds(command: list[str], folder: str, ready: str, question: str) -> float:
    """How long after its key the question was printed, in a program that has come to rest."""
    terminal = Terminal(command, folder)
    try:
        terminal.wait_for(ready)
        terminal.drain(9)  # the list is there, and torch has been begun
        began = time.perf_counter()
        terminal.press("Z")
        return terminal.wait_for(question) - began
    finally:
        terminal.close()


def measure() -> list[Figure]:
    """Starts both programs anew each time; the floor is a bare Textual screen that holds as much."""
    folder = tempfile.mkdtemp()
    bare, app = [], []
    for _ in range(TIMES + 1):  # the first fills the cache of the bank
        bare.append(_seconds(BARE, folder, "painted-marker", "question-marker"))
        app.append(_seconds(APP, folder, "Sections", "Question 1 of"))
    floor, first = median(bare[1:]), median(app[1:])
    return [
        Figure(
            f"first question after its key, median of {TIMES}",
            f"bare Textual screen {floor * 1000:.0f} ms",
            f"{first * 1000:.0f} ms = {first / floor:.2f} ×",
            "≤ 100 ms",
            first <= REACH,
        )
    ]
