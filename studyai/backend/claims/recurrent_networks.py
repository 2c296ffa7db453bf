"""Section 13: recurrent networks."""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Plot, Point

HIDDEN = 32
BEYOND = 1e12


@claim(
    section=13,
    says="In an RNN the gradient falls geometrically with the lag; in an LSTM whose forget gates are open it does not.",
    guess=Guess(
        "A gradient goes 50 steps back through a new tanh RNN and a new LSTM whose forget gates are biased open. Where "
        "is more than a hundredth of it left?",
        {"lstm": "In the LSTM only.", "rnn": "In the RNN only.", "both": "In both.", "neither": "In neither."},
    ),
    why="Each step back through an RNN multiplies by the recurrent weights and tanh's slope, about the same factor "
    "every time. Through an LSTM's cell it multiplies by the forget gate alone: near 1 where that is open, and about "
    "a half without the bias.",
    fails={"forget_bias": 0.0},
    plot=Plot("lag", "norm of the gradient, from 1", logarithmic=True),
)  # fmt: skip
def an_rnns_gradient_falls_geometrically_with_the_lag(
    forget_bias: Annotated[float, Option("what is added to the biases of the LSTM's forget gates", 0, 6)] = 3.0,
    steps: Annotated[int, Option("steps that the gradient goes back", 10, 100)] = 50,
) -> Growing:
    """Take the gradient of the last output by every input before it."""
    rnn, lstm = nn.RNN(8, HIDDEN, dtype=torch.float64), nn.LSTM(8, HIDDEN, dtype=torch.float64)
    with torch.no_grad():
        lstm.get_parameter("bias_ih_l0")[HIDDEN : 2 * HIDDEN] += (
            forget_bias  # torch's order: input, forget, candidate, output
        )
    x = torch.randn(steps + 1, 8, dtype=torch.float64, requires_grad=True)  # (steps, features)
    direction = torch.randn(HIDDEN, dtype=torch.float64)
    shares = []
    for net in (rnn, lstm):
        (slopes,) = torch.autograd.grad(net(x)[0][-1] @ direction, x)
        norms = slopes.norm(dim=1).flip(0)  # (lags,)
        shares.append(norms / norms[0])
    for lag, (of_rnn, of_lstm) in enumerate(torch.stack(shares, 1).tolist()):
        yield Point(lag, {"RNN": of_rnn, "LSTM": of_lstm})
    lags = torch.arange(steps + 1, dtype=torch.float64)
    line = torch.corrcoef(torch.stack((lags, shares[0].log())))[0, 1].item()
    left = of_rnn > 0.01, of_lstm > 0.01
    return Measured(
        holds=left == (False, True) and line < -0.97,
        outcome={(False, True): "lstm", (True, False): "rnn", (True, True): "both"}.get(left, "neither"),
        said=f"At lag {steps} {of_rnn:.2g} of the gradient is left in the RNN, a factor of "
        f"{of_rnn ** (1 / steps):.2f} a step, and {of_lstm:.2g} in the LSTM; the logarithm in the RNN lies on a line "
        f"with r = {line:.3f}.",
        numbers={"left in the RNN": of_rnn, "left in the LSTM": of_lstm, "r": line},
    )


