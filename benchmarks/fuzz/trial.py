"""Tries a check on examples made at random, and counts what came of them."""

from __future__ import annotations

import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

Example = TypeVar("Example")
MOST_FINDINGS = 50  # that are kept in words
WAITING = 20  # times as long by the clock as of the processor


class Hang(BaseException):
    """An example took too long. No `Exception`, so that nothing under trial takes it for its own."""


class Mistake(AssertionError):
    """Something came of an example that may not: in words."""


@dataclass
class Tally(Generic[Example]):
    """What came of the examples: how many, of which outcome, what was found, and the slowest."""

    tried: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def took(self, seconds: float, example: Example, keep: int = 5) -> None:
        """Note how long an example took."""
        self.slowest = sorted([*self.slowest, (seconds, repr(example)[:300])], reverse=True)[:keep]

    def found(self, problem: str, example: Example) -> None:
        """Note a mistake."""
        self.outcomes["found"] += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(f"{problem}\n    {repr(example)[:2000]}")


def run(
    examples: SearchStrategy[Example],
    check: Callable[[Example], str],
    count: int,
    number: int = 0,
    hang: float | None = None,
) -> Tally[Example]:
    """Try `check`, which returns a word for the outcome, on so many examples; `number` decides which.

    Whatever it raises is a finding, and so is an example that takes longer than `hang` seconds.
    """
    tally = Tally[Example]()

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(examples)
    def try_one(example: Example) -> None:
        tally.tried += 1
        began = time.thread_time()
        try:
            with _no_longer_than(hang):
                tally.outcomes[check(example)] += 1
        except Mistake as problem:
            tally.found(str(problem), example)
        except Hang:
            tally.found(f"took longer than {hang} s", example)
        except Exception as bug:  # noqa: BLE001 (whatever it is, it is what is looked for)
            tally.found(_told(bug), example)
        tally.took(time.thread_time() - began, example)

    try_one()
    return tally


def _told(bug: BaseException) -> str:
    *_, place = traceback.extract_tb(bug.__traceback__)
    return f"{type(bug).__name__}: {str(bug)[:200]} ({place.filename}:{place.lineno})"


@contextmanager
def _no_longer_than(seconds: float | None) -> Iterator[None]:
    if seconds is None or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: Any) -> None:
        raise Hang

    # Of the processor, for a busy machine makes nothing hang; by the clock much more, for what waits for ever.
    timers = (
        (signal.SIGPROF, signal.ITIMER_PROF, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, seconds * WAITING),
    )
    before = [(number, signal.signal(number, stop)) for number, _, _ in timers]
    for _, timer, limit in timers:
        signal.setitimer(timer, limit)
    try:
        yield
    finally:
        for _, timer, _ in timers:
            signal.setitimer(timer, 0)
        for number, handler in before:
            signal.signal(number, handler)
