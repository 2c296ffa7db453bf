"""What all architectures have in common: a forward pass, an answer, and taps on inner tensors worth a look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Network(nn.Module):
    """A module the lab can train. ``forward`` takes a batch of each of the task's inputs, in their order."""

    def answer(self, *inputs: Tensor) -> Tensor:
        """Return what it says when it is used, for the task's metric.

        Networks that decode step by step override this.
        """
        outputs: Tensor = self(*inputs)
        return outputs


class Tap(nn.Module):
    """Names an inner tensor that is no layer's output: ``self.weights = Tap("head", "query", "key")``.

    Passes the tensor (B, …) on as it is; a trace notes it under the tap's own name in the module, with
    the names of its axes after the batch. A loop hands over the list of what it computed, a tensor (B, …)
    for each of T steps, and gets them back as one (B, T, …). Those in the list are the ones the loop went
    on with, so their gradients are whole: ∂loss/∂h_t with all that comes back through later steps. The
    gradient of the stack tells only what was read from it directly.
    """

    def __init__(self, *axes: str) -> None:
        super().__init__()
        self.axes = axes

    def forward(self, tensor: Tensor | list[Tensor]) -> Tensor:
        """Return the same tensor, or the steps of a loop as one tensor."""
        return torch.stack(tensor, dim=1) if isinstance(tensor, list) else tensor

    def extra_repr(self) -> str:
        """Return the names of the axes."""
        return " × ".join(self.axes)


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Keep the model in evaluation mode inside: no dropout, batch normalisation by its running statistics."""
    if not model.training:  # already so: telling every layer again takes longer than a small model's forward pass
        yield
        return
    model.eval()
    try:
        yield
    finally:
        model.train()
