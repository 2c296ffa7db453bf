"""A model caught while it computes: every module's inputs and output, and who knows how they come about.

Rules say it, one for each kind of module. A rule is given a `Cell` of what such a module computed, or of a tap in
it, and returns the stages that end with the cell's number; the real numbers are those the modules had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from studyai.backend.architectures.network import evaluating
from studyai.backend.asking.scene import Call
from studyai.protocol import Operation, Part, Stage

Place = tuple[int, ...]


@dataclass(frozen=True)
class Caught:
    """A model's last call of every module, in the order they were done, and what it said."""

    model: nn.Module
    calls: Mapping[str, Call]
    output: Tensor


@dataclass(frozen=True)
class Cell:
    """An entry of a tensor that the module at ``path`` computed; its index is ``place``, without the batch.

    ``part`` names the tensor ("forget_gates", "weights"); it is empty for the module's output.
    """

    caught: Caught
    path: str
    part: str
    place: Place

    @property
    def call(self) -> Call:
        """The module's own call."""
        return self.caught.calls[self.path]

    @property
    def input(self) -> Tensor:
        """What the module was given, without the batch."""
        given: Tensor = self.call.input[0]
        return given

    def inside(self, name: str) -> Tensor:
        """Return what a module inside this one gave, or a tap, without the batch."""
        output: Tensor = self.caught.calls[f"{self.path}.{name}" if self.path else name].output[0]
        return output


Rule = Callable[[Any, Cell], list[Stage]]
_rules: dict[type[nn.Module], Rule] = {}
_Rule = TypeVar("_Rule", bound=Rule)


def rule(*kinds: type[nn.Module]) -> Callable[[_Rule], _Rule]:
    """Register the function below for those kinds of modules."""

    def register(function: _Rule) -> _Rule:
        _rules.update(dict.fromkeys(kinds, function))
        return function

    return register


def catch(model: nn.Module, *inputs: Tensor) -> Caught:
    """Run the model in evaluation mode and note every module's last call."""
    calls: dict[str, Call] = {}

    def listen(name: str, layer: nn.Module) -> torch.utils.hooks.RemovableHandle:
        def note(_: nn.Module, given: tuple[Any, ...], named: dict[str, Any], output: Any) -> None:
            calls.pop(name, None)
            calls[name] = Call((*given, *named.values()), output[0] if isinstance(output, tuple) else output)

        return layer.register_forward_hook(note, with_kwargs=True)

    handles = [listen(name, layer) for name, layer in model.named_modules()]
    try:
        with evaluating(model), torch.no_grad():
            output: Tensor = model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return Caught(model, calls, output)


def stages_of(caught: Caught, probe: str, place: Place) -> list[Stage]:
    """Return how that entry of a probe came about; none if no rule knows."""
    modules = dict(caught.model.named_modules())
    for path, part in _splits(probe):
        module = modules.get(path)
        known = _rules.get(type(module)) if module is not None else None
        if known is not None and (stages := known(module, Cell(caught, path, part, place))):
            return stages
    return []


def made(caught: Caught, tensor: Tensor, place: Place) -> list[Stage]:
    """Return how that entry of a whole tensor, batch first, came about; none if it is no module's output."""
    for name, call in caught.calls.items():
        passed_on = call.inputs and call.inputs[0] is tensor
        if call.output is tensor and not passed_on and (stages := stages_of(caught, name, place)):
            return stages
    return []


def _splits(probe: str) -> Iterator[tuple[str, str]]:
    """`a.b.c` as path and part: ("a.b.c", ""), ("a.b", "c"), ("a", "b.c"), ("", "a.b.c")."""
    names = probe.split(".") if probe else []
    for cut in range(len(names), -1, -1):
        yield ".".join(names[:cut]), ".".join(names[cut:])


# Writing stages down


def number(value: Tensor | float) -> float:
    """Return a number as Python has it."""
    return float(value.item()) if isinstance(value, Tensor) else value


def products(*factors: Tensor) -> list[list[float]]:
    """Return the terms of a sum of products of tensors' entries, in row-major order."""
    return [list(term) for term in zip(*(factor.flatten().tolist() for factor in factors), strict=True)]


def one(label: str, *factors: Tensor | float) -> Part:
    """Return a part of a single term."""
    return Part(label, [list(map(number, factors))])


def stage(
    name: str, formula: str, of: Operation, parts: Sequence[Part | None], value: Tensor | float, chosen: int = 0
) -> Stage:
    """Return a stage; parts that are not there are left out."""
    return Stage(name, formula, of, [part for part in parts if part is not None], number(value), chosen)
