"""Section 7: gradient descent, batch, mini-batch and stochastic, on linear regression."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated

import torch
from torch import Tensor

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Guess, Plot, Point

MOST_UPDATES = 3000


def _examples(count: int, noise: float) -> tuple[Tensor, Tensor]:
    """Return inputs (examples, 2), the second of which is 1, and targets (examples,) near the line 2x + 1."""
    x = torch.empty(count, dtype=torch.float64).uniform_(-2, 2)
    return torch.stack([x, torch.ones_like(x)], 1), 2 * x + 1 + noise * torch.randn(count, dtype=torch.float64)


def _loss(weights: Tensor, inputs: Tensor, targets: Tensor) -> Tensor:
    return (inputs @ weights - targets).square().mean()


def _gradients(inputs: Tensor, targets: Tensor) -> Tensor:
    """Return the gradient of every single example's loss at weights of 0."""
    weights = torch.zeros(len(inputs), 2, dtype=torch.float64, requires_grad=True)  # a copy for each example
    losses = ((inputs * weights).sum(1) - targets).square()  # (examples,)
    return torch.autograd.grad(losses.sum(), weights)[0]  # (examples, 2)


@claim(
    section=7,
    says="A mini-batch gradient is unbiased: on average over the draws it is the gradient of the whole data set.",
    guess=Guess(
        "Batches of 4 of 100 examples are drawn at random, 5000 times. How long is the mean of their gradients?",
        {"same": "As long as the gradient of all 100.", "shorter": "Shorter, for a batch is only a part of the data.",
         "longer": "Longer, for the noise adds to it."},
    ),
    why="Each example is as likely as any other to be in a batch, so the mean over all possible batches is the mean "
    "over the examples. If those with large targets are drawn more often, they count more often.",
    fails={"preference": 1.0},
    plot=Plot("draws", "slope's gradient"),
)  # fmt: skip
def a_mini_batch_gradient_is_unbiased(
    batch_size: Annotated[int, Option("examples in a batch", 1, 50)] = 4,
    preference: Annotated[float, Option("by how much larger targets are drawn more often; 0: all alike", 0, 2)] = 0.0,
) -> Growing:
    """Average the gradients of random batches."""
    inputs, targets = _examples(100, noise=1)
    single = _gradients(inputs, targets)  # (100, 2)
    whole = single.mean(0)  # (2,)
    chances = (preference * targets).exp()
    chosen = torch.multinomial(chances.expand(5000, 100), batch_size)  # (draws, batch)
    batches = single[chosen].mean(1)  # (draws, 2)
    means = batches.cumsum(0) / torch.arange(1, 5001, dtype=torch.float64)[:, None]  # (draws, 2)
    for draw in (*range(0, 100, 5), *range(100, 5000, 100), 4999):
        yield Point(draw + 1, {"mean of batches": means[draw, 0].item(), "all examples": whole[0].item()})
    errors = batches.std(0) / math.sqrt(5000)  # (2,): of the mean
    off = ((means[-1] - whole).abs() / errors).max().item()
    length, expected = means[-1].norm().item(), whole.norm().item()
    return Measured(
        holds=off < 4,
        outcome="same" if off < 4 else "longer" if length > expected else "shorter",
        said=f"The mean of 5000 batch gradients has the length {length:.3f}, that of all examples {expected:.3f}; "
        f"they are at most {off:.1f} standard errors apart.",
        numbers={"length of the mean": length, "length of the whole": expected, "standard errors apart": off},
    )


