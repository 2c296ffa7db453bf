"""Which bit has the majority among a step, the one before and the one after it: what comes next must be known.

Who reads from the left only knows it where x_{t-1} and x_t agree, and is right three times out of four.
"""

from __future__ import annotations

from functools import cache

from torch.nn import functional

from studyai.backend.tasks.bits import all_bits, bit_task
from studyai.backend.tasks.registry import Task, task

LENGTH = 10


@task("majority")
@cache
def majority() -> Task:
    """Return all 1024 sequences of ten bits (N, 10, 1), targets (N, 10); beyond both ends there are zeros."""
    bits = all_bits(LENGTH)
    before, after = functional.pad(bits, (1, 0))[:, :-1], functional.pad(bits, (0, 1))[:, 1:]
    targets = (before + bits + after >= 2).long()
    return bit_task(bits, targets, validation=128, test=384, classes=("0", "1"), at_every_step=True)
