"""A question about what a live model would do, answered by doing it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from studyai.protocol import Prediction, Seen


@dataclass(frozen=True)
class Foretold:
    """A prediction, and how it is found out; ``see`` raises `WorkerLost` and `WorkerProblem`."""

    about: str
    prediction: Prediction
    see: Callable[[], Awaitable[Seen]]
