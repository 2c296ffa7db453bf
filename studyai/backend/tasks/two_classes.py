"""Points of the plane in two classes: what the tasks iris, xor, moons and spirals have in common."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from studyai.backend.tasks.registry import Data, Task

SPLIT_SEED = 0  # every run is tested on the same points, so that runs can be compared


def perceptron_criterion(z: Tensor, targets: Tensor) -> Tensor:
    """Return mean of (o − y) z with o = step(z), y the targets (N) and z (N): |z| for each mistake, else 0.

    Its gradient with respect to z is −(y − o), as o is held fixed: descending it is the perceptron's rule.
    """
    outputs = (z.detach() >= 0).to(z.dtype)
    return ((outputs - targets) * z).mean()


def two_class_loss(outputs: Tensor, targets: Tensor) -> Tensor:
    """Return the mean cross-entropy of logits (N, 2), or the perceptron criterion of one number z each (N, 1)."""
    if outputs.shape[1] == 1:
        return perceptron_criterion(outputs[:, 0], targets)
    return functional.cross_entropy(outputs, targets)


def two_class_accuracy(answers: Tensor, targets: Tensor) -> Tensor:
    """Return the share of right answers: classes (N), or logits (N, 2) whose larger one counts."""
    chosen = answers if answers.dim() == 1 else answers.argmax(dim=1)
    return (chosen == targets).float().mean()


def two_class_task(points: Tensor, targets: Tensor, validation: int, test: int, classes: tuple[str, str]) -> Task:
    """Return points (N, 2) with targets (N), 0 or 1, shuffled and split; the rest is trained on."""
    order = torch.randperm(len(points), generator=torch.Generator().manual_seed(SPLIT_SEED))
    data = Data((points,), targets)
    train_rows, validation_rows, test_rows = order.split([len(order) - validation - test, validation, test])
    return Task(
        train=data.rows(train_rows),
        validation=data.rows(validation_rows),
        test=data.rows(test_rows),
        sizes={"in_features": points.shape[1], "classes": 2},
        classes=classes,
        metric="accuracy",
        loss=two_class_loss,
        measure=two_class_accuracy,
    )
