"""Trainings that are beyond help, caught, named and explained: no number, explosion, and a dead network."""

from __future__ import annotations

import math

from torch import nn

EXPLODED = 50  # times the loss at the beginning: one that no training comes back from


class Diverged(ArithmeticError):
    """A training cannot go on; says at which update, why, and what to do."""


def check_loss(loss: float, reference: float, updates: int, learning_rate: float, model: nn.Module) -> None:
    """Raise `Diverged` if the loss is no number any more or far over that at the beginning (at least 1).

    With ``reference`` infinite only the first counts.
    """
    if math.isfinite(loss) and loss <= EXPLODED * max(reference, 1.0):
        return
    largest = max(parameter.detach().abs().max().item() for parameter in model.parameters())
    weights = f"the largest weight is {largest:.1e}" if math.isfinite(largest) else "weights have overflowed"
    began = f" (it began at {reference:.3g})" if math.isfinite(reference) else ""
    raise Diverged(
        f"The loss exploded to {loss:.3g} at update {updates + 1}{began}: at a "
        f"learning rate of {learning_rate:g} each update overshot the minimum further than the one "
        f"before ({weights}). Reset, and take a smaller learning rate."
    )


def check_alive(loss: float, updates: int, initialisation: str, model: nn.Module) -> None:
    """Raise `Diverged` if there is a loss, but no weight gets any of its gradient (only biases may)."""
    weights = [parameter for parameter in model.parameters() if parameter.dim() > 1]
    if not loss or any(weight.grad is not None and weight.grad.any() for weight in weights):
        return
    why, remedy = (
        ("they began at zero, so nothing passes through them", "another initialisation, such as he")
        if initialisation == "zeros"
        else (
            "its units have gone silent for every example: behind a ReLU that gives 0 no weight moves again",
            "a smaller learning rate, leaky_relu as the activation, or the initialisation he",
        )
    )
    raise Diverged(
        f"The network is dead: at update {updates + 1} the loss is {loss:.3g}, but its gradient with respect to every "
        f"weight is exactly 0; {why}. Reset, and take {remedy}."
    )
