"""Normalisations: of the units of a position, or of a unit over the batch."""

from __future__ import annotations

import math

from torch import Tensor, nn

from studyai.backend.architectures.normalisation import BatchNorm
from studyai.backend.inside.arithmetic import made
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import LayerKind, Names, register
from studyai.backend.inside.stages import one, products, stage
from studyai.protocol import Part, Stage

NAMES = Names("normalised")


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


def batch_norm(layer: nn.BatchNorm2d, cell: Cell) -> list[Stage]:
    """Return how the running mean and variance of the unit or the map normalise it, then scale and shift."""
    unit = cell.place[0] if isinstance(layer, nn.BatchNorm2d) else cell.place[-1]
    assert layer.running_mean is not None
    assert layer.running_var is not None
    numbers = cell.input[cell.place], layer.running_mean[unit], layer.running_var[unit]
    return [*made(cell.captured, cell.call.input, cell.place), *_scaled(layer, cell, unit, numbers)]


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


register(LayerKind((nn.LayerNorm,), NAMES, layer_norm))
register(LayerKind((BatchNorm, nn.BatchNorm1d, nn.BatchNorm2d), NAMES, batch_norm))
