"""Latching (Bengio, Simard & Frasconi 1994): at the end of a sequence, name its first bit; the rest is noise.

What is wrong at the last step must be traced back through all the others: the task shows how far a gradient reaches.
"""

from __future__ import annotations

from functools import cache

import torch

from studyai.backend.tasks.bits import bit_task
from studyai.backend.tasks.registry import Task, task

LAG = 20  # steps from the first bit to the last
SEQUENCES = 4096
DATA_SEED = 0


@task("lag-memory")
@cache
def lag_memory() -> Task:
    """Random bits (N, LAG + 1, 1), no sequence twice; targets (N): the first bit."""
    draws = torch.randint(2, (SEQUENCES, LAG + 1), generator=torch.Generator().manual_seed(DATA_SEED))
    bits = draws.unique(dim=0)
    return bit_task(bits, bits[:, 0], validation=256, test=512, classes=("0", "1"), at_every_step=False)
