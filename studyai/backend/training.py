"""One training, without clocks, threads or messages: the same settings give the same losses, number for number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch

from studyai.backend import optimisers
from studyai.backend.architectures.network import Network
from studyai.backend.architectures.registry import Architecture
from studyai.backend.randomness import seeded
from studyai.backend.tasks.registry import Data, Task

LARGEST_SEED = 2**63 - 1
LARGEST_LEARNING_RATE = 1e6
EPOCHS_PER_EVALUATION = 4  # testing takes about 1 % of the time
EXPLODED = 50  # times its first value: a loss that no training comes back from


class BadSetting(ValueError):
    """A setting is out of range; says which, and the range."""


class Diverged(ArithmeticError):
    """The loss is no number any more; says at which update and why."""


@dataclass(frozen=True)
class Settings:
    """All that a run depends on, besides its architecture and task."""

    seed: int
    learning_rate: float
    batch_size: int
    steps: int  # updates after which it is finished at the latest

    def check(self, examples: int) -> None:
        """Raise `BadSetting` for what is out of range."""
        _within("seed", self.seed, 0, LARGEST_SEED)
        _within("batch size", self.batch_size, 1, examples)
        _within("steps", self.steps, 1, 10**9)
        if not 0 < self.learning_rate <= LARGEST_LEARNING_RATE:
            raise BadSetting(
                f"learning rate {self.learning_rate:g} is not above 0 and at most {LARGEST_LEARNING_RATE:g}"
            )


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise BadSetting(f"{name} {value} is not from {least} to {most}")


class Trainer:
    """Builds the model from the seed and updates it, one batch at a time.

    ``model``, ``optimiser`` and ``updates`` (how many were done) are there to be looked at.
    """

    model: Network
    optimiser: torch.optim.Optimizer
    updates: int

    def __init__(self, architecture: Architecture, task: Task, settings: Settings) -> None:
        settings.check(len(task.train))
        self.architecture = architecture
        self.task = task
        self.settings = settings
        self.steps_per_epoch = math.ceil(len(task.train) / settings.batch_size)
        self.evaluate_every = self.steps_per_epoch * EPOCHS_PER_EVALUATION
        self.reset()

    def reset(self, seed: int | None = None) -> None:
        """A new model from the same seed or another, at step 0."""
        if seed is not None:
            self._change(replace(self.settings, seed=seed))
        with seeded(self.settings.seed):
            self.model = self.architecture.build(self.task.sizes)
        recipe = self.architecture.recipe
        parameters = self.model.parameters()
        self.optimiser = optimisers.build(recipe.optimiser, parameters, self.settings.learning_rate, recipe.training)
        order = torch.Generator().manual_seed(self.settings.seed)
        self._batches: Iterator[Data] = self.task.train.batches(self.settings.batch_size, order)
        self._first_loss = 0.0
        self.updates = 0

    def set_learning_rate(self, learning_rate: float) -> None:
        """From the next update on. Raises `BadSetting`."""
        self._change(replace(self.settings, learning_rate=learning_rate))
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate

    def step(self) -> float:
        """One update; returns the loss of its batch before the update. Raises `Diverged`."""
        batch = next(self._batches)
        self.optimiser.zero_grad()
        loss = self.task.loss(self.model(*batch.inputs), batch.targets)
        loss.backward()
        value = loss.item()
        self._first_loss = self._first_loss or value
        if not math.isfinite(value) or value > EXPLODED * self._first_loss:
            raise Diverged(self._why(value))
        self.optimiser.step()
        self.updates += 1
        return value

    def evaluate(self, data: Data) -> float:
        """The task's metric on all those examples."""
        self.model.eval()
        with torch.no_grad():
            metric = self.task.measure(self.model.answer(*data.inputs), data.targets)
        self.model.train()
        return metric.item()

    def _change(self, settings: Settings) -> None:
        settings.check(len(self.task.train))
        self.settings = settings

    def _why(self, loss: float) -> str:
        largest = max(parameter.detach().abs().max().item() for parameter in self.model.parameters())
        weights = f"the largest weight is {largest:.1e}" if math.isfinite(largest) else "weights have overflowed"
        return (
            f"The loss exploded to {loss:.3g} at update {self.updates + 1} (it began at {self._first_loss:.3g}): at a "
            f"learning rate of {self.settings.learning_rate:g} each update overshot the minimum further than the one "
            f"before ({weights}). Reset, and take a smaller learning rate."
        )