@claim(
    section=13,
    says="Clipping by norm shortens a gradient and keeps its direction.",
    guess=Guess(
        "A gradient of norm 10 or so is clipped by norm, to 1. What becomes of it?",
        {"shorter": "It is shorter and points where it pointed.", "turned": "It is shorter and points elsewhere.",
         "whole": "Nothing: it stays as it is."},
    ),
    why="All entries are multiplied by the same threshold/norm. Clipping by value cuts every entry on its own: large "
    "ones lose more than small ones, which turns the gradient. A gradient within the threshold stays as it is.",
    fails={"clipped_by": "value"},
)  # fmt: skip
def clipping_by_norm_keeps_the_direction(
    clipped_by: Annotated[
        Literal["norm", "value"], Option("what the threshold is for: the norm, or each entry")
    ] = "norm",
    threshold: Annotated[float, Option("threshold", 0.01, 100)] = 1.0,
) -> Measured:
    """Clip with torch's functions, and measure the angle between before and after."""
    gradient = 3 * torch.randn(10, dtype=torch.float64)  # (parameters,)
    parameter = torch.zeros(10, dtype=torch.float64, requires_grad=True)
    parameter.grad = gradient.clone()
    if clipped_by == "norm":
        nn.utils.clip_grad_norm_([parameter], threshold)
    else:
        nn.utils.clip_grad_value_([parameter], threshold)
    clipped = parameter.grad
    cosine = nn.functional.cosine_similarity(gradient, clipped, dim=0)
    angle = cosine.clamp(-1, 1).acos().rad2deg().item()
    before, after = gradient.norm().item(), clipped.norm().item()
    changed = bool((gradient != clipped).any())
    return Measured(
        holds=changed and angle < 1e-3,
        outcome="whole" if not changed else "turned" if angle >= 1e-3 else "shorter",
        said=f"Clipped by {clipped_by} at {threshold:g} the gradient's norm went from {before:.3g} to {after:.3g}, and "
        f"its direction turned by {angle:.2f} degrees.",
        numbers={"norm before": before, "norm after": after, "angle": angle},
        bars=Bars({f"entry {entry}": value for entry, value in enumerate(clipped.tolist(), 1)}, "clipped gradient"),
    )


@claim(
    section=13,
    says="Clipping stops a blow-up: from a recurrent weight above 1 an RNN trains with it and diverges without.",
    guess=Guess(
        "A linear RNN starts with the recurrent weight 1.2 and sees 30 steps. What becomes of its training with and "
        "without clipping at norm 1?",
        {"clipped": "It trains with clipping only.", "plain": "It trains without clipping only.",
         "both": "It trains with and without.", "neither": "It trains in neither case."},
    ),
    why="The gradient grows like 30 · 1.2²⁹ times the error, so one plain step throws the weight far off, where "
    "the loss is larger still. A clipped step moves it by at most rate × threshold, so a huge threshold saves nothing.",
    fails={"threshold": 1_000_000.0},
    plot=Plot("update", "loss", logarithmic=True),
)  # fmt: skip
def clipping_stops_a_blow_up(
    threshold: Annotated[float, Option("norm at which the gradient is clipped", 0.1, 1_000_000)] = 1.0,
    start: Annotated[float, Option("the recurrent weight at the start", 0.5, 1.5)] = 1.2,
) -> Growing:
    """Train one recurrent weight twice, on the same inputs; the last state is to be 1."""
    x = 0.2 * torch.rand(30, dtype=torch.float64)  # (steps,)
    weights = {name: torch.tensor(start, dtype=torch.float64, requires_grad=True) for name in ("clipped", "plain")}
    losses = dict.fromkeys(weights, 0.0)
    for update in range(151):
        for name, weight in weights.items():
            if losses[name] >= BEYOND:
                continue
            state = torch.zeros((), dtype=torch.float64)
            for value in x:
                state = weight * state + value
            loss = (state - 1).square()
            losses[name] = loss.item() if loss < BEYOND else BEYOND
            (weight.grad,) = torch.autograd.grad(loss, weight)
            if name == "clipped":
                nn.utils.clip_grad_norm_([weight], threshold)
            with torch.no_grad():
                weight -= 0.01 * weight.grad
        yield Point(update, {name: max(loss, 1e-12) for name, loss in losses.items() if loss < BEYOND})
        if min(losses.values()) >= BEYOND:
            break
    trained = losses["clipped"] < 0.1, losses["plain"] < 0.1
    said = {name: f"{loss:.2g}" if loss < BEYOND else "beyond all bounds" for name, loss in losses.items()}
    return Measured(
        holds=trained == (True, False),
        outcome={(True, False): "clipped", (False, True): "plain", (True, True): "both"}.get(trained, "neither"),
        said=f"In the end the loss is {said['clipped']} with clipping at {threshold:g}, and {said['plain']} without.",
        numbers={"loss, clipped": losses["clipped"], "loss, plain": losses["plain"]},
    )


