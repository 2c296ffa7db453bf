"""Two spirals wound into each other (Lang & Witbrock 1988): a boundary that takes more units and more time."""

from __future__ import annotations

import math
from functools import cache

import torch

from studyai.backend.tasks.registry import Task, task
from studyai.backend.tasks.two_classes import two_class_task

POINTS = 1000  # half of them on each arm
TURNS = 1.5
NOISE = 0.02  # standard deviation, where the arms end at radius 1
DATA_SEED = 0


@task("spirals")
@cache
def spirals() -> Task:
    """Points (N, 2) on two arms from the middle to radius 1, the second arm the first turned by half a turn."""
    generator = torch.Generator().manual_seed(DATA_SEED)
    targets = torch.arange(POINTS) % 2  # (N)
    along = torch.rand(POINTS, generator=generator).sqrt()  # (N) from 0 to 1, denser outside, where arms are longer
    angle = 2 * math.pi * TURNS * along + math.pi * targets
    arms = along[:, None] * torch.stack([angle.cos(), angle.sin()], dim=1)  # (N, 2)
    points = arms + NOISE * torch.randn(arms.shape, generator=generator)
    return two_class_task(points, targets, 200, 200, ("first arm", "second arm"))
