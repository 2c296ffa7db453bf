"""The derivative of the loss by what a loop computed at a step: what comes back through the next one, and the rest.

    ∂L/∂s_t = Σ_j ∂L/∂s_{t+1,j} · ∂s_{t+1,j}/∂s_t  +  what does not come through s_{t+1}

The second is found by a backward pass that is cut at the next step, so the two are computed apart from their sum.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from studyai.backend.inside.stages import Place, one, products, stage
from studyai.protocol import Part, Stage


def through_time(loss: Tensor, steps: Sequence[Tensor], place: Place) -> list[Stage]:
    """Return how the gradient at ``place`` (step, …) came about.

    ``steps`` are the loop's tensors, each a batch of one.
    """
    time, *inner = place
    here, entry = steps[time], (0, *inner)
    value = _by(loss, here)[entry]
    name = f"gradient, step {time}"
    if time + 1 == len(steps):
        return [stage(name, "∂L/∂s, the last step", "sum", [one("∂L/∂s", value)], value)]
    later = steps[time + 1]
    back = products(_by(loss, later), _slopes(later, here, entry))
    parts = [("next step", back), ("by other ways", [[_cut_at(later, loss, here)[entry].item()]])]
    return [stage(name, "Σ ∂L/∂s₊₁ · ∂s₊₁/∂s + other ways", "sum", [Part(*part) for part in parts], value)]


def _by(loss: Tensor, tensor: Tensor) -> Tensor:
    """∂L/∂tensor; zeros where the loss does not depend on it."""
    if not tensor.requires_grad:
        return torch.zeros_like(tensor)
    (found,) = torch.autograd.grad(loss, tensor, retain_graph=True, allow_unused=True)
    return torch.zeros_like(tensor) if found is None else found


def _cut_at(later: Tensor, loss: Tensor, here: Tensor) -> Tensor:
    """∂L/∂here without all that comes back through ``later``."""
    if not later.requires_grad:
        return _by(loss, here)
    handle = later.register_hook(torch.zeros_like)
    try:
        return _by(loss, here)
    finally:
        handle.remove()


def _slopes(later: Tensor, here: Tensor, entry: Place) -> Tensor:
    """Return ∂later/∂here[entry], of later's shape.

    vᵀJ is linear in v, so its own derivative with respect to v is a column of J.
    """
    if not (later.requires_grad and here.requires_grad):
        return torch.zeros_like(later)
    v = torch.zeros_like(later, requires_grad=True)
    (row,) = torch.autograd.grad(later, here, v, create_graph=True, allow_unused=True)
    return torch.zeros_like(later) if row is None else torch.autograd.grad(row[entry], v, retain_graph=True)[0]
