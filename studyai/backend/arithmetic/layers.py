"""Rules for torch's layers."""

from __future__ import annotations

import math

from torch import Tensor, nn
from torch.nn import functional

from studyai.backend.architectures.activations import ACTIVATIONS
from studyai.backend.architectures.normalisation import BatchNorm
from studyai.backend.arithmetic.caught import Cell, Place, made, one, products, rule, stage
from studyai.backend.training.randomness import Dropout
from studyai.protocol import Part, Stage

NAMES = {kind: name for name, kind in ACTIVATIONS.items() if name != "identity"}
SIGNS = {"relu": "max(0, z)", "sigmoid": "σ(z)", "tanh": "tanh(z)"}


def bias_part(bias: Tensor | None, unit: int) -> Part | None:
    """Return the bias of a unit, where there are biases."""
    return None if bias is None else one("b", bias[unit])


@rule(nn.Linear)
def linear(layer: nn.Linear, cell: Cell) -> list[Stage]:
    """Return a row of weights times the input."""
    *position, unit = cell.place
    x, value = cell.input[tuple(position)], cell.call.output[0][cell.place]
    formula = "Σ w·x" if layer.bias is None else "Σ w·x + b"
    parts = [Part("w·x", products(layer.weight[unit], x)), bias_part(layer.bias, unit)]
    return [stage(f"unit {unit}", formula, "sum", parts, value)]


@rule(nn.Conv2d)
def convolution(layer: nn.Conv2d, cell: Cell) -> list[Stage]:
    """Return a window of every channel times the kernel, row by row; outside the image there are zeros."""
    kernel, row, column = cell.place
    rows, columns = (int(side) for side in layer.kernel_size)
    across, down = int(layer.padding[1]), int(layer.padding[0])
    padded = functional.pad(cell.input, (across, across, down, down))
    top, left = row * layer.stride[0], column * layer.stride[1]
    (high, wide), weight = layer.dilation, layer.weight[kernel]
    window = padded[:, top : top + (rows - 1) * high + 1 : high, left : left + (columns - 1) * wide + 1 : wide]
    parts = [
        Part("x·k" if len(weight) == 1 else f"x·k, channel {channel}", products(window[channel], weight[channel]))
        for channel in range(len(weight))
    ]
    value = cell.call.output[0][cell.place]
    return [stage(f"kernel {kernel}", "Σ window · kernel + b", "sum", [*parts, bias_part(layer.bias, kernel)], value)]


def _window(layer: nn.MaxPool2d | nn.AvgPool2d, cell: Cell) -> Tensor:
    size = layer.kernel_size if isinstance(layer.kernel_size, tuple) else (layer.kernel_size,) * 2
    stride = layer.stride if isinstance(layer.stride, tuple) else (layer.stride,) * 2
    channel, row, column = cell.place
    top, left = row * stride[0], column * stride[1]
    window: Tensor = cell.input[channel, top : top + size[0], left : left + size[1]]
    return window


@rule(nn.MaxPool2d)
def largest(layer: nn.MaxPool2d, cell: Cell) -> list[Stage]:
    """Return the largest of a window."""
    window = _window(layer, cell)
    parts = [Part("window", products(window))]
    return [stage("pooled", "the largest of the window", "max", parts, cell.call.output[0][cell.place])]


@rule(nn.AvgPool2d)
def average(layer: nn.AvgPool2d, cell: Cell) -> list[Stage]:
    """Return the mean of a window."""
    window = _window(layer, cell)
    parts = [Part("window", products(window)), one("count", window.numel())]
    return [stage("pooled", "Σ window / count", "quotient", parts, cell.call.output[0][cell.place])]


@rule(*NAMES)
def activation(layer: nn.Module, cell: Cell) -> list[Stage]:
    """Return a function of one number, and how that came about."""
    name = NAMES[type(layer)]
    before = made(cell.caught, cell.call.input, cell.place)
    z = one("z", cell.input[cell.place])
    return [*before, stage(name, SIGNS.get(name, f"{name}(z)"), name, [z], cell.call.output[0][cell.place])]


@rule(nn.Flatten)
def flattened(layer: nn.Flatten, cell: Cell) -> list[Stage]:
    """Return the same number at another place."""
    return _same(cell, _unravelled(cell.place[0], tuple(cell.input.shape)))


@rule(nn.Dropout, Dropout, nn.Identity)
def passed_on(layer: nn.Module, cell: Cell) -> list[Stage]:
    """Return the same number: in evaluation nothing is dropped."""
    return _same(cell, cell.place)


def _same(cell: Cell, place: Place) -> list[Stage]:
    before = made(cell.caught, cell.call.input, place)
    value = cell.input[place]
    return before or [stage("passed on", "as it came in", "sum", [one("x", value)], value)]


def _unravelled(index: int, shape: Place) -> Place:
    found = []
    for side in reversed(shape):
        index, rest = divmod(index, side)
        found.append(rest)
    return tuple(reversed(found))


@rule(nn.Embedding)
def looked_up(layer: nn.Embedding, cell: Cell) -> list[Stage]:
    """Return an entry of a row of the table."""
    *position, unit = cell.place
    token = int(cell.input[tuple(position)])
    value = layer.weight[token, unit]
    return [stage(f"row {token} of the table", f"E[{token}, {unit}]", "sum", [one("E", value)], value)]


# Normalisation


@rule(nn.LayerNorm)
def layer_norm(layer: nn.LayerNorm, cell: Cell) -> list[Stage]:
    """Return mean and variance over the units of this position, then scale and shift."""
    *position, unit = cell.place
    x = cell.input[tuple(position)]
    mean, variance = x.mean(), x.var(correction=0)
    count, entries = one("n", len(x)), Part("x", products(x))
    squares = Part("(x − μ)²", products(x - mean, x - mean))
    return [
        stage("mean μ", "Σ x / n", "quotient", [entries, count], mean),
        stage("variance σ²", "Σ (x − μ)² / n", "quotient", [squares, count], variance),
        *_scaled(layer, cell, unit, (x[unit], mean, variance)),
    ]


@rule(BatchNorm, nn.BatchNorm1d, nn.BatchNorm2d)
def batch_norm(layer: nn.BatchNorm2d, cell: Cell) -> list[Stage]:
    """Normalise by the running mean and variance of the unit or the map, then scale and shift."""
    unit = cell.place[0] if isinstance(layer, nn.BatchNorm2d) else cell.place[-1]
    assert layer.running_mean is not None
    assert layer.running_var is not None
    numbers = cell.input[cell.place], layer.running_mean[unit], layer.running_var[unit]
    return [*made(cell.caught, cell.call.input, cell.place), *_scaled(layer, cell, unit, numbers)]


def _scaled(
    layer: nn.LayerNorm | nn.BatchNorm2d, cell: Cell, unit: int, numbers: tuple[Tensor, Tensor, Tensor]
) -> list[Stage]:
    x, mean, variance = numbers
    deviation = math.sqrt(float(variance) + layer.eps)
    normed = (float(x) - float(mean)) / deviation
    parts = [Part("x − μ", [[float(x)], [-float(mean)]]), one("√(σ² + ε)", deviation)]
    result = [one("γ·x̂", layer.weight[unit], normed), one("β", layer.bias[unit])]
    return [
        stage("normalised x̂", "(x − μ) / √(σ² + ε)", "quotient", parts, normed),
        stage(f"unit {unit}", "γ·x̂ + β", "sum", result, cell.call.output[0][cell.place]),
    ]
