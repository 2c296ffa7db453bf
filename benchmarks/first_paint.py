"""First paint of the app in a terminal, against a bare Textual app's."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.figure import Figure, median
from benchmarks.terminal import Terminal

RUNS = 7
BARE = [sys.executable, str(Path(__file__).with_name("bare_app.py"))]
APP = [sys.executable, "-m", "studyai.cli"]


def _seconds(command: list[str], marker: str) -> float:
    terminal = Terminal(command)
    try:
        return terminal.wait_for(marker) - terminal.started
    finally:
        terminal.close()


def measure() -> list[Figure]:
    _seconds(BARE, "painted-marker")
    _seconds(APP, "Sections")
    floors, apps = [], []
    for _ in range(RUNS):
        floors.append(_seconds(BARE, "painted-marker"))
        apps.append(_seconds(APP, "Sections"))
    floor, app = median(floors), median(apps)
    return [
        Figure(
            "first paint, median of 7",
            f"bare Textual app {floor * 1000:.0f} ms",
            f"{app * 1000:.0f} ms = {app / floor:.2f} ×",
            "≤ 1.5 ×",
            app <= 1.5 * floor,
        )
    ]
