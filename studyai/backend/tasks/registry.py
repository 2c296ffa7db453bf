"""Tasks by name. A new one is a function with ``@task("name")`` in any file of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from studyai.backend.registry import Registry


@dataclass(frozen=True)
class Data:
    """What a network is given, each (N, …) in the order of its forward pass, and what is expected (N, …)."""

    inputs: tuple[Tensor, ...]
    targets: Tensor

    def __len__(self) -> int:
        return len(self.targets)

    def rows(self, which: Tensor | slice) -> Data:
        """Return some of the examples."""
        return Data(tuple(one[which] for one in self.inputs), self.targets[which])

    def to(self, device: torch.device) -> Data:
        """Return the same on another device."""
        return Data(tuple(one.to(device) for one in self.inputs), self.targets.to(device))

    def batches(self, size: int, order: torch.Generator) -> Iterator[Data]:
        """Go on without end: every epoch all examples in a new order, the last batch as large as is left."""
        while True:
            epoch = self.rows(torch.randperm(len(self), generator=order))
            for first in range(0, len(self), size):
                yield epoch.rows(slice(first, first + size))


@dataclass(frozen=True)
class Task:
    """Data to learn from, to decide by when to stop, to be tested on at the end; and how good an output is."""

    train: Data
    validation: Data
    test: Data
    sizes: Mapping[str, int]  # what networks are built from: channels, side, in_features, vocabulary, words, classes …
    classes: tuple[str, ...]  # the names of what an output's last axis scores; empty if it is a plain number
    metric: str  # the name of what `measure` returns: "accuracy"
    loss: Callable[[Tensor, Tensor], Tensor]  # (outputs, targets) → mean loss, a scalar
    measure: Callable[[Tensor, Tensor], Tensor]  # (answers, targets) → the metric, a scalar; more is better
    sequences: bool = False  # whether `measure` counts written sequences in which every token is right


_builders: Registry[Callable[[], Task]] = Registry("task", __package__)
names = _builders.names


def task(name: str) -> Callable[[Callable[[], Task]], Callable[[], Task]]:
    """Register the function below as the builder of the task of that name."""
    return _builders.register(name, lambda builder: builder)


def find(name: str) -> Task:
    """Return the task of that name. Raises `Unknown`."""
    return _builders.find(name)()