@claim(
    section=13,
    says="In a linear recurrence a weight above 1 makes the gradient explode.",
    guess=Guess(
        "hₜ = 1.2·hₜ₋₁, over 50 steps. How large is the derivative of the last state by the first one?",
        {"explodes": "More than 100.", "keeps": "Between 0.01 and 100.", "vanishes": "Less than 0.01."},
    ),
    why="The derivative is the product of 50 equal factors, 1.2⁵⁰ ≈ 9100. With tanh each factor is 1.2 times the slope "
    "of tanh: a weight above 1 is necessary for an explosion, and not enough.",
    fails={"activation": "tanh"},
    plot=Plot("steps back", "size of the derivative", logarithmic=True),
)  # fmt: skip
def a_recurrent_weight_above_one_explodes(
    weight: Annotated[float, Option("recurrent weight", -2, 2)] = 1.2,
    activation: Annotated[Literal["none", "relu", "tanh"], Option("activation of the recurrence")] = "none",
    steps: Annotated[int, Option("steps", 2, 100)] = 50,
) -> Growing:
    """Let autograd differentiate the last state by every state before it."""
    activate = {"none": nn.Identity(), "relu": nn.ReLU(), "tanh": nn.Tanh()}[activation]
    states = [(0.5 + torch.rand((), dtype=torch.float64)).requires_grad_()]
    for _ in range(steps):
        states.append(activate(weight * states[-1]))
    slopes = [slope.abs().item() for slope in torch.autograd.grad(states[-1], states)]
    for back, slope in enumerate(reversed(slopes)):
        yield Point(back, {"derivative": max(slope, 1e-30)})
    first = slopes[0]
    return Measured(
        holds=first > 100,
        outcome="explodes" if first > 100 else "vanishes" if first < 0.01 else "keeps",
        said=f"Over {steps} steps the derivative is {first:.3g} in size, a factor of {first ** (1 / steps):.3f} each.",
        numbers={"derivative": first, "factor a step": first ** (1 / steps)},
    )


def _last_state(weights: list[Tensor], x: Tensor, back: int) -> Tensor:
    """Return the last state of a tanh RNN whose step t uses weights[t]; gradients flow through the last steps only."""
    state = torch.zeros((), dtype=torch.float64)
    for t, (weight, value) in enumerate(zip(weights, x, strict=True)):
        if len(x) - t == back:
            state = state.detach()
        state = torch.tanh(weight * state + value)
    return state


@claim(
    section=13,
    says="Back-propagation through time sums the gradients of the steps that share a weight; it does not average them.",
    guess=Guess(
        "Eight steps share the weight u. Each of them, had it a u of its own, would give that a gradient. What is the "
        "gradient of the shared u?",
        {"sum": "The sum of the eight.", "mean": "Their mean.", "last": "That of the last step.",
         "part": "The sum over a few of the steps only."},
    ),
    why="The loss depends on u along eight paths, and the chain rule adds up over paths. Where back-propagation is cut "
    "off after a few steps, the terms of the steps before are missing from the sum.",
    fails={"back": 3},
)  # fmt: skip
def bptt_sums_over_time_not_averages(
    back: Annotated[int, Option("steps that back-propagation goes back", 1, 8)] = 8,
    weight: Annotated[float, Option("the shared recurrent weight u", 0.2, 2)] = 0.9,
) -> Measured:
    """Compare the gradient of one shared weight with those of eight weights of the same value."""
    x = 0.3 * torch.randn(8, dtype=torch.float64)  # (steps,)
    shared = torch.tensor(weight, dtype=torch.float64, requires_grad=True)
    (of_shared,) = torch.autograd.grad((_last_state([shared] * 8, x, back) - 1).square(), shared)
    own = [torch.tensor(weight, dtype=torch.float64, requires_grad=True) for _ in x]
    terms = torch.stack(torch.autograd.grad((_last_state(own, x, 8) - 1).square(), own))  # (steps,)
    total, mean = terms.sum().item(), terms.mean().item()
    known = {"sum": total, "mean": mean, "last": terms[-1].item()}
    outcome = next((name for name, one in known.items() if abs(of_shared.item() - one) < 1e-9), "part")
    return Measured(
        holds=outcome == "sum",
        outcome=outcome,
        said=f"The gradient of the shared weight is {of_shared.item():.4f}; the eight terms have the sum {total:.4f} "
        f"and the mean {mean:.4f}, and the last of them is {terms[-1].item():.4f}.",
        numbers={"gradient": of_shared.item(), "sum": total, "mean": mean, "last": terms[-1].item()},
        bars=Bars({f"step {t}": term for t, term in enumerate(terms.tolist(), 1)}, "the term of each step"),
    )
