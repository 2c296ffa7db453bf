"""The nine optimisers of section 8, as they race: torch's classes, with the rate each takes on each surface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from studyai.backend.refusal import Refusal


class UnknownRacer(Refusal):
    """No optimiser of that name."""

    problem = "unknown-racer"


@dataclass(frozen=True)
class Racer:
    """An optimiser under its exercise's name; ``rates`` holds other learning rates than ``rate``, by surface."""

    name: str
    title: str
    kind: type[torch.optim.Optimizer]
    rate: float
    rates: Mapping[str, float] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def rate_on(self, surface: str) -> float:
        """Return the learning rate it takes there unless asked otherwise."""
        return self.rates.get(surface, self.rate)

    def build(self, parameters: Iterable[Tensor], learning_rate: float) -> torch.optim.Optimizer:
        """Return torch's optimiser for those parameters."""
        make: Callable[..., torch.optim.Optimizer] = self.kind
        return make(parameters, lr=learning_rate, **self.more)


MOMENTUM = 0.9

RACERS = {
    racer.name: racer
    for racer in (
        Racer("sgd", "SGD", torch.optim.SGD, 0.1, {"ravine": 0.07, "rosenbrock": 0.001}),
        Racer(
            "momentum",
            "Momentum",
            torch.optim.SGD,
            0.02,
            {"ravine": 0.01, "rosenbrock": 0.0005},
            {"momentum": MOMENTUM},
        ),
        Racer(
            "nesterov",
            "Nesterov",
            torch.optim.SGD,
            0.02,
            {"ravine": 0.01, "rosenbrock": 0.0005},
            {"momentum": MOMENTUM, "nesterov": True},
        ),
        Racer("adagrad", "Adagrad", torch.optim.Adagrad, 0.5, {"mlp": 0.05}),
        Racer("rmsprop", "RMSprop", torch.optim.RMSprop, 0.05, {"mlp": 0.01}, {"alpha": 0.9}),
        Racer("adadelta", "Adadelta", torch.optim.Adadelta, 1.0),
        Racer("adam", "Adam", torch.optim.Adam, 0.1, {"mlp": 0.01}),
        Racer("adamax", "Adamax", torch.optim.Adamax, 0.2, {"mlp": 0.02}),
        Racer("nadam", "Nadam", torch.optim.NAdam, 0.1, {"mlp": 0.01}),
    )
}


def find(name: str) -> Racer:
    """Return the optimiser of that name. Raises `UnknownRacer` with the names that exist."""
    if name not in RACERS:
        raise UnknownRacer(f"no optimiser named {name!r} races; there are {', '.join(RACERS)}")
    return RACERS[name]
