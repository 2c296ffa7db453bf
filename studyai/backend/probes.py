"""Looking inside a model: its layer table, and its inner tensors by name, in the order they are computed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from studyai import protocol
from studyai.backend.architectures.network import Tap, evaluating
from studyai.backend.architectures.normalisation import BatchNorm
from studyai.backend.training.randomness import Dropout

LONGEST_SIDE = 64  # of a tensor that is sent; longer ones are averaged down

_MAPS = ("map", "row", "column")
_GATES = (
    ("weight_ih_l0", "input_weights", ("unit", "input")),
    ("weight_hh_l0", "recurrent_weights", ("unit", "unit")),
)
_CELL_GATES = (("weight_ih", "input_weights", ("unit", "input")), ("weight_hh", "recurrent_weights", ("unit", "unit")))


@dataclass(frozen=True)
class Names:
    """What a kind of layer calls its output and its weights, and their axes (the output's without the batch)."""

    output: str
    axes: tuple[str, ...] | None = None  # None: those of the layer before
    weights: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # parameter, name, axes


_ACTIVATIONS = (
    nn.ReLU, nn.LeakyReLU, nn.ELU, nn.GELU, nn.SiLU, nn.Sigmoid, nn.Tanh, nn.Softplus, nn.Hardtanh, nn.Identity,
)  # fmt: skip

NAMES: dict[type[nn.Module], Names] = {
    nn.Conv2d: Names("feature_maps", _MAPS, (("weight", "kernels", ("kernel", "channel", "row", "column")),)),
    nn.MaxPool2d: Names("pooled_maps", _MAPS),
    nn.AvgPool2d: Names("pooled_maps", _MAPS),
    nn.Flatten: Names("outputs", ("unit",)),
    nn.Linear: Names("outputs", ("unit",), (("weight", "weights", ("output", "input")),)),
    nn.Embedding: Names("vectors", ("unit",), (("weight", "weights", ("entry", "unit")),)),
    nn.LayerNorm: Names("normalised"),
    nn.BatchNorm1d: Names("normalised"),
    BatchNorm: Names("normalised"),
    nn.BatchNorm2d: Names("normalised"),
    nn.Dropout: Names("kept"),
    Dropout: Names("kept"),
    nn.Softmax: Names("shares"),
    nn.RNN: Names("states", ("time", "unit"), _GATES),
    nn.GRU: Names("states", ("time", "unit"), _GATES),
    nn.LSTM: Names("states", ("time", "unit"), _GATES),
    nn.RNNCell: Names("state", ("unit",), _CELL_GATES),
    nn.GRUCell: Names("state", ("unit",), _CELL_GATES),
    nn.LSTMCell: Names("state", ("unit",), _CELL_GATES),
    **{activation: Names("activations") for activation in _ACTIVATIONS},
}


OWN = Names("outputs", ("unit",))  # a layer that is written out in the architecture's file


@dataclass(frozen=True)
class Inner:
    """An inner tensor; batch first unless it is a weight. ``steps`` are what a loop handed over, (B, …) each."""

    tensor: Tensor
    axes: tuple[str, ...]
    weight: bool
    steps: tuple[Tensor, ...] = ()


@dataclass
class Trace:
    """What one forward pass computed on its way."""

    inner: dict[str, Inner] = field(default_factory=dict)
    layers: list[protocol.Layer] = field(default_factory=list)
    output: Tensor = field(default_factory=lambda: torch.empty(0))


def trace(model: nn.Module, *inputs: Tensor, gradients: bool = False, wanted: str | None = None) -> Trace:
    """Run the model in evaluation mode and note every named layer's tensors; or, quicker, one inner tensor only.

    With ``gradients`` autograd keeps what it needs for a backward pass from ``output``. Where nothing of the name
    ``wanted`` is met, all are noted.
    """
    result = Trace()
    with _listening(model, result, wanted), evaluating(model), torch.set_grad_enabled(gradients):
        result.output = model(*inputs)
    if wanted not in result.inner:
        _note_the_rest(model, result)
    return result


@contextmanager
def _listening(model: nn.Module, result: Trace, wanted: str | None) -> Iterator[None]:
    axes: tuple[str, ...] = ()

    def listen(name: str, layer: nn.Module) -> torch.utils.hooks.RemovableHandle:
        def note(_: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
            nonlocal axes
            wants = wanted is None or wanted.startswith(name)
            if isinstance(layer, Tap):
                if not wants:
                    return
                steps = tuple(inputs[0]) if isinstance(inputs[0], list) else ()
                result.inner[name] = Inner(output, _fitted(layer.axes, output), weight=False, steps=steps)
                return
            while isinstance(output, tuple):  # recurrent layers: all states first, then the last one
                output = output[0]
            names = NAMES.get(type(layer), OWN)
            axes = _fitted(names.axes or axes, output)
            if not wants:
                return
            _note_weights(result, name, layer)
            result.inner[f"{name}.{names.output}"] = Inner(output, axes, weight=False)
            if all(row.name != name for row in result.layers):
                result.layers.append(_row(name, layer, tuple(output.shape)))

        return layer.register_forward_hook(note)

    handles = [listen(name, layer) for name, layer in model.named_modules() if name and _is_told(layer)]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _is_told(layer: nn.Module) -> bool:
    own_parameters = any(True for _ in layer.parameters(recurse=False))
    return type(layer) in NAMES or isinstance(layer, Tap) or own_parameters


def _fitted(axes: tuple[str, ...], output: Tensor) -> tuple[str, ...]:
    """Name for all dimensions but the batch: those before the known ones are positions."""
    dimensions = max(output.dim() - 1, 0)
    return ("position",) * (dimensions - len(axes)) + axes[max(len(axes) - dimensions, 0) :]


def _row(name: str, layer: nn.Module, shape: tuple[int, ...]) -> protocol.Layer:
    size = sum(parameter.numel() for parameter in layer.parameters(recurse=False))
    return protocol.Layer(name, type(layer).__name__, shape, size)


def _note_weights(result: Trace, name: str, layer: nn.Module) -> None:
    """Note the weights that its kind has names for; of a layer of our own all, under their own names."""
    if type(layer) in NAMES:
        for parameter, label, axes in NAMES[type(layer)].weights:
            result.inner[f"{name}.{label}"] = Inner(layer.get_parameter(parameter).detach(), axes, weight=True)
        return
    for label, own in layer.named_parameters(recurse=False):
        axes = ("output", "input") if own.dim() == 2 else _fitted(("unit",), own[None])
        result.inner[f"{name}.{label}"] = Inner(own.detach(), axes, weight=True)


def _note_the_rest(model: nn.Module, result: Trace) -> None:
    """Parameters that no layer's forward pass told of: the network's own, and those of layers it does not run."""
    noted = {row.name for row in result.layers}
    for name, parameter in model.named_parameters(recurse=False):
        result.layers.append(protocol.Layer(name, "Parameter", tuple(parameter.shape), parameter.numel()))
        result.inner[name] = Inner(parameter.detach(), _fitted(("unit",), parameter[None]), weight=True)
    for name, layer in model.named_modules():
        if name and name not in noted and any(True for _ in layer.parameters(recurse=False)):
            _note_weights(result, name, layer)
            result.layers.append(_row(name, layer, ()))


def probes(traced: Trace) -> list[protocol.Probe]:
    """Return all inner tensors of a trace by name, with the axes and the shape they have for one example."""
    return [
        protocol.Probe(name, inner.axes, tuple(inner.tensor.shape if inner.weight else inner.tensor.shape[1:]))
        for name, inner in traced.inner.items()
    ]


def packed(tensor: Tensor) -> protocol.Tensor:
    """Return the tensor as it travels: float32, row-major, little-endian."""
    array = tensor.detach().to("cpu", torch.float32).contiguous().numpy()
    return protocol.Tensor(tuple(tensor.shape), array.astype("<f4", copy=False).tobytes())


def shrunk(tensor: Tensor) -> Tensor:
    """Return the same with no side over `LONGEST_SIDE`: rows and columns averaged, of other axes the first ones."""
    if not tensor.shape or max(tensor.shape) <= LONGEST_SIDE:
        return tensor
    *outer, rows, columns = (1, *tensor.shape) if tensor.dim() == 1 else tensor.shape
    flat = tensor.reshape(-1, 1, rows, columns).float()
    small = functional.adaptive_avg_pool2d(flat, (min(rows, LONGEST_SIDE), min(columns, LONGEST_SIDE)))
    small = small.reshape(*outer, *small.shape[2:])[tuple(slice(LONGEST_SIDE) for _ in outer)]
    return small[0] if tensor.dim() == 1 else small
