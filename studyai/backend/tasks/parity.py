"""Running parity: after each bit, whether the ones so far are even or odd. One bit must be kept, and turned."""

from __future__ import annotations

from functools import cache

from studyai.backend.tasks.bits import all_bits, bit_task
from studyai.backend.tasks.registry import Task, task

LENGTH = 8


@task("parity")
@cache
def parity() -> Task:
    """Return all 256 sequences of eight bits (N, 8, 1), targets (N, 8): the sum so far modulo 2."""
    bits = all_bits(LENGTH)
    targets = bits.cumsum(dim=1) % 2
    return bit_task(bits, targets, validation=32, test=32, classes=("even", "odd"), at_every_step=True)
