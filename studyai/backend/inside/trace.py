"""What a capture shows by name: the layer table, and the inner tensors in the order they were computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from torch import Tensor, nn

from studyai import protocol
from studyai.backend.architectures.network import Tap
from studyai.backend.inside.capture import Call, Capture, capture
from studyai.backend.inside.layer_kind import Names, kind_of

OWN = Names("outputs", ("unit",))  # a layer that is written out in the architecture's file


@dataclass(frozen=True)
class Inner:
    """An inner tensor; batch first unless it is a weight. ``steps`` are what a loop handed over, (B, …) each."""

    tensor: Tensor
    axes: tuple[str, ...]
    weight: bool = False
    steps: tuple[Tensor, ...] = ()

    @property
    def of_one(self) -> Tensor:
        """The tensor itself if it is a weight; else that of the first example."""
        return self.tensor if self.weight else self.tensor[0]


@dataclass(frozen=True)
class Trace:
    """What one forward pass computed on its way."""

    captured: Capture

    @property
    def output(self) -> Tensor:
        """What the model put out."""
        return self.captured.output

    @cached_property
    def inner(self) -> dict[str, Inner]:
        """All inner tensors and weights by name."""
        return dict(self._named(""))

    def one(self, name: str) -> Inner:
        """Return one inner tensor only, which is quicker."""
        return dict(self._named(name))[name]

    def _named(self, wanted: str) -> Iterator[tuple[str, Inner]]:
        """Yield what may be of that name, layer by layer as they were called, then the parameters they do not have."""
        axes: tuple[str, ...] = ()
        for call in self.captured.calls:
            if not _is_told(call.module):
                continue
            if not isinstance(call.module, Tap):
                axes = _fitted(_names(call.module).axes or axes, call.output)
            if not wanted or wanted.startswith(call.path):
                yield from _of_call(call, axes)
        for name, parameter in self.captured.model.named_parameters(recurse=False):
            yield name, Inner(parameter.detach(), _fitted(("unit",), parameter[None]), weight=True)
        for name, module in self.captured.model.named_modules():
            if name and name not in self.captured.first and (not wanted or wanted.startswith(name)):
                yield from _weights(name, module)

    @cached_property
    def layers(self) -> list[protocol.Layer]:
        """The layer table: layers as they were called, the network's own parameters, layers it does not run."""
        model, called = self.captured.model, self.captured.first
        told = [call for call in called.values() if _is_told(call.module) and not isinstance(call.module, Tap)]
        return [
            *(_row(call.path, call.module, tuple(call.output.shape)) for call in told),
            *(
                protocol.Layer(name, "Parameter", tuple(parameter.shape), parameter.numel())
                for name, parameter in model.named_parameters(recurse=False)
            ),
            *(
                _row(name, module, ())
                for name, module in model.named_modules()
                if name and name not in called and _has_parameters(module)
            ),
        ]

    @property
    def probes(self) -> list[protocol.Probe]:
        """All inner tensors by name, with the axes and the shape they have for one example."""
        return [
            protocol.Probe(name, inner.axes, tuple(inner.tensor.shape if inner.weight else inner.tensor.shape[1:]))
            for name, inner in self.inner.items()
        ]


def trace(model: nn.Module, *inputs: Tensor, gradients: bool = False) -> Trace:
    """Run the model in evaluation mode; with ``gradients`` a backward pass from its output can follow."""
    return Trace(capture(model, *inputs, gradients=gradients))


def _of_call(call: Call, axes: tuple[str, ...]) -> Iterator[tuple[str, Inner]]:
    """Yield a layer's weights and its output, of that many axes; of a tap the tensor that it names."""
    if isinstance(call.module, Tap):
        steps = tuple(call.inputs[0]) if isinstance(call.inputs[0], list) else ()
        yield call.path, Inner(call.output, _fitted(call.module.axes, call.output), steps=steps)
        return
    yield from _weights(call.path, call.module)
    yield f"{call.path}.{_names(call.module).output}", Inner(call.output, axes)


def _known_names(module: nn.Module) -> Names | None:
    kind = kind_of(module)
    return kind.names if kind else None


def _names(module: nn.Module) -> Names:
    return _known_names(module) or OWN


def _is_told(module: nn.Module) -> bool:
    return isinstance(module, Tap) or _known_names(module) is not None or _has_parameters(module)


def _has_parameters(module: nn.Module) -> bool:
    return any(True for _ in module.parameters(recurse=False))


def _fitted(axes: tuple[str, ...], output: Tensor) -> tuple[str, ...]:
    """Name all dimensions but the batch: those before the known ones are positions."""
    dimensions = max(output.dim() - 1, 0)
    return ("position",) * (dimensions - len(axes)) + axes[max(len(axes) - dimensions, 0) :]


def _row(name: str, module: nn.Module, shape: tuple[int, ...]) -> protocol.Layer:
    size = sum(parameter.numel() for parameter in module.parameters(recurse=False))
    return protocol.Layer(name, type(module).__name__, shape, size)


def _weights(path: str, module: nn.Module) -> Iterator[tuple[str, Inner]]:
    """Yield the weights that its kind has names for; of a layer of our own all, under their own names."""
    names = _known_names(module)
    if names is not None:
        for weight in names.weights:
            yield f"{path}.{weight.name}", Inner(module.get_parameter(weight.parameter).detach(), weight.axes, True)
        return
    for label, own in module.named_parameters(recurse=False):
        axes = ("output", "input") if own.dim() == 2 else _fitted(("unit",), own[None])
        yield f"{path}.{label}", Inner(own.detach(), axes, weight=True)
