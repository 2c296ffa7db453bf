"""Tasks by name. A new one is a function with ``@task("name")`` in any file of this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from studyai.backend.refusal import Refusal


class UnknownTask(Refusal):
    """No task of that name."""

    problem = "unknown-task"


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
    sizes: Mapping[str, int]  # what networks are built from: channels, side, in_features, vocabulary, classes …
    classes: tuple[str, ...]  # the names of what an output's last axis scores; empty if it is a plain number
    metric: str  # the name of what `measure` returns: "accuracy"
    loss: Callable[[Tensor, Tensor], Tensor]  # (outputs, targets) → mean loss, a scalar
    measure: Callable[[Tensor, Tensor], Tensor]  # (answers, targets) → the metric, a scalar; more is better
    sequences: bool = False  # whether `measure` counts written sequences in which every token is right


_builders: dict[str, Callable[[], Task]] = {}


def task(name: str) -> Callable[[Callable[[], Task]], Callable[[], Task]]:
    """Register the function below as the builder of the task of that name."""

    def register(builder: Callable[[], Task]) -> Callable[[], Task]:
        _builders[name] = builder
        return builder

    return register


def load() -> list[str]:
    """Return the names of all tasks: imports every file of this folder."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"{__package__}.{module.name}")
    return sorted(_builders)


def find(name: str) -> Task:
    """Return the task of that name. Raises `UnknownTask` with the names that exist."""
    if name not in _builders and name not in load():
        raise UnknownTask(f"no task named {name!r}; there are {', '.join(_builders)}")
    return _builders[name]()
