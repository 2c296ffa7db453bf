"""How the learning rate goes on from the one that was set: a factor for every update."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Course:
    """What a schedule depends on besides the update: updates of warm-up, in all, between decays, and the decay."""

    warm_up: int
    steps: int
    decay: float
    decay_every: int


def _constant(course: Course, update: int) -> float:
    return 1.0


def _step(course: Course, update: int) -> float:
    return float(course.decay ** (update // course.decay_every))


def _exponential(course: Course, update: int) -> float:
    return float(course.decay ** (update / course.decay_every))


def _cosine(course: Course, update: int) -> float:
    share = min(1.0, update / max(1, course.steps - course.warm_up))
    return (1 + math.cos(math.pi * share)) / 2


SCHEDULES: dict[str, Callable[[Course, int], float]] = {
    "constant": _constant,
    "step": _step,
    "exponential": _exponential,
    "cosine": _cosine,
}


def factor(schedule: str, course: Course, update: int) -> float:
    """Return the learning rate's factor at an update, counted from 0: a linear warm-up, then the schedule.

    ``cosine`` comes down to 0 at the last of the steps (Loshchilov & Hutter 2017, without restarts).
    """
    if update < course.warm_up:
        return (update + 1) / course.warm_up
    return SCHEDULES[schedule](course, update - course.warm_up)
