"""One exercise, loaded as a command loads it: the index read, the exercise found in its file and built."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figure import Figure, median
from studyai.bank.bank import Bank
from studyai.bank.packs import built_in

EXERCISE = "adam"
RUNS = 31
REACH = 25.0  # milliseconds


def measure() -> list[Figure]:
    with TemporaryDirectory() as folder:
        cache = Path(folder) / "index.json"
        Bank([built_in()], cache).exercise(EXERCISE)  # fills the cache, and imports what loading needs
        loaded = _milliseconds(lambda: Bank([built_in()], cache).exercise(EXERCISE))
        read = _milliseconds(lambda: [file.read_bytes() for file in [*built_in().files(), cache]])
    what = f"one exercise loaded by a command: {EXERCISE}, index at hand, median of {RUNS}"
    floor = f"the files read and nothing parsed {read:.1f} ms"
    return [Figure(what, floor, f"{loaded:.1f} ms", f"≤ {REACH:.0f} ms", loaded <= REACH)]


def _milliseconds(act: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - began))
    return median(times)
