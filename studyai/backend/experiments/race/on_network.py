"""The race on a real model: every optimiser trains the MLP from the same weights, on the same batches."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import torch

from studyai.backend.architectures import registry as architectures
from studyai.backend.experiments.race.on_surface import LONGEST_RACE, Track, entrants
from studyai.backend.experiments.race.racers import Racer
from studyai.backend.tasks import registry as tasks
from studyai.backend.tasks.registry import Task
from studyai.backend.training.randomness import seeded
from studyai.backend.training.settings import BadSetting

MLP = "mlp"
TITLE = "MLP on two moons"
WORDS = "the mean loss of each batch"
LESSON = "A real loss of many parameters: the same start and the same batches for all; only the update differs."


def race_network(names: Sequence[str], rates: Mapping[str, float], steps: int, seed: int) -> list[Track]:
    """Let every named optimiser train the MLP, and return their tracks. Raises `Unknown`, `BadSetting`."""
    if not 1 <= steps <= LONGEST_RACE:
        raise BadSetting(f"steps {steps} is not from 1 to {LONGEST_RACE}")
    architecture = architectures.find(MLP)
    task = tasks.find(architecture.recipe.task)
    return [_train(racer, rate, task, steps, seed) for racer, rate in entrants(MLP, names, rates)]


def _train(racer: Racer, learning_rate: float, task: Task, steps: int, seed: int) -> Track:
    architecture = architectures.find(MLP)
    with seeded(seed):
        model = architecture.build(task.sizes)
    optimiser = racer.build(model.parameters(), learning_rate)
    batches = task.train.batches(architecture.recipe.batch_size, torch.Generator().manual_seed(seed))
    track = Track(racer, learning_rate)
    for _ in range(steps + 1):
        batch = next(batches)
        optimiser.zero_grad()
        loss = task.loss(model(*batch.inputs), batch.targets)
        if not math.isfinite(loss.item()):
            track.diverged = True
            break
        track.losses.append(loss.item())
        loss.backward()
        optimiser.step()
    return track
