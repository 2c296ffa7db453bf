"""Sequences of bits, labelled at every step or at the last: what parity, majority and lag-memory have in common."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from studyai.backend.tasks.registry import Data, Task

SPLIT_SEED = 0  # every run is tested on the same sequences, so that runs can be compared


def all_bits(length: int) -> Tensor:
    """Return every sequence of that many bits: (2^length, length)."""
    return torch.arange(2**length)[:, None] >> torch.arange(length) & 1


def every_step_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Return mean cross-entropy of all steps: logits (N, T, 2), targets (N, T)."""
    return functional.cross_entropy(logits.flatten(0, 1), targets.flatten())


def every_step_accuracy(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the share of right steps: logits (N, T, 2), targets (N, T)."""
    return (logits.argmax(dim=2) == targets).float().mean()


def last_step_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Return mean cross-entropy of the last steps: logits (N, T, 2), targets (N)."""
    return functional.cross_entropy(logits[:, -1], targets)


def last_step_accuracy(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the share of sequences whose last step is right: logits (N, T, 2), targets (N)."""
    return (logits[:, -1].argmax(dim=1) == targets).float().mean()


def bit_task(
    bits: Tensor, targets: Tensor, validation: int, test: int, classes: tuple[str, str], at_every_step: bool
) -> Task:
    """Return bits (N, T) as inputs (N, T, 1), shuffled and split; the rest is trained on."""
    order = torch.randperm(len(bits), generator=torch.Generator().manual_seed(SPLIT_SEED))
    data = Data((bits[:, :, None].float(),), targets)
    train_rows, validation_rows, test_rows = order.split([len(order) - validation - test, validation, test])
    loss: Callable[[Tensor, Tensor], Tensor] = every_step_loss if at_every_step else last_step_loss
    return Task(
        train=data.rows(train_rows),
        validation=data.rows(validation_rows),
        test=data.rows(test_rows),
        sizes={"in_features": 1, "out_features": 2},
        classes=classes,
        metric="accuracy of steps" if at_every_step else "accuracy",
        loss=loss,
        measure=every_step_accuracy if at_every_step else last_step_accuracy,
    )
