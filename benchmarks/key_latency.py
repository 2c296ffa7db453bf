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
F5, ESCAPE, UP, DOWN = "\x1b[15~", "\x1b", "\x1b[A", "\x1b[B"
LAYERS = ("conv1", "relu1", "pool", "conv2", "relu2", "flatten", "dense")


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


def _moves(terminal: Terminal, source: random.Random) -> list[float]:
    """Moves the cursor down the layer table and back, and waits for the row it moves to to be painted anew."""
    found: list[float] = []
    while len(found) < PRESSES:
        for key, rows in ((DOWN, LAYERS[1:]), (UP, LAYERS[-2::-1])):
            for row in rows:
                terminal.drain(source.uniform(0.25, 0.4))
                began = time.perf_counter()
                terminal.press(key)
                found.append(terminal.wait_for(row) - began)
    return found


def _figure(what: str, idle: list[float], busy: list[float]) -> Figure:
    floor, measured = percentile(idle, 0.95), percentile(busy, 0.95)
    return Figure(
        f"key to repaint, 95th percentile, while the CNN trains: {what}",
        f"idle {floor * 1000:.0f} ms",
        f"{measured * 1000:.0f} ms = {measured / floor:.2f} ×",
        "≤ 2 ×, ≤ 50 ms",
        measured <= 2 * floor and measured <= 0.05,
    )


def measure() -> list[Figure]:
    source = random.Random(0)
    terminal = Terminal([sys.executable, "-m", "studyai.cli"])
    try:
        terminal.wait_for("Sections")
        terminal.drain(6)
        terminal.press(F5)
        terminal.wait_for("layers")
        terminal.drain(4)
        idle_moves, idle_types = _moves(terminal, source), _latencies(terminal, source)
        terminal.press(" ")
        terminal.drain(3)
        terminal.press(" ")  # on past the target, without an end
        terminal.drain(2)
        busy_moves, busy_types = _moves(terminal, source), _latencies(terminal, source)
        terminal.press("r")
        terminal.wait_for("paused")  # it ran until now
    finally:
        terminal.close()
    return [_figure("typing in a field", idle_types, busy_types), _figure("moving in a list", idle_moves, busy_moves)]
