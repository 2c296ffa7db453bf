"""The largest eigenvalue of a training loss's Hessian, by Lanczos' refinement of the power iteration.

Like the power iteration it needs only products of the Hessian with vectors, which autograd computes without ever
writing the matrix down. It finds the largest eigenvalue itself, not the largest in size: at the start of a training
the Hessian may well have a negative one that is larger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from studyai.backend.experiments.copies import moment
from studyai.backend.refusal import Refusal
from studyai.backend.training.trainer import Trainer

MOST_PARAMETERS = 200_000
MOST_WORK = 500_000_000  # parameters times numbers that the network is given: about ten seconds on one core
MOST_PRODUCTS = 60
PRECISION = 1e-4  # of the eigenvalue: where it is enough

Product = Callable[[Tensor], Tensor]


class TooLarge(Refusal):
    """A model, or its data, whose curvature would take too long."""

    problem = "refused"


@dataclass(frozen=True)
class Largest:
    """An eigenvalue, how far from it one lies at most, and how many products it took."""

    value: float
    error: float
    products: int


def curvature(trainer: Trainer) -> Largest:
    """Return the largest eigenvalue of the Hessian at the weights of now. Raises `TooLarge`.

    It is that of the loss on all training examples with the penalty l2, without dropout or noise; a batch
    normalisation takes its statistics from all examples, as one update on all of them would.
    """
    check_size(trainer)
    still = moment(trainer).copy(**({"dropout": 0.0} if "dropout" in trainer.settings.rows else {}))
    parameters = list(still.model.parameters())
    loss = still.task.loss(still.model(*still.train.inputs), still.train.targets)
    gradients = torch.autograd.grad(loss, parameters, create_graph=True, materialize_grads=True)
    product = hessian_product(gradients, parameters, still.settings.number("l2"))
    return largest_eigenvalue(product, _any_vector(parameters))


def check_size(trainer: Trainer) -> None:
    """Raise `TooLarge` where it would take too long, or too much memory."""
    parameters = sum(one.numel() for one in trainer.model.parameters())
    numbers = sum(one.numel() for one in trainer.train.inputs)
    if parameters > MOST_PARAMETERS or parameters * numbers > MOST_WORK:
        raise TooLarge(
            f"the curvature of {parameters:,} parameters on {len(trainer.train):,} examples of "
            f"{numbers // len(trainer.train):,} numbers would take too long; accepted: up to "
            f"{MOST_PARAMETERS:,} parameters, and {MOST_WORK:,} for parameters times numbers"
        )


def hessian_product(gradients: Sequence[Tensor], parameters: Sequence[nn.Parameter], l2: float) -> Product:
    """Return v → H v, from gradients that can be differentiated again."""
    gradient = _flat(gradients)
    penalised = _flat([torch.full_like(one, l2 if one.dim() > 1 else 0.0) for one in parameters])

    def product(vector: Tensor) -> Tensor:
        if not gradient.requires_grad:  # a loss that is linear: no derivative depends on a parameter
            return penalised * vector
        slope = torch.autograd.grad(gradient @ vector, parameters, retain_graph=True, materialize_grads=True)
        return _flat(slope) + penalised * vector

    return product


def largest_eigenvalue(product: Product, start: Tensor) -> Largest:
    """Return a symmetric matrix's largest eigenvalue, from its products with vectors, begun at ``start``."""
    basis = [start / start.norm()]
    diagonal: list[Tensor] = []
    beside: list[Tensor] = []
    most = min(MOST_PRODUCTS, start.numel())
    while True:
        image = product(basis[-1])
        diagonal.append(image @ basis[-1])
        rest = _without(_without(image, basis), basis)  # twice: once leaves what rounding put in
        left = rest.norm()
        found = _of_tridiagonal(diagonal, beside, left)
        if len(diagonal) == most or found.error <= PRECISION * abs(found.value) or not left:
            return found
        beside.append(left)
        basis.append(rest / left)


def _of_tridiagonal(diagonal: Sequence[Tensor], beside: Sequence[Tensor], left: Tensor) -> Largest:
    matrix = torch.diag(torch.stack(list(diagonal)).double())
    if beside:
        off = torch.stack(list(beside)).double()
        matrix += torch.diag(off, 1) + torch.diag(off, -1)
    values, vectors = torch.linalg.eigh(matrix)
    return Largest(values[-1].item(), abs(left.item() * vectors[-1, -1].item()), len(diagonal))


def _without(vector: Tensor, basis: Sequence[Tensor]) -> Tensor:
    stacked = torch.stack(list(basis))
    return vector - (stacked @ vector) @ stacked


def _any_vector(parameters: Sequence[nn.Parameter]) -> Tensor:
    count = sum(one.numel() for one in parameters)
    draws = torch.Generator().manual_seed(0)  # the same for all runs: what is measured is repeated to the digit
    return torch.randn(count, generator=draws).to(parameters[0].device, parameters[0].dtype)


def _flat(tensors: Sequence[Tensor]) -> Tensor:
    return torch.cat([one.reshape(-1) for one in tensors])
