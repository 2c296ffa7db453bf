"""A model captured while it computes: every call of every module, with what it was given and what it gave.

The layer table and the inner tensors (`trace`), the scene that questions are about (`scene`) and the arithmetic of
a cell (`cell`, `arithmetic`) are views of a `Capture`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from studyai.backend.architectures.network import evaluating


@dataclass(frozen=True)
class Call:
    """One call of a module: its inputs as they came, named ones last, and its output (of several the first)."""

    path: str
    module: nn.Module
    inputs: tuple[Any, ...]
    output: Tensor

    @property
    def input(self) -> Tensor:
        """The first input."""
        first: Tensor = self.inputs[0]
        return first


@dataclass(frozen=True)
class Capture:
    """All calls of the modules inside a model, in the order they were done, and what the model put out."""

    model: nn.Module
    calls: list[Call]
    output: Tensor

    @cached_property
    def first(self) -> dict[str, Call]:
        """Every module's first call."""
        first: dict[str, Call] = {}
        for call in self.calls:
            first.setdefault(call.path, call)
        return first

    @cached_property
    def last(self) -> dict[str, Call]:
        """Every module's last call, in the order of these."""
        last = {call.path: call for call in self.calls}
        return {call.path: call for call in self.calls if last[call.path] is call}


def capture(model: nn.Module, *inputs: Tensor, gradients: bool = False) -> Capture:
    """Run the model once in evaluation mode; with ``gradients`` autograd keeps what a backward pass needs."""
    calls: list[Call] = []
    with _listening(model, calls), evaluating(model), torch.set_grad_enabled(gradients):
        output = model(*inputs)
    return Capture(model, calls, output)


@contextmanager
def _listening(model: nn.Module, calls: list[Call]) -> Iterator[None]:
    def listen(path: str, module: nn.Module) -> RemovableHandle:
        def note(_: nn.Module, inputs: tuple[Any, ...], named: dict[str, Any], output: Any) -> None:
            first = output[0] if isinstance(output, tuple) else output
            calls.append(Call(path, module, (*inputs, *named.values()), first))

        return module.register_forward_hook(note, with_kwargs=True)

    handles = [listen(path, module) for path, module in model.named_modules() if path]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
