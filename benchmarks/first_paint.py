"""First paint of the app in a terminal, against a bare Textual app's."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.figure import Figure, median
from benchmarks.terminal import Terminal

RUNS = 7
BARE = [sys.executable, str(Path(__file__).with_name("bare_app.py"))]
APP = [sys.executable, "-m", "studyai.cli"]
FRAME, LIST = "Sections", "Perceptron"  # the heading is there at once, a section's title once bank and record are read


def _seconds(command: list[str], folder: str, *markers: str) -> list[float]:
    """When each of the markers was printed, in this order."""
    terminal = Terminal(command, folder)
    try:
        return [terminal.wait_for(marker) - terminal.started for marker in markers]
    finally:
        terminal.close()


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:  # a second start: bytecode and the bank's index are there
        _seconds(BARE, folder, "painted-marker")
        _seconds(APP, folder, FRAME, LIST)
        floors, frames, lists = [], [], []
        for _ in range(RUNS):
            floors += _seconds(BARE, folder, "painted-marker")
            (frame, whole) = _seconds(APP, folder, FRAME, LIST)
            frames.append(frame)
            lists.append(whole)
    return [
        _figure("first paint of the frame, median of 7", median(floors), median(frames), 1.5),
        _figure("first paint of Today's list, median of 7", median(floors), median(lists), 1.6),
    ]


def _figure(what: str, floor: float, app: float, reach: float) -> Figure:
    measured = f"{app * 1000:.0f} ms = {app / floor:.2f} ×"
    return Figure(what, f"bare Textual app {floor * 1000:.0f} ms", measured, f"≤ {reach} ×", app <= reach * floor)
