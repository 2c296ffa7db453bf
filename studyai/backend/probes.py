"""Looking inside a model: its layer table, and its inner tensors by name, in the order they are computed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional

from studyai import protocol
from studyai.backend.tasks.registry import Data

LONGEST_SIDE = 64  # of a tensor that is sent; longer ones are averaged down

_MAPS = ("map", "row", "column")


@dataclass(frozen=True)
class Names:
    """What a kind of layer calls its weight and its output, and their axes (the output's without the batch)."""

    output: str
    output_axes: tuple[str, ...] | None = None  # None: those of the layer before
    weight: str | None = None
    weight_axes: tuple[str, ...] = ()


NAMES: dict[type[nn.Module], Names] = {
    nn.Conv2d: Names("feature_maps", _MAPS, "kernels", ("kernel", "channel", "row", "column")),
    nn.ReLU: Names("activations"),
    nn.MaxPool2d: Names("pooled_maps", _MAPS),
    nn.Flatten: Names("outputs", ("unit",)),
    nn.Linear: Names("outputs", ("unit",), "weights", ("output", "input")),
}


@dataclass(frozen=True)
class Inner:
    """An inner tensor; batch first unless it is a weight."""

    tensor: Tensor
    axes: tuple[str, ...]
    weight: bool


@dataclass
class Trace:
    """What one forward pass computed on its way."""

    inner: dict[str, Inner] = field(default_factory=dict)
    layers: list[protocol.Layer] = field(default_factory=list)
    output: Tensor = field(default_factory=lambda: torch.empty(0))


def trace(model: nn.Module, *inputs: Tensor) -> Trace:
    """Run the model in evaluation mode without gradients and note every named layer's tensors."""
    result = Trace()
    with _listening(model, result), _evaluating(model), torch.no_grad():
        result.output = model(*inputs)
    return result


@contextmanager
def _evaluating(model: nn.Module) -> Iterator[None]:
    was_training = model.training
    model.eval()
    try:
        yield
    finally:
        model.train(was_training)


@contextmanager
def _listening(model: nn.Module, result: Trace) -> Iterator[None]:
    axes: tuple[str, ...] = ()

    def listen(name: str, layer: nn.Module) -> torch.utils.hooks.RemovableHandle:
        def note(_: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
            nonlocal axes
            names = NAMES[type(layer)]
            axes = names.output_axes or axes
            if names.weight is not None:
                weight = layer.get_parameter("weight").detach()
                result.inner[f"{name}.{names.weight}"] = Inner(weight, names.weight_axes, weight=True)
            result.inner[f"{name}.{names.output}"] = Inner(output, axes, weight=False)
            parameters = sum(parameter.numel() for parameter in layer.parameters())
            result.layers.append(protocol.Layer(name, type(layer).__name__, tuple(output.shape), parameters))

        return layer.register_forward_hook(note)

    handles = [listen(name, layer) for name, layer in model.named_modules() if type(layer) in NAMES]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def probes(traced: Trace) -> list[protocol.Probe]:
    """All inner tensors of a trace by name, with the axes and the shape they have for one example."""
    return [
        protocol.Probe(name, inner.axes, tuple(inner.tensor.shape if inner.weight else inner.tensor.shape[1:]))
        for name, inner in traced.inner.items()
    ]


def look(model: nn.Module, probe: str, data: Data, example: int) -> protocol.View:
    """The inner tensor while the model sees that example, with what it then predicts."""
    seen = data.rows(slice(example, example + 1))
    traced = trace(model, *seen.inputs)
    inner = traced.inner[probe]
    tensor = inner.tensor if inner.weight else inner.tensor[0]
    probabilities = torch.softmax(traced.output[0], dim=0)  # (classes,)
    return protocol.View(
        probe=probe,
        axes=inner.axes,
        tensor=packed(shrunk(tensor)),
        full_shape=tuple(tensor.shape),
        example=example,
        input=packed(shrunk(seen.inputs[0][0])),
        label=int(seen.targets[0]),
        prediction=int(probabilities.argmax()),
        probabilities=probabilities.tolist(),
    )


def packed(tensor: Tensor) -> protocol.Tensor:
    """As it travels: float32, row-major, little-endian."""
    array = tensor.detach().to("cpu", torch.float32).contiguous().numpy()
    return protocol.Tensor(tuple(tensor.shape), array.astype("<f4", copy=False).tobytes())


def shrunk(tensor: Tensor) -> Tensor:
    """The same with no side over `LONGEST_SIDE`: rows and columns averaged, of other axes the first ones."""
    if not tensor.shape or max(tensor.shape) <= LONGEST_SIDE:
        return tensor
    *outer, rows, columns = (1, *tensor.shape) if tensor.dim() == 1 else tensor.shape
    flat = tensor.reshape(-1, 1, rows, columns).float()
    small = functional.adaptive_avg_pool2d(flat, (min(rows, LONGEST_SIDE), min(columns, LONGEST_SIDE)))
    small = small.reshape(*outer, *small.shape[2:])[tuple(slice(LONGEST_SIDE) for _ in outer)]
    return small[0] if tensor.dim() == 1 else small
