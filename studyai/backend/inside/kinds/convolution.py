"""Convolutions: a window of every channel times the kernel."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor, nn
from torch.nn import functional

from studyai.backend.inside.cell import Cell
from studyai.backend.inside.kinds.bias import bias_part, bias_value
from studyai.backend.inside.layer_kind import LayerKind, Names, Turn, Weight, register
from studyai.backend.inside.scene import Numbers, Scene, count, question
from studyai.backend.inside.stages import products, stage
from studyai.protocol import LiveNumber, Part, Stage

MAPS = ("map", "row", "column")
TRIES = 4  # cells that are asked about, should one of them make no good question


def window_times_kernel(layer: nn.Conv2d, cell: Cell) -> list[Stage]:
    """Return a window of every channel times the kernel, row by row; outside the image there are zeros."""
    kernel, row, column = cell.place
    window, weight = _window(layer, cell.input, row, column), layer.weight[kernel]
    parts = [
        Part("x·k" if len(weight) == 1 else f"x·k, channel {channel}", products(window[channel], weight[channel]))
        for channel in range(len(weight))
    ]
    value = cell.call.output[0][cell.place]
    return [stage(f"kernel {kernel}", "Σ window · kernel + b", "sum", [*parts, bias_part(layer.bias, kernel)], value)]


def _window(layer: nn.Conv2d, image: Tensor, row: int, column: int) -> Tensor:
    """Return what the kernel covers of every channel for that place of a map."""
    rows, columns = (int(side) for side in layer.kernel_size)
    down, across = int(layer.padding[0]), int(layer.padding[1])
    padded = functional.pad(image, (across, across, down, down))
    top, left = row * layer.stride[0], column * layer.stride[1]
    high, wide = layer.dilation
    return padded[:, top : top + (rows - 1) * high + 1 : high, left : left + (columns - 1) * wide + 1 : wide]


def cells(scene: Scene) -> Iterator[LiveNumber]:
    """Yield cells of maps that are made of one channel."""
    for name, layer, call in scene.layers(nn.Conv2d):
        if layer.in_channels != 1 or isinstance(layer.padding, str):
            continue
        patches = functional.unfold(call.input, layer.kernel_size, layer.dilation, layer.padding, layer.stride)
        columns = call.output.shape[3]
        for _ in range(TRIES):
            kernel, place = scene.pick(layer.out_channels, patches.shape[2])
            row, column = divmod(place, columns)
            patch = patches[0, :, place].reshape(layer.kernel_size)
            given: Numbers = {"X": patch, "K": layer.weight[kernel, 0], "b": bias_value(layer.bias, kernel)}
            about = f"{name}: map {kernel}, row {row}, column {column}, from what the kernel covers there"
            truth = call.output[0, kernel, row, column].reshape(1, 1)
            yield question("cell", about, "conv-forward", "A", truth, **given)


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the height of maps, and the parameters."""
    for name, layer, call in scene.layers(nn.Conv2d):
        height, width = call.input.shape[2:]
        window = {"F": layer.kernel_size, "S": layer.stride, "P": layer.padding, "D": layer.dilation}
        sides: Numbers = {side: list(pair) for side, pair in window.items()}
        about = f"{name}: the height of its maps"
        rows = call.output.shape[2]
        yield question("maps", about, "conv-output-size", "O_h", rows, H=height, W=width, **sides)
        given: Numbers = {"C_in": layer.in_channels, "C_out": layer.out_channels, "F": list(layer.kernel_size)}
        bias = "unbiased" if layer.bias is None else "biased"
        about = f"{name}: its parameters"
        yield question("kernels", about, "conv-parameters", "N", count(layer), **given, bias=bias)


register(
    LayerKind(
        modules=(nn.Conv2d,),
        names=Names("feature_maps", MAPS, (Weight("weight", "kernels", ("kernel", "channel", "row", "column")),)),
        arithmetic=window_times_kernel,
        questions={Turn.WINDOWS: cells, Turn.LAYER_SIZES: sizes},
    )
)
