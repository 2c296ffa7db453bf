"""Poolings: the largest or the mean of a window of every map."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor, nn

from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import LayerKind, Names, Turn, register
from studyai.backend.inside.scene import Scene, question
from studyai.backend.inside.stages import one, products, stage
from studyai.protocol import LiveNumber, Part, Stage

NAMES = Names("pooled_maps", ("map", "row", "column"))
TRIES = 4  # cells that are asked about, should one of them make no good question


def largest(layer: nn.MaxPool2d, cell: Cell) -> list[Stage]:
    """Return the largest of a window."""
    parts = [Part("window", products(_window(layer, cell)))]
    return [stage("pooled", "the largest of the window", "max", parts, cell.call.output[0][cell.place])]


def mean(layer: nn.AvgPool2d, cell: Cell) -> list[Stage]:
    """Return the mean of a window."""
    window = _window(layer, cell)
    parts = [Part("window", products(window)), one("count", window.numel())]
    return [stage("pooled", "Σ window / count", "quotient", parts, cell.call.output[0][cell.place])]


def _window(layer: nn.MaxPool2d | nn.AvgPool2d, cell: Cell) -> Tensor:
    size = layer.kernel_size if isinstance(layer.kernel_size, tuple) else (layer.kernel_size,) * 2
    stride = layer.stride if isinstance(layer.stride, tuple) else (layer.stride,) * 2
    channel, row, column = cell.place
    top, left = row * stride[0], column * stride[1]
    window: Tensor = cell.input[channel, top : top + size[0], left : left + size[1]]
    return window


def windows(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the largest of windows that lie side by side."""
    for name, layer, call in scene.layers(nn.MaxPool2d):
        side = layer.kernel_size
        if not isinstance(side, int) or layer.stride != side or layer.padding:
            continue
        for _ in range(TRIES):
            channel, row, column = scene.pick(*call.output.shape[1:])
            window = call.input[0, channel, side * row : side * (row + 1), side * column : side * (column + 1)]
            about = f"{name}: map {channel}, row {row}, column {column}"
            truth = call.output[0, channel, row, column].reshape(1, 1)
            yield question("pool", about, "max-pool", "A", truth, X=window, F=side, S=side)


register(LayerKind((nn.MaxPool2d,), NAMES, largest, {Turn.WINDOWS: windows}))
register(LayerKind((nn.AvgPool2d,), NAMES, mean))
