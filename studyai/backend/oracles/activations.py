"""Section 4, activation functions."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from studyai.backend.oracles.givens import GivensError, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("softmax")
def softmax(z: Vector, form: Literal["plain", "shifted"] = "plain") -> Answers:
    """Return the probabilities of logits z (classes); torch has one form for both, for any logits."""
    return {"p": torch.softmax(z, dim=0)}


@oracle("activation-value")
def activation_value(
    z: Tensor,
    activation: Literal["act-sigmoid", "act-tanh", "act-relu", "act-leaky", "act-linear"] = "act-sigmoid",
    c: float = 0.1,
) -> Answers:
    """Return the activation of z, a number or a vector."""
    layers = {
        "act-sigmoid": nn.Sigmoid(),
        "act-tanh": nn.Tanh(),
        "act-relu": nn.ReLU(),
        "act-leaky": nn.LeakyReLU(c),
        "act-linear": nn.Identity(),
    }
    return {"a": layers[activation](z)}


@oracle("activation-derivative")
def activation_derivative(
    z: Tensor,
    activation: Literal["act-sigmoid", "act-tanh", "act-relu", "act-leaky"] = "act-sigmoid",
    c: float = 0.1,
) -> Answers:
    """Return the activation of z, a number or a vector, and its slope there by autograd."""
    layers = {
        "act-sigmoid": nn.Sigmoid(),
        "act-tanh": nn.Tanh(),
        "act-relu": nn.ReLU(),
        "act-leaky": nn.LeakyReLU(c),
    }
    z.requires_grad_()
    a = layers[activation](z)
    (s,) = torch.autograd.grad(a.sum(), z)  # each entry depends on its own z alone
    return {"a": a, "s": s}


@oracle("softmax-jacobian")
def softmax_jacobian(z: Vector, i: int, j: int) -> Answers:
    """Return the probabilities of logits z (classes) and, by autograd, how the i-th changes with the j-th logit.

    Both are counted from 1.
    """
    jacobian = torch.autograd.functional.jacobian(nn.Softmax(dim=0), z)  # (classes, classes)
    if not (1 <= i <= len(z) and 1 <= j <= len(z)):
        raise GivensError(f"i and j number the {len(z)} logits from 1")
    return {"p": torch.softmax(z, dim=0), "s": jacobian[i - 1, j - 1]}
