"""Section 9: hyper-parameters."""

from __future__ import annotations

from collections.abc import Generator
from copy import deepcopy
from typing import Annotated, Literal

import torch
from torch import nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Guess, Plot, Point

RATES = 2000
DESCENT_STEPS = 1000
NOISY_STEPS = 200
WARM_UP_UPDATES = 150
SEARCHES = 2000
BEYOND = 1e9


@claim(
    section=9,
    says="Gradient descent in a bowl diverges exactly where the rate is above 2/λ, λ being the largest curvature.",
    guess=Guess("A bowl's curvatures are 1 and 4. Above which learning rate does descent diverge?", within=0.05),
    why="A step multiplies the distance along a direction of curvature λ by 1 − αλ. That is below −1 as soon as "
    "αλ > 2, and the largest λ gets there first. Momentum damps the swings and moves the limit to 2(1 + β)/λ.",
    fails={"momentum": 0.9},
    plot=Plot("learning rate", f"distance after {DESCENT_STEPS} steps, from 1", logarithmic=True),
)
def descent_diverges_exactly_above_two_over_the_curvature(
    curvature: Annotated[float, Option("the larger of the bowl's two curvatures; the other is 1", 1, 100)] = 4.0,
    momentum: Annotated[float, Option("momentum β", 0, 0.9)] = 0.0,
) -> Growing:
    """Descend with many rates at once, and see which end further away than they began."""
    curvatures = torch.tensor([[1.0], [curvature]], dtype=torch.float64)  # (directions, 1)
    rates = torch.linspace(0, 5 / curvature, RATES + 1, dtype=torch.float64)[1:]  # (rates,)
    theta = torch.full((2, RATES), 0.5**0.5, dtype=torch.float64)  # (directions, rates)
    velocity = torch.zeros_like(theta)
    for _ in range(DESCENT_STEPS):
        velocity = momentum * velocity - rates * curvatures * theta
        theta = theta + velocity
    distances = theta.square().sum(0).sqrt().nan_to_num(nan=torch.inf)  # (rates,)
    for rate, distance in list(zip(rates.tolist(), distances.clamp(1e-12, 1e12).tolist(), strict=True))[::20]:
        yield Point(rate, {"distance": distance})
    diverged = distances > 1 + 1e-6
    threshold = rates[diverged.nonzero()[0, 0]].item()
    spacing = rates[0].item()
    return Measured(
        holds=abs(threshold - 2 / curvature) <= 1.01 * spacing and bool(diverged[rates >= threshold].all()),
        outcome=threshold,
        said=f"Of {RATES} rates the smallest that diverged is {threshold:.4g}; 2/λ is {2 / curvature:.4g}.",
        numbers={"smallest diverging rate": threshold, "2/λ": 2 / curvature, "between two rates": spacing},
    )


@claim(
    section=9,
    says="Where gradients are noisy, a rate that decays ends nearer to the minimum than the same rate fixed.",
    guess=Guess(
        f"{NOISY_STEPS} steps with noisy gradients, from θ = 1 towards 0. Which ends nearer to 0 on average?",
        {"decayed": "The rate that decays.", "fixed": "The fixed rate: the other has too little left to get there.",
         "same": "Both equally near."},
    ),
    why="A fixed rate takes the noise of each new gradient in with full strength, and hovers at a distance that the "
    "rate sets. A small rate averages the noise out; without noise it would only be slow.",
    fails={"noise": 0.0},
    plot=Plot("step", "root mean squared distance to the minimum", logarithmic=True),
)  # fmt: skip
def a_decayed_rate_ends_nearer_than_a_fixed_one(
    noise: Annotated[float, Option("standard deviation of the gradients' noise", 0, 10)] = 1.0,
    learning_rate: Annotated[float, Option("learning rate at the start", 0.02, 1)] = 0.1,
    schedule: Annotated[Literal["cosine", "exponential", "step"], Option("how the rate decays")] = "cosine",
) -> Growing:
    """Run 500 descents in the bowl θ²/2 with each rate, all with the same noise."""
    fixed = torch.ones(500, dtype=torch.float64, requires_grad=True)  # (runs,)
    decayed = torch.ones(500, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([{"params": [fixed]}, {"params": [decayed]}], lr=learning_rate)
    shares = {
        "cosine": lambda step: 0.5 + 0.5 * torch.cos(torch.tensor(torch.pi * step / NOISY_STEPS)).item(),
        "exponential": lambda step: 0.98**step,
        "step": lambda step: 0.3 ** (step // 50),
    }
    decay = torch.optim.lr_scheduler.LambdaLR(optimiser, [lambda _: 1.0, shares[schedule]])
    distances = {"fixed": 1.0, "decayed": 1.0}
    for step in range(NOISY_STEPS):
        yield Point(step, distances)
        noises = noise * torch.randn(500, dtype=torch.float64)
        for theta in (fixed, decayed):
            theta.grad = theta.detach() + noises
        optimiser.step()
        decay.step()
        distances = {name: theta.detach().square().mean().sqrt().item()
                     for name, theta in (("fixed", fixed), ("decayed", decayed))}  # fmt: skip
    ends = distances["fixed"], distances["decayed"]
    return Measured(
        holds=ends[1] < ends[0],
        outcome="same" if ends[0] == ends[1] else "decayed" if ends[1] < ends[0] else "fixed",
        said=f"After {NOISY_STEPS} steps the fixed rate is {ends[0]:.2g} away from the minimum, the one that decays "
        f"{ends[1]:.2g}.",
        numbers={"distance, fixed": ends[0], "distance, decayed": ends[1]},
    )


@claim(
    section=9,
    says="Where a net starts steep, warm-up lets it train at a rate that is too large for its start.",
    guess=Guess(
        "A net whose weights start three times too large trains at a large rate, once at full rate from the start, "
        "once warmed up. Which has the lower loss in the end?",
        {"warm": "The one that is warmed up.", "cold": "The one at full rate: it has done more.",
         "alike": "Both alike, within a factor of 1.5."},
    ),
    why="Large weights make the loss steep, and its first steps at full rate overshoot into regions that a net does "
    "not recover from. Small first steps lead down to where it is flat enough for the full rate.",
    fails={"weight_scale": 1.0},
    plot=Plot("update", "loss", logarithmic=True),
)  # fmt: skip
def warm_up_lets_a_larger_rate_start(
    weight_scale: Annotated[float, Option("what torch's initial weights are multiplied by", 0.5, 4)] = 3.0,
    learning_rate: Annotated[float, Option("learning rate after the warm-up", 0.01, 1)] = 0.2,
    warm_up: Annotated[int, Option("updates over which the rate rises to its full size", 2, 100)] = 50,
) -> Growing:
    """Train the same net twice with plain gradient descent."""
    x = torch.randn(64, 8)  # (examples, features)
    y = torch.sin(x.sum(1, keepdim=True))
    net = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 1))
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.mul_(weight_scale)
    cold_run, warm_run = _descent(net, x, y, learning_rate, 1), _descent(net, x, y, learning_rate, warm_up)
    for update, (cold, warm) in enumerate(zip(cold_run, warm_run, strict=True)):
        losses = {"full rate from the start": cold, "warmed up": warm}
        yield Point(update, {name: loss for name, loss in losses.items() if loss < BEYOND})
    constant = y.var(correction=0).item()
    outcome = "warm" if 1.5 * warm < cold else "cold" if 1.5 * cold < warm else "alike"
    said = [f"{loss:.3f}" if loss < BEYOND else "beyond all bounds" for loss in (cold, warm)]
    return Measured(
        holds=outcome == "warm" and warm < constant,
        outcome=outcome,
        said=f"After {WARM_UP_UPDATES} updates the loss is {said[0]} at full rate from the start and {said[1]} with "
        f"{warm_up} updates of warm-up; the best constant output has {constant:.3f}.",
        numbers={"loss at full rate": cold, "loss warmed up": warm, "loss of a constant": constant},
    )


