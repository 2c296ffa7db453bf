"""Section 5, losses: torch's own, with their gradients by autograd."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn

from studyai.backend.oracles.givens import GivensError, Matrix, Vector
from studyai.backend.oracles.registry import Answers, oracle

NEAREST = 1e-8  # to 0 or 1, of a probability; nearer, 1 − p has too few digits left


@oracle("mse")
def mse(y: Vector, o: Vector, convention: Literal["loss-mean", "loss-half"] = "loss-mean") -> Answers:
    """Return mean squared error of outputs o against targets y (n), and its gradient with respect to o."""
    o.requires_grad_()
    J = nn.MSELoss()(o, y) / (2 if convention == "loss-half" else 1)
    J.backward()
    return {"e": o - y, "J": J, "dJ_do": o.grad}


@oracle("mae")
def mae(y: Vector, o: Vector) -> Answers:
    """Return mean absolute error of outputs o against targets y (n), and its gradient with respect to o."""
    o.requires_grad_()
    J = nn.L1Loss()(o, y)
    J.backward()
    return {"e": o - y, "J": J, "dJ_do": o.grad}


@oracle("binary-cross-entropy")
def binary_cross_entropy(y: Vector, p: Vector) -> Answers:
    """Return binary cross-entropy of probabilities p against targets y (n).

    Its gradients are with respect to p and to the logits.
    """
    if min((1 - p).min(), p.min()) < NEAREST:
        raise GivensError(f"p is nearer to 0 or 1 than {NEAREST}, where float64 rounds 1 − p too much")
    p.requires_grad_()
    J = nn.BCELoss()(p, y)
    z = torch.logit(p.detach()).requires_grad_()  # what the sigmoid made p of
    (dJ_dp,) = torch.autograd.grad(J, p)
    (dJ_dz,) = torch.autograd.grad(nn.BCEWithLogitsLoss()(z, y), z)
    return {"L": nn.BCELoss(reduction="none")(p, y), "J": J, "dJ_dp": dJ_dp, "dJ_dz": dJ_dz}


@oracle("categorical-cross-entropy")
def categorical_cross_entropy(P: Matrix, c: list[int]) -> Answers:
    """Return cross-entropy of probabilities P (n×classes) against classes c, and its gradient with respect to P.

    Classes are numbered from 1.
    """
    if not all(1 <= one <= P.shape[1] for one in c):
        raise GivensError(f"c numbers the {P.shape[1]} classes from 1")
    classes = torch.tensor(c) - 1
    P.requires_grad_()
    J = nn.NLLLoss()(torch.log(P), classes)
    J.backward()
    return {"Y": nn.functional.one_hot(classes, P.shape[1]), "J": J, "dJ_dP": P.grad}


@oracle("hinge")
def hinge(y: Vector, z: Vector) -> Answers:
    """Return mean hinge loss of raw outputs z against targets y of −1 or 1 (n), and its gradient with respect to z."""
    z.requires_grad_()
    J = nn.MarginRankingLoss(margin=1)(z, torch.zeros_like(z), y)  # max(0, 1 − y(z − 0)), torch's hinge
    L = torch.relu(1 - y * z)  # relu has slope 0 at 0, where the ranking loss's is 1
    (dJ_dz,) = torch.autograd.grad(L.mean(), z)
    return {"L": L, "J": J, "dJ_dz": dJ_dz}


@oracle("softmax-cross-entropy-gradient")
def softmax_cross_entropy_gradient(z: Vector, c: int, form: Literal["plain", "shifted"] = "plain") -> Answers:
    """Return cross-entropy of logits z (classes) against class c, and its gradient with respect to z.

    Classes are numbered from 1; torch has one form for both, for any logits.
    """
    if not 1 <= c <= len(z):
        raise GivensError(f"c numbers the {len(z)} classes from 1")
    z.requires_grad_()
    J = nn.CrossEntropyLoss()(z, torch.tensor(c - 1))
    J.backward()
    return {"p": torch.softmax(z, dim=0), "J": J, "dJ_dz": z.grad}
