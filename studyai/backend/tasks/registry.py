"""Tasks by name. A new one is a function with ``@task("name")`` in any file of this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor


class UnknownTask(KeyError):
    """No task of that name."""


@dataclass(frozen=True)
class Data:
    """Inputs (N, …) and what is expected for them (N, …)."""

    inputs: Tensor
    targets: Tensor

    def __len__(self) -> int:
        return len(self.inputs)

    def batches(self, size: int, order: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
        """Without end: every epoch all examples in a new order, the last batch as large as is left."""
        while True:
            rows = torch.randperm(len(self), generator=order)
            inputs, targets = self.inputs[rows], self.targets[rows]
            yield from zip(inputs.split(size), targets.split(size), strict=True)


@dataclass(frozen=True)
class Task:
    """Data to learn from, data to be tested on, and how good an output is."""

    train: Data
    test: Data
    classes: tuple[str, ...]
    metric: str  # the name of what `measure` returns
    loss: Callable[[Tensor, Tensor], Tensor]  # (outputs, targets) → mean loss, a scalar
    measure: Callable[[Tensor, Tensor], Tensor]  # (outputs, targets) → the metric, a scalar; more is better


_builders: dict[str, Callable[[], Task]] = {}


def task(name: str) -> Callable[[Callable[[], Task]], Callable[[], Task]]:
    """Register the function below as the builder of the task of that name."""

    def register(builder: Callable[[], Task]) -> Callable[[], Task]:
        _builders[name] = builder
        return builder

    return register


def load() -> list[str]:
    """The names of all tasks: imports every file of this folder."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"{__package__}.{module.name}")
    return sorted(_builders)


def find(name: str) -> Task:
    """The task of that name. Raises `UnknownTask` with the names that exist."""
    if name not in _builders and name not in load():
        raise UnknownTask(f"no task named {name!r}; there are {', '.join(_builders)}")
    return _builders[name]()
