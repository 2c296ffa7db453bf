"""The adding problem (Hochreiter & Schmidhuber 1997): the sum of two numbers that were marked long before the end."""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor
from torch.nn import functional

from studyai.backend.tasks.registry import Data, Task, task

LENGTH = 20
TRAIN, VALIDATION, TEST = 8192, 512, 1024
NEAR = 0.1  # a sum counts as right within this distance
DATA_SEED = 0


def last_step_squared_error(outputs: Tensor, targets: Tensor) -> Tensor:
    """Return mean squared error of the last steps: outputs (N, T, 1), targets (N)."""
    return functional.mse_loss(outputs[:, -1, 0], targets)


def near_enough(outputs: Tensor, targets: Tensor) -> Tensor:
    """Return the share of sequences whose last output (N, T, 1) is within 0.1 of the target (N)."""
    return ((outputs[:, -1, 0] - targets).abs() <= NEAR).float().mean()


@task("adding")
@cache
def adding() -> Task:
    """Numbers from 0 to 1 and marks, together (N, 20, 2), a mark in each half; targets (N): the marked ones' sum."""
    generator = torch.Generator().manual_seed(DATA_SEED)
    count, half = TRAIN + VALIDATION + TEST, LENGTH // 2
    numbers = torch.rand(count, LENGTH, generator=generator)
    places = torch.randint(half, (count, 2), generator=generator) + torch.tensor([0, half])  # (N, 2)
    marks = torch.zeros(count, LENGTH).scatter_(1, places, 1.0)
    data = Data((torch.stack([numbers, marks], dim=2),), (numbers * marks).sum(dim=1))
    return Task(
        train=data.rows(slice(TRAIN)),
        validation=data.rows(slice(TRAIN, TRAIN + VALIDATION)),
        test=data.rows(slice(TRAIN + VALIDATION, None)),
        sizes={"in_features": 2, "out_features": 1},
        classes=(),
        metric="sums within 0.1",
        loss=last_step_squared_error,
        measure=near_enough,
    )
