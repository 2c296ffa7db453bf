"""Whether every process of several still runs: each counts, and the one that waits for them looks at the counts."""

from __future__ import annotations

import multiprocessing
import threading
from multiprocessing.context import SpawnContext
from time import sleep

BEAT_SECONDS = 0.5
LOOK_SECONDS = 1.0
PATIENCE = 12  # looks without a beat; counted, not timed, so that a machine which slept is not taken for it
PATIENCE_AT_FIRST = 120  # a process imports from a cold disk before its first beat


class Pulses:
    """A count for each process; handed to the processes when they start."""

    def __init__(self, context: SpawnContext, processes: int) -> None:
        # Without a lock: a process that is stopped while it holds one would stop everybody else.
        self._counts = context.RawArray("Q", processes)
        self._taken = context.Value("i", 0)

    def beat(self) -> None:
        """Take a count and let it grow from now on (called in each process)."""
        with self._taken:
            place, self._taken.value = self._taken.value, self._taken.value + 1
        threading.Thread(target=self._grow, args=(place,), name="pulse", daemon=True).start()

    def _grow(self, place: int) -> None:
        while True:
            self._counts[place] += 1
            sleep(BEAT_SECONDS)

    def now(self) -> list[int]:
        """Return the counts of the processes that were started."""
        return list(self._counts[: len(multiprocessing.active_children())])


class Watch:
    """Notices a process that no longer runs, by looks that are LOOK_SECONDS apart or more."""

    def __init__(self, pulses: Pulses) -> None:
        self._pulses = pulses
        self._seen: list[int] = []
        self._still: list[int] = []  # looks for which a count has stood still

    def all_run(self) -> bool:
        """Look once, and return whether every process was seen to run lately."""
        now = self._pulses.now()
        before = self._seen + [0] * len(now)
        still = self._still + [0] * len(now)
        self._still = [still[place] + 1 if count == before[place] else 0 for place, count in enumerate(now)]
        self._seen = now
        return all(
            looks < (PATIENCE if count else PATIENCE_AT_FIRST) for looks, count in zip(self._still, now, strict=True)
        )
