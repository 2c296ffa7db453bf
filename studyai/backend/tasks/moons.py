"""Two crescents, each reaching into the other: the smallest task that needs a hidden layer and looks it."""

from __future__ import annotations

from functools import cache

import torch

from studyai.backend.tasks.registry import Task, task
from studyai.backend.tasks.two_classes import two_class_task
from studyai.packages import require

POINTS = 1000
NOISE = 0.1  # standard deviation; the crescents then hardly touch
DATA_SEED = 0


@task("moons")
@cache
def moons() -> Task:
    """Points (N, 2) on two half circles of radius 1."""
    require("scikit-learn")
    from sklearn.datasets import make_moons  # half a second, and only training needs it

    points, targets = make_moons(POINTS, noise=NOISE, random_state=DATA_SEED)
    return two_class_task(
        torch.tensor(points, dtype=torch.float32), torch.tensor(targets), 200, 200, ("upper moon", "lower moon")
    )