@claim(
    section=7,
    says="The variance of a mini-batch gradient falls as one over the batch size.",
    guess=Guess(
        "The batches become four times as large, 16 examples instead of 4. The variance of their gradient becomes …",
        {"1": "… the same.", "1/2": "… half.", "1/4": "… a quarter.", "1/16": "… a sixteenth."},
    ),
    why="The variance of a mean of B independent numbers is one Bth of theirs. Drawn without repetition from a small "
    "data set they are not independent, and a batch of all examples has no variance at all.",
    fails={"examples": 80},
    plot=Plot("batch size", "variance of the slope's gradient", logarithmic=True, x_logarithmic=True),
)
def its_variance_falls_as_one_over_the_batch_size(
    examples: Annotated[int, Option("examples in the data set", 80, 3000)] = 2000,
) -> Growing:
    """Draw 1000 batches, without repetition, of each size from 1 to 64."""
    single = _gradients(*_examples(examples, noise=1))[:, 0]  # (examples,): of the slope
    variance = single.var(correction=0).item()
    chosen = torch.rand(1000, examples).argsort(1)[:, :64]  # (draws, 64)
    measured = {size: single[chosen[:, :size]].mean(1).var().item() for size in (1, 2, 4, 8, 16, 32, 64)}
    for size, one in measured.items():
        yield Point(size, {"measured": one, "1/B": variance / size})
    shares = {size: one * size / variance for size, one in measured.items()}
    ratio = measured[16] / measured[4]
    kept = {"1": 1, "1/2": 1 / 2, "1/4": 1 / 4, "1/16": 1 / 16}
    return Measured(
        holds=all(0.7 < share < 1.3 for share in shares.values()),
        outcome=min(kept, key=lambda name: abs(math.log(ratio / kept[name]))),
        said=f"From 4 to 16 examples the variance becomes {ratio:.2f} times as large; with 64 of {examples} it is "
        f"{shares[64]:.2f} times what 1/B says.",
        numbers={f"variance × B / variance of one, B = {size}": share for size, share in shares.items()},
    )


@claim(
    section=7,
    says="A mini-batch step may raise the loss of the whole data set, though the loss falls in the long run.",
    guess=Guess(
        "200 steps with batches of 4 of 64 examples, at a rate at which the loss falls from about 6 to about 1. "
        "How many of the steps raise the loss of all 64?",
        {"none": "None.", "few": "At most a tenth.", "many": "More than a tenth."},
    ),
    why="The step goes down the loss of its four examples, and near the minimum what is down for them is up for others "
    "about half of the time. A small step with all of them goes down.",
    fails={"batch_size": 64},
    plot=Plot("step", "loss of all examples"),
)
def a_mini_batch_step_may_raise_the_loss(
    batch_size: Annotated[int, Option("examples in a batch", 1, 64)] = 4,
    learning_rate: Annotated[float, Option("learning rate", 0.01, 0.2)] = 0.05,
) -> Growing:
    """Measure the loss of all examples after every step."""
    inputs, targets = _examples(64, noise=1)
    weights = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    losses: list[float] = []
    for step in range(201):
        losses.append(_loss(weights, inputs, targets).item())
        yield Point(step, {"loss": losses[-1]})
        batch = torch.randperm(64)[:batch_size]
        (gradient,) = torch.autograd.grad(_loss(weights, inputs[batch], targets[batch]), weights)
        with torch.no_grad():
            weights -= learning_rate * gradient
    raised = sum(after > before + 1e-12 for before, after in pairwise(losses))
    return Measured(
        holds=raised > 0 and losses[-1] < losses[0],
        outcome="none" if raised == 0 else "few" if raised <= 20 else "many",
        said=f"Steps of 200 that raised the loss of all 64 examples: {raised}; over all steps it went from "
        f"{losses[0]:.2f} to {losses[-1]:.2f}.",
        numbers={"steps that raised it": raised, "loss at the start": losses[0], "loss at the end": losses[-1]},
    )


