"""How the loss of an example changes with what a loop computed at each step.

``….gradient`` of a tap in a loop, (time, …): the loss by every step's tensor, with all that comes back through
later steps; ``….gradient_norm``, (time), its norm at every step.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from studyai.backend.architectures.network import Network
from studyai.backend.inside.chain_rule import through_time
from studyai.backend.inside.stages import Explanation, Place, check_place, products, stage
from studyai.backend.inside.trace import Inner, Trace, trace
from studyai.backend.inside.travel import is_shrunk, mean_at
from studyai.backend.tasks.registry import Data, Task
from studyai.protocol import Part, Probe

GRADIENT, GRADIENT_NORM = ".gradient", ".gradient_norm"


def is_gradient(name: str) -> bool:
    """Return whether a probe of that name shows a gradient."""
    return name.endswith((GRADIENT, GRADIENT_NORM))


def probes(traced: Trace) -> Iterator[Probe]:
    """Yield those of every loop."""
    for name, inner in traced.inner.items():
        if inner.steps:
            yield Probe(name + GRADIENT, inner.axes, tuple(inner.tensor.shape[1:]))
            yield Probe(name + GRADIENT_NORM, inner.axes[:1], tuple(inner.tensor.shape[1:2]))


def gradient(traced: Trace, task: Task, seen: Data, name: str) -> Inner:
    """Return what a probe of that name shows; traced with gradients, for the batch of one that is seen."""
    inner = _tap(traced, name)
    steps = [one for one in inner.steps if one.requires_grad]
    loss = task.loss(traced.output, seen.targets)
    derivatives = torch.autograd.grad(loss, steps, allow_unused=True, retain_graph=True)
    known = {id(step): one for step, one in zip(steps, derivatives, strict=True)}
    tensor = torch.stack([_or_zeros(known.get(id(step)), step) for step in inner.steps], dim=1)  # (1, time, …)
    if name.endswith(GRADIENT_NORM):
        return Inner(tensor.flatten(2).norm(dim=2), inner.axes[:1])
    return Inner(tensor, inner.axes)


def explained(model: Network, task: Task, seen: Data, name: str, place: Place) -> Explanation:
    """Return a gradient by the chain rule over the next step; a norm over the units of the step's gradient."""
    traced = trace(model, *seen.inputs, gradients=True)
    entries = gradient(traced, task, seen, name).of_one
    if is_shrunk(entries):
        return mean_at(entries, place)
    check_place(place, tuple(entries.shape))
    value = entries[place].item()
    if name.endswith(GRADIENT_NORM):
        (step,) = gradient(traced, task, seen, name.removesuffix(GRADIENT_NORM) + GRADIENT).tensor[:, place[0]]
        return Explanation(value, [stage("norm", "√Σ g²", "root", [Part("g²", products(step, step))], value)])
    loss = task.loss(traced.output, seen.targets)
    return Explanation(value, through_time(loss, _tap(traced, name).steps, place))


def _tap(traced: Trace, name: str) -> Inner:
    return traced.one(name.removesuffix(GRADIENT_NORM).removesuffix(GRADIENT))


def _or_zeros(derivative: Tensor | None, step: Tensor) -> Tensor:
    return torch.zeros_like(step) if derivative is None else derivative
