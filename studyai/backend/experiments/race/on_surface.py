"""Races: every optimiser from the same start, the same number of updates, each by torch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import torch
from torch import Tensor

from studyai.backend.experiments.race import racers
from studyai.backend.experiments.race.racers import Racer
from studyai.backend.experiments.race.surfaces import Surface
from studyai.backend.training.setting_rows import LARGEST_LEARNING_RATE
from studyai.backend.training.settings import BadSetting

LONGEST_RACE = 2000  # updates
LOST = 1e6  # a parameter beyond it, either way, has left for good


@dataclass
class Track:
    """What one optimiser did: where it stood and the loss there, and the gradient each update was made with."""

    racer: Racer
    learning_rate: float
    points: list[tuple[float, float]] = field(default_factory=list)  # steps + 1 of them, fewer if it diverged
    losses: list[float] = field(default_factory=list)  # at those points
    gradients: list[tuple[float, float]] = field(default_factory=list)  # one for each update
    diverged: bool = False


def race(surface: Surface, names: Sequence[str], rates: Mapping[str, float], steps: int) -> list[Track]:
    """Let every named optimiser go down the surface, and return their tracks. Raises `Unknown`, `BadSetting`."""
    if not 1 <= steps <= LONGEST_RACE:
        raise BadSetting(f"steps {steps} is not from 1 to {LONGEST_RACE}")
    return [_run(surface, racer, rate, steps) for racer, rate in entrants(surface.name, names, rates)]


def entrants(surface: str, names: Sequence[str], rates: Mapping[str, float]) -> list[tuple[Racer, float]]:
    """Return the optimisers with their learning rates. Raises `Unknown`, `BadSetting`."""
    racing = [(racer, rates.get(racer.name, racer.rate_on(surface))) for racer in map(racers.find, names)]
    for racer, rate in racing:
        check_rate(racer, rate)
    return racing


def check_rate(racer: Racer, rate: float) -> None:
    """Raise `BadSetting` for a rate out of range."""
    if not 0 < rate <= LARGEST_LEARNING_RATE:
        raise BadSetting(
            f"learning rate {rate:g} of {racer.title} is not above 0 and at most {LARGEST_LEARNING_RATE:g}"
        )


@dataclass(frozen=True)
class Stand:
    """Where an optimiser stands before an update; ``point`` (2,) holds its gradient, and moves with the next one."""

    point: Tensor
    loss: float
    optimiser: torch.optim.Optimizer

    @property
    def gradient(self) -> Tensor:
        """The gradient here, (2,)."""
        assert self.point.grad is not None
        return self.point.grad


def descent(surface: Surface, racer: Racer, learning_rate: float) -> Iterator[Stand]:
    """Yield the start, then where each further update leads, without an end."""
    point = torch.tensor(surface.start, dtype=torch.float64, requires_grad=True)  # (2,)
    optimiser = racer.build([point], learning_rate)
    while True:
        optimiser.zero_grad()
        loss = surface.height(point[0], point[1])
        loss.backward()
        yield Stand(point, loss.item(), optimiser)
        optimiser.step()


def is_lost(stand: Stand) -> bool:
    """Return whether it has left for good."""
    return not (math.isfinite(stand.loss) and float(stand.point.detach().abs().max()) <= LOST)


def _run(surface: Surface, racer: Racer, learning_rate: float, steps: int) -> Track:
    track = Track(racer, learning_rate)
    for stand in islice(descent(surface, racer, learning_rate), steps + 1):
        if is_lost(stand):
            track.diverged = True
            break
        x, y = stand.point.tolist()
        track.points.append((x, y))
        track.losses.append(stand.loss)
        if len(track.points) <= steps:
            across, up = stand.gradient.tolist()
            track.gradients.append((across, up))
    return track
