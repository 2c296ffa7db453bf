"""What one update did to every layer: the gradient it came from, and how far the weights moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from studyai import protocol


@dataclass(frozen=True)
class Measured:
    """Every layer at one update, counted from 1."""

    step: int
    signals: list[protocol.Signal]


class Observer:
    """Made before an update; told when its gradients are there; read after it.

    The gradient is the loss's own, before penalties and clipping. A layer's weights and biases count as one vector.
    """

    def __init__(self, model: nn.Module) -> None:
        self._layers = {
            name: parameters
            for name, module in model.named_modules()
            if (parameters := list(module.parameters(recurse=False)))
        }
        self._before = {name: [one.detach().clone() for one in held] for name, held in self._layers.items()}
        self._gradients: dict[str, float] = {}

    def note_gradients(self) -> None:
        """The backward pass is done."""
        for name, held in self._layers.items():
            self._gradients[name] = _norm(one.grad for one in held if one.grad is not None)

    def measured(self, step: int) -> Measured:
        """The update is done; it was that one."""
        return Measured(step, [self._signal(name, held) for name, held in self._layers.items()])

    def _signal(self, name: str, held: list[nn.Parameter]) -> protocol.Signal:
        before = self._before[name]
        moved = _norm(new.detach() - old for new, old in zip(held, before, strict=True))
        size = _norm(before)
        return protocol.Signal(
            layer=name or "model", gradient=self._gradients.get(name, 0.0), weight=size, update=moved,
            ratio=moved / size if size else None,
        )  # fmt: skip


def _norm(tensors: Iterable[Tensor]) -> float:
    parts = [torch.linalg.vector_norm(one) for one in tensors]
    return torch.linalg.vector_norm(torch.stack(parts)).item() if parts else 0.0
