"""Races: every optimiser from the same start, the same number of updates, each by torch."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from studyai.backend.experiments.race import racers
from studyai.backend.experiments.race.racers import Racer
from studyai.backend.experiments.race.surfaces import Surface
from studyai.backend.training.optimiser_state import rule_of, state_of
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
    states: list[dict[str, Any]] = field(default_factory=list)  # what it remembered before each update


def race(surface: Surface, names: Sequence[str], rates: Mapping[str, float], steps: int) -> list[Track]:
    """Return every named optimiser down the surface. Raises `Unknown`, `BadSetting`."""
    if not 1 <= steps <= LONGEST_RACE:
        raise BadSetting(f"steps {steps} is not from 1 to {LONGEST_RACE}")
    return [_run(surface, racer, rate, steps) for racer, rate in entrants(surface.name, names, rates)]


def entrants(surface: str, names: Sequence[str], rates: Mapping[str, float]) -> list[tuple[Racer, float]]:
    """Return the optimisers with their learning rates.

    Raises `Unknown`, and `BadSetting` for a rate out of range.
    """
    found = []
    for racer in map(racers.find, names):
        rate = rates.get(racer.name, racer.rate_on(surface))
        if not 0 < rate <= LARGEST_LEARNING_RATE:
            raise BadSetting(
                f"learning rate {rate:g} of {racer.title} is not above 0 and at most {LARGEST_LEARNING_RATE:g}"
            )
        found.append((racer, rate))
    return found


def _run(surface: Surface, racer: Racer, learning_rate: float, steps: int) -> Track:
    point = torch.tensor(surface.start, dtype=torch.float64, requires_grad=True)  # (2,)
    optimiser = racer.build([point], learning_rate)
    track = Track(racer, learning_rate)
    for step in range(steps + 1):
        optimiser.zero_grad()
        loss = surface.height(point[0], point[1])
        x, y = point.tolist()
        if not (math.isfinite(loss.item()) and max(abs(x), abs(y)) <= LOST):
            track.diverged = True
            break
        track.points.append((x, y))
        track.losses.append(loss.item())
        if step == steps:
            break
        loss.backward()
        assert point.grad is not None
        across, up = point.grad.tolist()
        track.gradients.append((across, up))
        track.states.append(_remembered(optimiser, point))
        optimiser.step()
    return track


def _remembered(optimiser: torch.optim.Optimizer, point: torch.Tensor) -> dict[str, Any]:
    """Return numbers by the names of the exercise's givens; a count of updates is a whole number."""
    rule = rule_of(optimiser)
    state = state_of(rule, optimiser, point) if rule is not None else {}
    return {name: int(value) if name == "t_0" else value.tolist() for name, value in state.items()}
