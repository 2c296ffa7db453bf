"""Section 6: weight initialisation."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Plot, Point

UPDATES = 300


@claim(
    section=6,
    says="Hidden units that start with equal weights stay identical, whether they all start at 0 or at another number.",
    guess=Guess(
        f"All weights of a 2-4-1 net start at 0.5. What becomes of its four hidden units in {UPDATES} updates on XOR?",
        {"identical": "They change, and stay identical to each other.", "still": "Their weights do not change at all.",
         "differ": "They come to differ."},
    ),
    why="Equal units put out the same and get the same gradient, so every update moves them alike. The smallest "
    "random difference at the start is enough for them to part.",
    fails={"noise": 0.1},
    plot=Plot("update", "first weight of each hidden unit"),
)  # fmt: skip
def zero_weights_keep_hidden_units_identical(
    constant: Annotated[float, Option("what every weight and bias starts at", -2, 2)] = 0.5,
    noise: Annotated[float, Option("size of the random numbers that are added to the weights", 0, 1)] = 0.0,
) -> Growing:
    """Train the net from 0 and from the constant."""
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # (4, 2)
    y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])  # (4, 1)
    apart, moved = [], 0.0
    for run, start in enumerate((0.0, constant)):
        hidden, output = nn.Linear(2, 4), nn.Linear(4, 1)
        parameters = [*hidden.parameters(), *output.parameters()]
        with torch.no_grad():
            for parameter in parameters:
                parameter.copy_(start + noise * torch.randn_like(parameter))
        first = hidden.weight.detach().clone()
        for update in range(UPDATES + 1):
            if run == 1 and update % 3 == 0:
                yield Point(update, {f"unit {unit + 1}": hidden.weight[unit, 0].item() for unit in range(4)})
            loss = nn.functional.binary_cross_entropy_with_logits(output(torch.tanh(hidden(x))), y)
            gradients = torch.autograd.grad(loss, parameters)
            with torch.no_grad():
                for parameter, gradient in zip(parameters, gradients, strict=True):
                    parameter.sub_(gradient)  # at rate 1
        apart.append((hidden.weight - hidden.weight[0]).abs().max().item())
        moved = (hidden.weight - first).abs().max().item()
    return Measured(
        holds=max(apart) < 1e-5,
        outcome="differ" if apart[1] >= 1e-5 else "identical" if moved else "still",
        said=f"From {constant:g} the hidden weights move by up to {moved:.2f} and differ between units by up to "
        f"{apart[1]:.2g}; from 0 they differ by up to {apart[0]:.2g}.",
        numbers={"moved": moved, "units apart from the constant": apart[1], "units apart from 0": apart[0]},
    )


@claim(
    section=6,
    says="He's variance, 2/n, keeps the size of the signal over twenty ReLU layers.",
    guess=Guess(
        "Twenty layers of ReLU have weights of variance 2/n. How large is the mean square of z in the last, compared "
        "with the first?",
        {"kept": "About as large, within a factor of 4.", "shrinks": "Much smaller.", "grows": "Much larger."},
    ),
    why="n weights of variance 2/n make Var(z) twice the mean square of the inputs, and ReLU halves the mean square "
    "again. With 1/n that half is missing in every layer: 20 layers leave about a millionth.",
    fails={"numerator": 1.0},
    plot=Plot("layer", "mean square of z", logarithmic=True),
)  # fmt: skip
def he_keeps_relu_variance_over_twenty_layers(
    numerator: Annotated[float, Option("k, where the weights have the variance k/n", 0.5, 8)] = 2.0,
    width: Annotated[int, Option("units of each layer", 256, 1024)] = 512,
) -> Growing:
    """Send random examples through twenty layers."""
    signal = torch.randn(64, width, dtype=torch.float64)  # (examples, units)
    sizes = []
    for layer in range(1, 21):
        z = signal @ (torch.randn(width, width, dtype=torch.float64) * math.sqrt(numerator / width))
        sizes.append(z.square().mean().item())
        yield Point(layer, {"mean square of z": sizes[-1]})
        signal = torch.relu(z)
    share = sizes[-1] / sizes[0]
    return Measured(
        holds=0.25 <= share <= 4,
        outcome="kept" if 0.25 <= share <= 4 else "shrinks" if share < 0.25 else "grows",
        said=f"With the variance {numerator:g}/n the mean square of z is {sizes[0]:.3g} in the first layer and "
        f"{sizes[-1]:.3g} in the twentieth: {share:.2g} times as large.",
        numbers={"first layer": sizes[0], "twentieth layer": sizes[-1], "share": share},
    )


@claim(
    section=6,
    says="Xavier's variance in PyTorch is 2/(fan_in + fan_out), not 1/fan_in.",
    guess=Guess("nn.init.xavier_normal_ fills the weights of a layer from 100 to 300 units. What is their variance?",
                within=0.05),
    why="1/fan_in keeps the signal's variance on the way forward and 1/fan_out the gradient's on the way back; Glorot "
    "takes the mean of the two fans. In a square layer all three are the same.",
    fails={"fan_out": 100},
)  # fmt: skip
def xavier_in_torch_uses_fan_in_and_fan_out(
    fan_in: Annotated[int, Option("incoming units", 20, 1000)] = 100,
    fan_out: Annotated[int, Option("outgoing units", 20, 1000)] = 300,
) -> Measured:
    """Fill as many layers as it takes for 300,000 weights."""
    layers = [nn.init.xavier_normal_(torch.empty(fan_out, fan_in)) for _ in range(1 + 300_000 // (fan_in * fan_out))]
    variance = torch.stack(layers).var().item()
    both, only_in = 2 / (fan_in + fan_out), 1 / fan_in
    return Measured(
        holds=abs(variance / both - 1) < 0.02 and abs(variance / only_in - 1) >= 0.02,
        outcome=variance,
        said=f"From {fan_in} to {fan_out} units the variance is {variance:.5f}; 2/(fan_in + fan_out) is {both:.5f} and "
        f"1/fan_in is {only_in:.5f}.",
        numbers={"variance": variance, "2/(fan_in + fan_out)": both, "1/fan_in": only_in},
        bars=Bars({"measured": variance, "2/(fan_in + fan_out)": both, "1/fan_in": only_in}, "Var(w)"),
    )


@claim(
    section=6,
    says="Ten tanh layers lose the signal if weights are too small or too large: it dies out, or most units saturate.",
    guess=Guess(
        "A signal goes through ten tanh layers of n = 256 units, with weights of deviation 0.01, of 1/√n = 0.0625, and "
        "of 1. Where is it still useful at the end: larger than 0.01, most units not saturated?",
        {"middle": "Only at 1/√n.", "small": "Only at 0.01.", "large": "Only at 1.", "several": "At two or all.",
         "none": "At none of them."},
    ),
    why="Each layer multiplies a small signal by about √n times the deviation: 0.16 to the tenth is nothing, and 16 "
    "drives tanh to ±1, where its slope is 0. A single layer only makes the signal smaller.",
    fails={"layers": 1},
    plot=Plot("layer", "standard deviation of the outputs", logarithmic=True),
)  # fmt: skip
def weights_too_small_or_too_large_lose_the_signal(
    layers: Annotated[int, Option("layers", 1, 20)] = 10,
    small: Annotated[float, Option("deviation of the small weights", 0.001, 0.05)] = 0.01,
    large: Annotated[float, Option("deviation of the large weights", 0.08, 5)] = 1.0,
) -> Growing:
    """Send random examples through three stacks side by side."""
    deviations = {"small": small, "middle": 1 / 16, "large": large}
    signals = {name: torch.randn(64, 256, dtype=torch.float64) for name in deviations}  # each (examples, units)
    for layer in range(layers + 1):
        yield Point(layer, {name: signal.std().item() for name, signal in signals.items()})
        if layer < layers:
            weights = torch.randn(256, 256, dtype=torch.float64)
            signals = {name: torch.tanh(signals[name] @ weights * deviations[name]) for name in deviations}
    sizes = {name: signal.std().item() for name, signal in signals.items()}
    saturated = {name: (signal.abs() > 0.99).float().mean().item() for name, signal in signals.items()}
    useful = [name for name in deviations if sizes[name] > 0.01 and saturated[name] < 0.5]
    return Measured(
        holds=useful == ["middle"],
        outcome="none" if not useful else useful[0] if len(useful) == 1 else "several",
        said=f"Deviation after layer {layers}: {sizes['small']:.2g} with small weights, {sizes['middle']:.2g} "
        f"with 1/√n, {sizes['large']:.2g} with large ones, and there {saturated['large']:.0%} of the outputs lie "
        "beyond ±0.99.",
        numbers={**sizes, "saturated with large weights": saturated["large"]},
    )


@claim(
    section=6,
    says="nn.Linear starts with neither He's variance nor Xavier's, but with 1/(3n).",
    guess=Guess(
        "Which variance do the weights of nn.Linear(200, 200) have before training?",
        {"he": "He's, 2/n.", "xavier": "Xavier's, 2/(fan_in + fan_out), here 1/n.", "other": "Another one."},
    ),
    why="PyTorch draws them uniformly from −1/√n to 1/√n, and a uniform number from −a to a has the variance a²/3. "
    "That it equals Xavier's at fan_out = 5·fan_in is chance: nn.Linear does not look at fan_out.",
    fails={"fan_out": 1000},
)
def torch_linear_starts_with_neither_he_nor_xavier(
    fan_in: Annotated[int, Option("incoming units, n", 50, 500)] = 200,
    fan_out: Annotated[int, Option("outgoing units", 50, 1000)] = 200,
) -> Measured:
    """Look at fresh layers until there are 300,000 weights."""

    def variance_of(fill: Callable[[Tensor], object]) -> float:
        layers = [nn.Linear(fan_in, fan_out).weight.detach() for _ in range(1 + 300_000 // (fan_in * fan_out))]
        for weights in layers:
            fill(weights)
        return torch.stack(layers).var().item()

    found = {
        "nn.Linear": variance_of(lambda weights: weights),
        "He": variance_of(nn.init.kaiming_normal_),
        "Xavier": variance_of(nn.init.xavier_normal_),
    }
    variance = found["nn.Linear"]
    near = [name for name in ("He", "Xavier") if abs(variance / found[name] - 1) < 0.03]
    return Measured(
        holds=not near and abs(3 * fan_in * variance - 1) < 0.03,
        outcome=near[0].lower() if near else "other",
        said=f"Times n = {fan_in} the variance is {fan_in * variance:.3f} in nn.Linear({fan_in}, {fan_out}), "
        f"{fan_in * found['He']:.3f} after He and {fan_in * found['Xavier']:.3f} after Xavier.",
        numbers=found,
        bars=Bars({name: fan_in * one for name, one in found.items()}, "n·Var(w)"),
    )