@claim(
    section=7,
    says="At a fixed rate stochastic gradient descent does not settle: it hovers about the minimum.",
    guess=Guess(
        "After 1000 steps on one example each, at a fixed rate, what does the distance to the minimum do?",
        {"hovers": "It stays about the same, above 0.", "settles": "It falls on, to nearly 0.",
         "grows": "It grows beyond what it was at the start."},
    ),
    why="At the minimum the gradients of the examples add up to 0, but none of them is 0, so every step leads away. "
    "Without noise in the targets all of them are 0 there, and the steps vanish, as they do with all examples at once.",
    fails={"noise": 0.0},
    plot=Plot("step", "distance to the minimum", logarithmic=True),
)  # fmt: skip
def sgd_hovers_at_a_fixed_rate(
    noise: Annotated[float, Option("size of the noise in the targets", 0, 3)] = 1.0,
    learning_rate: Annotated[float, Option("learning rate", 0.02, 0.1)] = 0.05,
    batch_size: Annotated[int, Option("examples in a step; 64 are all", 1, 64)] = 1,
) -> Growing:
    """Take 2000 steps and measure how far the weights are from the best ones."""
    inputs, targets = _examples(64, noise)
    best = torch.linalg.lstsq(inputs, targets[:, None]).solution[:, 0]  # (2,)
    weights = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    distances: list[float] = []
    for step in range(2001):
        distances.append(max((weights.detach() - best).norm().item(), 1e-16))
        if step % 10 == 0:
            yield Point(step, {"distance": distances[-1]})
        batch = torch.randperm(64)[:batch_size]
        (gradient,) = torch.autograd.grad(_loss(weights, inputs[batch], targets[batch]), weights)
        with torch.no_grad():
            weights -= learning_rate * gradient
    middle, end = (sum(distances[start : start + 500]) / 500 for start in (1000, 1500))
    hovers = 1e-12 < end < distances[0] and end > middle / 10
    return Measured(
        holds=hovers,
        outcome="hovers" if hovers else "settles" if end < distances[0] else "grows",
        said=f"The distance is {distances[0]:.2f} at the start, {middle:.2g} on average from step 1000 to 1500 and "
        f"{end:.2g} from there to 2000.",
        numbers={"at the start": distances[0], "steps 1000 to 1500": middle, "steps 1500 to 2000": end},
    )


@claim(
    section=7,
    says="Features that are not on one scale slow descent down, even at the best rate for them.",
    guess=Guess(
        "One of two features is ten times as large as the other. Compared with features of one scale, how many updates "
        "does gradient descent need, each at its own best rate?",
        {"as-many": "Less than twice as many.", "some": "Two to ten times as many.", "many": "More than ten times."},
    ),
    why="The curvature grows with the square of the scale. The steep direction limits the rate, and at that rate the "
    "flat one hardly moves.",
    fails={"factor": 1.0},
    plot=Plot("update", "loss above the minimum", logarithmic=True),
)  # fmt: skip
def unscaled_features_slow_descent_down(
    factor: Annotated[float, Option("what the first feature is multiplied by", 1, 15)] = 10.0,
) -> Growing:
    """Descend on the features as they are, and on the same features with one of them enlarged."""
    features = torch.randn(50, 2, dtype=torch.float64)  # (examples, features)
    targets = features.sum(1)
    stacks = {"one scale": features, "enlarged": features * torch.tensor([factor, 1.0], dtype=torch.float64)}
    weights = {name: torch.zeros(2, dtype=torch.float64, requires_grad=True) for name in stacks}
    curvatures = {name: torch.linalg.eigvalsh(2 * inputs.T @ inputs / 50) for name, inputs in stacks.items()}
    needed: dict[str, int] = {}
    for update in range(MOST_UPDATES + 1):
        losses = {name: _loss(weights[name], inputs, targets) for name, inputs in stacks.items()}
        needed |= {name: update for name in losses if name not in needed and losses[name].item() < 1e-6}
        if update % 5 == 0 or update < 50:
            yield Point(update, {name: max(loss.item(), 1e-16) for name, loss in losses.items()})
        if len(needed) == 2:
            break
        for name, loss in losses.items():
            (gradient,) = torch.autograd.grad(loss, weights[name])
            with torch.no_grad():
                weights[name] -= 2 / curvatures[name].sum() * gradient  # the best rate: 2/(largest + smallest)
    first, other = (needed.get(name, MOST_UPDATES) for name in stacks)
    ratio = other / first
    late = "" if len(needed) == 2 else " or more"
    return Measured(
        holds=ratio > 2,
        outcome="as-many" if ratio < 2 else "some" if ratio <= 10 else "many",
        said=f"Updates until the loss is below a millionth: {first} with features of one scale, {other}{late} with one "
        f"of them {factor:g} times as large.",
        numbers={"one scale": first, "enlarged": other, "ratio": ratio},
    )
