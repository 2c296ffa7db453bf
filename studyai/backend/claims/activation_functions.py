"""Section 4: activation functions."""

from __future__ import annotations

from typing import Annotated

import torch

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Guess, Plot, Point

UPDATES = 60


@claim(
    section=4,
    says="The slope of a sigmoid is nowhere steeper than 1/4.",
    guess=Guess("How steep is a sigmoid where it is steepest?", within=0.05),
    why="σ' = σ(1 − σ). Two numbers that add up to 1 have their largest product where both are 1/2.",
    fails={"scale": 2.0},
)
def sigmoid_slope_is_at_most_a_quarter(
    scale: Annotated[float, Option("what z is multiplied by before the sigmoid", 0.1, 10)] = 1.0,
) -> Measured:
    """Let autograd differentiate the sigmoid at 20,001 points."""
    z = torch.linspace(-10, 10, 20_001, dtype=torch.float64, requires_grad=True)
    (slopes,) = torch.autograd.grad(torch.sigmoid(scale * z).sum(), z)  # (20001,)
    steepest, place = slopes.max(0)
    where = z[place].item()
    return Measured(
        holds=steepest.item() <= 0.25 + 1e-12,
        outcome=steepest.item(),
        said=f"The steepest slope measured is {steepest.item():.4f}, at z = {where:.2f}.",
        numbers={"steepest slope": steepest.item(), "at z": where},
    )


@claim(
    section=4,
    says="A ReLU unit that is negative on every example gets no gradient and never recovers.",
    guess=Guess(
        f"The unit's output is 0 on every example. What becomes of its weight in {UPDATES} updates?",
        {"stays": "It stays exactly as it is.", "recovers": "It moves until the unit is active again.",
         "shrinks": "It shrinks towards 0."},
    ),
    why="The slope of ReLU is 0 for z < 0, and every gradient of the unit's weights is a product with that slope.",
    fails={"negative_slope": 0.1},
    plot=Plot("update", "the unit's weight and bias"),
)  # fmt: skip
def a_dead_relu_unit_never_recovers(
    negative_slope: Annotated[float, Option("slope for z < 0: 0 is ReLU, above it is leaky", 0, 1)] = 0.0,
    learning_rate: Annotated[float, Option("learning rate", 0.01, 1)] = 0.3,
) -> Growing:
    """Train one unit whose bias is so low that it is negative on all of its inputs."""
    x = torch.rand(32)  # (examples,)
    y = 2 * x
    weight, bias = torch.tensor(0.5, requires_grad=True), torch.tensor(-2.0, requires_grad=True)
    for update in range(UPDATES + 1):
        yield Point(update, {"weight": weight.item(), "bias": bias.item()})
        output = torch.nn.functional.leaky_relu(weight * x + bias, negative_slope)  # (examples,)
        slopes = torch.autograd.grad((output - y).square().mean(), (weight, bias))
        with torch.no_grad():
            for parameter, slope in zip((weight, bias), slopes, strict=True):
                parameter -= learning_rate * slope
    active = int((weight * x + bias > 0).sum())
    moved = weight.item() != 0.5 or bias.item() != -2.0
    outcome = "recovers" if active else "stays" if not moved else "shrinks"
    return Measured(
        holds=not moved and not active,
        outcome=outcome,
        said=f"After {UPDATES} updates the weight is {weight.item():.3f}, the bias {bias.item():.3f}; "
        f"the unit is active on {active} of 32 examples.",
        numbers={"weight": weight.item(), "bias": bias.item(), "active examples": active},
    )