def _descent(
    start: nn.Module, x: torch.Tensor, y: torch.Tensor, rate: float, warm_up: int
) -> Generator[float, None, None]:
    """Train a copy, and yield its loss at every update; a billion for one beyond all bounds."""
    net = deepcopy(start)
    optimiser = torch.optim.SGD(net.parameters())
    for update in range(WARM_UP_UPDATES + 1):
        loss = nn.functional.mse_loss(net(x), y)
        yield loss.item() if loss < BEYOND else BEYOND
        optimiser.zero_grad()
        loss.backward()
        optimiser.param_groups[0]["lr"] = rate * min(1, (update + 1) / warm_up)
        optimiser.step()


@claim(
    section=9,
    says="In as many runs random search tries more values of each setting than a grid, and so comes nearer to the best "
    "where only one setting matters.",
    guess=Guess(
        "Nine runs over two settings, of which only one matters. Which search comes nearer to its best value, on "
        "average?",
        {"random": "Random search.", "grid": "The grid of 3 × 3: it covers evenly.", "same": "Both equally near."},
    ),
    why="A grid of 3 × 3 runs each value of a setting three times; of nine random runs no two share a value. With a "
    "single setting a grid wastes nothing, and its even spacing wins.",
    fails={"settings": 1},
    plot=Plot("run", "mean distance of the best run so far to the best value"),
)  # fmt: skip
def random_search_tries_more_values_of_each_setting(
    settings: Annotated[int, Option("how many settings are searched; the first one matters", 1, 5)] = 2,
    values: Annotated[int, Option("values that the grid tries of each setting", 2, 4)] = 3,
) -> Growing:
    """Do both searches many times, for a best value that lies anywhere from 0 to 1."""
    axis = (torch.arange(values) + 0.5) / values
    grid = torch.cartesian_prod(*[axis] * settings).reshape(-1, settings)[:, 0]  # (runs,)
    runs = len(grid)
    best = torch.rand(SEARCHES, 1)  # (searches, 1)
    tried = {"grid": torch.stack([grid[torch.randperm(runs)] for _ in range(SEARCHES)]),
             "random": torch.rand(SEARCHES, runs)}  # fmt: skip
    nearest = {name: (one - best).abs().cummin(1).values.mean(0).tolist() for name, one in tried.items()}
    for run in range(0, runs, max(1, runs // 100)):
        yield Point(run + 1, {name: distances[run] for name, distances in nearest.items()})
    distinct = {name: len(one[0].unique()) for name, one in tried.items()}
    ends = nearest["grid"][-1], nearest["random"][-1]
    return Measured(
        holds=distinct["random"] > distinct["grid"] and ends[1] < ends[0],
        outcome="same" if ends[0] == ends[1] else "random" if ends[1] < ends[0] else "grid",
        said=f"In {runs} runs the grid tried {distinct['grid']} values of the setting that matters and came within "
        f"{ends[0]:.3f} of the best on average; random search tried {distinct['random']}, and came within "
        f"{ends[1]:.3f}.",
        numbers={"values, grid": distinct["grid"], "values, random": distinct["random"], "distance, grid": ends[0],
                 "distance, random": ends[1]},
    )  # fmt: skip
