"""From a key to its repaint in the lab: while something trains, against the same app idle."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable

from benchmarks.figure import Figure, percentile
from benchmarks.terminal import Terminal

PRESSES = 80
UNMISTAKABLE = 3  # digits in a row that no counter on the screen shows by chance
LONGEST = 5  # digits that the field shows at once
F5, ESCAPE, ENTER, UP, DOWN = "\x1b[15~", "\x1b", "\r", "\x1b[A", "\x1b[B"
Begin = Callable[[Terminal], None]
Walk = tuple[str, str, tuple[str, ...]]
ROWS = {  # of the layer list that are seen without scrolling, from the one where the cursor stands
    "cnn": (DOWN, UP, ("conv1", "activation1", "pool", "conv2", "activation2")),
    "transformer": (UP, DOWN, ("cross_attent", "norm1", "dropout", "output", "value", "key")),
}


def _latencies(terminal: Terminal, source: random.Random, begin: Begin) -> list[float]:
    """Types seeds digit by digit and waits for each digit to stand on the screen behind those before it."""
    found: list[float] = []
    while len(found) < PRESSES:
        begin(terminal)
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


def _moves(terminal: Terminal, source: random.Random, walk: Walk, begin: Begin) -> list[float]:
    """Moves the cursor over the layer table and back, and waits for the row it moves to to be painted anew."""
    on, back, names = walk
    found: list[float] = []
    while len(found) < PRESSES:
        begin(terminal)
        for key, rows in ((on, names[1:]), (back, names[-2::-1])):
            for row in rows:
                terminal.drain(source.uniform(0.25, 0.4))
                began = time.perf_counter()
                terminal.press(key)
                found.append(terminal.wait_for(row) - began)
    return found


def _figure(architecture: str, what: str, idle: list[float], busy: list[float]) -> Figure:
    floor, measured = percentile(idle, 0.95), percentile(busy, 0.95)
    return Figure(
        f"key to repaint, 95th percentile, while the {architecture} trains: {what}",
        f"idle {floor * 1000:.1f} ms (median {percentile(idle, 0.5) * 1000:.1f})",
        f"{measured * 1000:.1f} ms = {measured / floor:.2f} × (median {percentile(busy, 0.5) * 1000:.1f})",
        "≤ 1.5 ×, ≤ 50 ms",
        measured <= 1.5 * floor and measured <= 0.05,
    )


def _prepare(terminal: Terminal, architecture: str) -> None:
    """Builds a model that trains without reaching its target."""
    terminal.wait_for("Sections")
    terminal.drain(6)
    terminal.press(F5)
    terminal.wait_for("parameters")  # the first model is built
    terminal.drain(4)
    terminal.press("/")
    terminal.wait_for("Architectures")
    terminal.drain(1)
    _type(terminal, architecture)
    terminal.press(ENTER)
    terminal.wait_for("parameters")
    terminal.drain(4)
    terminal.press("e")
    terminal.drain(0.5)
    _type(terminal, "1e-9" + ENTER)  # it never reaches its target
    terminal.drain(2)


def _stay(terminal: Terminal) -> None:
    """Leaves the model as it is."""


def _train_anew(terminal: Terminal) -> None:
    """Trains from the start, so that the last update is far."""
    terminal.press("r")
    terminal.drain(0.5)
    terminal.press(" ")
    terminal.wait_for("running")


def _type(terminal: Terminal, keys: str) -> None:
    for key in keys:
        terminal.press(key)
        terminal.drain(0.1)


def _measure(architecture: str) -> list[Figure]:
    source, walk = random.Random(0), ROWS[architecture]
    figures: list[Figure] = []
    terminal = Terminal([sys.executable, "-m", "studyai.cli"])
    try:
        _prepare(terminal, architecture)
        idle_moves = _moves(terminal, source, walk, _stay)
        idle_types = _latencies(terminal, source, _stay)
        for pace, keys in (("watched", ""), ("at full speed", "ff")):
            _type(terminal, keys)
            busy_moves = _moves(terminal, source, walk, _train_anew)
            busy_types = _latencies(terminal, source, _train_anew)
            figures.append(_figure(f"{architecture} {pace}", "typing in a field", idle_types, busy_types))
            figures.append(_figure(f"{architecture} {pace}", "moving in a list", idle_moves, busy_moves))
    finally:
        terminal.close()
    return figures


def measure() -> list[Figure]:
    return [figure for architecture in ROWS for figure in _measure(architecture)]
