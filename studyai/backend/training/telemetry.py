"""What one update did to every layer: the gradient it came from, and how far the weights moved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice

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
        self._parameters = [one for held in self._layers.values() for one in held]
        self._before = [one.detach().clone() for one in self._parameters]
        self._gradients: dict[str, float] = {}

    def note_gradients(self) -> None:
        """Take in that the backward pass is done."""
        gradients = [one.new_zeros(()) if one.grad is None else one.grad for one in self._parameters]
        self._gradients = self._norms(gradients)

    def measured(self, step: int) -> Measured:
        """Return what the update, now done, did to every layer; ``step`` is its number."""
        sizes = self._norms(self._before)
        moves = self._norms([new.detach() - old for new, old in zip(self._parameters, self._before, strict=True)])
        return Measured(step, [self._signal(name, sizes[name], moves[name]) for name in self._layers])

    def _signal(self, name: str, size: float, moved: float) -> protocol.Signal:
        return protocol.Signal(
            layer=name or "model", gradient=self._gradients.get(name, 0.0), weight=size, update=moved,
            ratio=moved / size if size else None,
        )  # fmt: skip

    def _norms(self, tensors: list[Tensor]) -> dict[str, float]:
        """Return the norm of every layer's tensors as one vector.

        Asked of the device at once, which waits only once.
        """
        parts = iter(torch.stack([torch.linalg.vector_norm(one) for one in tensors]).tolist())
        return {name: math.hypot(*islice(parts, len(held))) for name, held in self._layers.items()}
