"""From a key to its repaint in the lab: while the CNN trains, against the same app idle."""

from __future__ import annotations

import random
import sys
import time

from benchmarks.figure import Figure, percentile
from benchmarks.terminal import Terminal

PRESSES = 80
UNMISTAKABLE = 3  # digits in a row that no counter on the screen shows by chance
LONGEST = 5  # digits that the field shows at once
F5, ESCAPE = "\x1b[15~", "\x1b"


def _latencies(terminal: Terminal, source: random.Random) -> list[float]:
    """Types seeds digit by digit and waits for each digit to stand on the screen behind those before it."""
    found: list[float] = []
    while len(found) < PRESSES:
        terminal.press("s")  # to the seed's field, what it holds selected
        terminal.drain(0.3)
        typed = ""
        for digit in source.sample("123456789", LONGEST):
            typed += digit
            terminal.drain(source.uniform(0.02, 0.15))  # keys come at any moment between two frames
            began = time.perf_counter()
            terminal.press(digit)
            if len(typed) < UNMISTAKABLE:
                terminal.drain(0.1)
            else:
                found.append(terminal.wait_for(typed) - began)
        terminal.press(ESCAPE)
        terminal.drain(0.3)
    return found


def measure() -> list[Figure]:
    source = random.Random(0)
    terminal = Terminal([sys.executable, "-m", "studyai.cli"])
    try:
        terminal.wait_for("Sections")
        terminal.drain(6)
        terminal.press(F5)
        terminal.wait_for("layers")
        terminal.drain(4)
        idle = percentile(_latencies(terminal, source), 0.95)
        terminal.press(" ")
        terminal.drain(2)
        terminal.press(" ")
        terminal.drain(2)
        busy = percentile(_latencies(terminal, source), 0.95)
    finally:
        terminal.close()
    return [
        Figure(
            "key to repaint, 95th percentile, while the CNN trains",
            f"idle {idle * 1000:.0f} ms",
            f"{busy * 1000:.0f} ms = {busy / idle:.2f} ×",
            "≤ 2 ×, ≤ 50 ms",
            busy <= 2 * idle and busy <= 0.05,
        )
    ]
