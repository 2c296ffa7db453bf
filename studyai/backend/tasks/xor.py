"""Exclusive or: 1 where exactly one of two inputs is 1. No line separates the classes; two layers can."""

from __future__ import annotations

from functools import cache

import torch

from studyai.backend.tasks.registry import Task, task
from studyai.backend.tasks.two_classes import two_class_task

CORNERS = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
READINGS = 50  # of each corner, so that there is something to validate and to test on
NOISE = 0.1  # standard deviation of a reading
DATA_SEED = 0


@task("xor")
@cache
def xor() -> Task:
    """Return the four rows of the truth table, each read many times with a little noise: points (N, 2)."""
    corners = CORNERS.repeat(READINGS, 1)  # (N, 2)
    noise = torch.randn(corners.shape, generator=torch.Generator().manual_seed(DATA_SEED))
    targets = corners.sum(dim=1).long() % 2  # (N)
    return two_class_task(corners + NOISE * noise, targets, validation=40, test=40, classes=("0", "1"))
