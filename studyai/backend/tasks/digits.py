"""Handwritten digits, 1797 real scans of 8×8 pixels (Alpaydin & Kaynak 1998, shipped with scikit-learn)."""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor
from torch.nn import functional

from studyai.backend.tasks.registry import Data, Task, task
from studyai.backend.tasks.shipped import table

TEST_IMAGES = 360  # a fifth
VALIDATION_IMAGES = 180
SPLIT_SEED = 0  # every run is tested on the same images, so that runs can be compared
BRIGHTEST = 16


def accuracy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Return the share of outputs (N, classes) whose largest entry is at the target (N)."""
    return (outputs.argmax(dim=1) == targets).float().mean()


@task("digits")
@cache
def digits() -> Task:
    """Images (N, 1, 8, 8) from 0 to 1, targets (N) from 0 to 9; cross-entropy; accuracy."""
    scans = table("digits.csv.gz")  # (N, 64 + 1)
    inputs = scans[:, :-1].float().reshape(-1, 1, 8, 8) / BRIGHTEST
    targets = scans[:, -1].long()
    order = torch.randperm(len(inputs), generator=torch.Generator().manual_seed(SPLIT_SEED))
    images_of = Data((inputs,), targets).rows
    parts = order.split([TEST_IMAGES, VALIDATION_IMAGES, len(order) - TEST_IMAGES - VALIDATION_IMAGES])
    test, validation, train = (images_of(rows) for rows in parts)
    return Task(
        train=train,
        validation=validation,
        test=test,
        sizes={"channels": 1, "side": 8, "in_features": 64, "classes": 10},
        classes=tuple("0123456789"),
        metric="accuracy",
        loss=functional.cross_entropy,
        measure=accuracy,
    )
