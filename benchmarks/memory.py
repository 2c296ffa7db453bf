"""Memory of the app and of its worker while something trains with the lab open, over ten minutes."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from benchmarks.figure import Figure, median
from benchmarks.terminal import Terminal

MINUTES = float(os.environ.get("STUDYAI_BENCHMARK_MINUTES", "10"))
SETTLED = 0.2  # of the time, in which caches fill
SAMPLES = 60
MEBIBYTE = 1024.0  # in the kibibytes of /proc
FLAT = 50.0  # MiB an hour: a frame a second that leaked 15 KiB would show
F5 = "\x1b[15~"


def measure() -> list[Figure]:
    """Linux only: it reads /proc."""
    terminal = Terminal([sys.executable, "-m", "studyai.cli"])
    samples: list[tuple[float, float, float]] = []
    try:
        terminal.wait_for("Sections")
        terminal.drain(6)
        terminal.press(F5)
        terminal.wait_for("layers")
        terminal.drain(4)
        terminal.press(" ")
        terminal.drain(5)
        terminal.press(" ")  # on past the target, without an end
        began = time.perf_counter()
        while (elapsed := time.perf_counter() - began) < MINUTES * 60:
            terminal.drain(MINUTES * 60 / SAMPLES)
            app, worker = _resident(terminal.process), _resident(_child(terminal.process))
            samples.append((elapsed, app, worker))
    finally:
        terminal.close()
    late = [sample for sample in samples if sample[0] > SETTLED * MINUTES * 60]
    return [_figure("app", [(at, app) for at, app, _ in late]), _figure("worker", [(at, own) for at, _, own in late])]


def _figure(name: str, samples: list[tuple[float, float]]) -> Figure:
    third = len(samples) // 3
    first, last = samples[:third], samples[-third:]
    grown = median([size for _, size in last]) - median([size for _, size in first])
    seconds = median([at for at, _ in last]) - median([at for at, _ in first])
    an_hour = grown / seconds * 3600
    return Figure(
        f"memory of the {name} over {MINUTES:g} minutes of training with the lab open",
        f"{median([size for _, size in first]):.0f} MiB",
        f"{median([size for _, size in last]):.0f} MiB; {an_hour:+.0f} MiB an hour",
        f"flat: ≤ {FLAT:.0f} MiB an hour",
        an_hour <= FLAT,
    )


def _resident(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / MEBIBYTE
    raise RuntimeError(f"process {process} has no VmRSS")


def _child(process: int) -> int:
    """The worker: the app's only child."""
    (children,) = Path(f"/proc/{process}/task").glob(f"{process}/children")
    return int(children.read_text(encoding="ascii").split()[0])
