"""Section 10, regularisation: penalties by autograd and weight decay, torch's dropout, torch's own patience."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import torch
from torch import nn
from torch.optim.lr_scheduler import ReduceLROnPlateau

from studyai.backend.oracles.givens import GivensError, Scalar, Vector
from studyai.backend.oracles.registry import Answers, oracle
from studyai.backend.oracles.whole_numbers import scaled

TRIED = 1_000_000  # entries that torch's dropout is tried on


@oracle("l1-penalty")
def l1_penalty(w: Vector, g: Vector, J: Scalar, lambda_: float, alpha: float, b: float = 0.0) -> Answers:
    """Return the penalised loss, its gradient by autograd, and a step of SGD.

    The loss J has gradient g at w; b is not penalised.
    """
    weights = nn.Parameter(w.clone())
    Omega = torch.linalg.vector_norm(weights, ord=1)
    penalised = J + torch.dot(g, weights - w) + lambda_ * Omega  # a loss that is J here and has the gradient g
    penalised.backward()
    g_tilde = weights.grad
    torch.optim.SGD([weights], lr=alpha).step()
    return {"Omega": Omega, "J_tilde": penalised, "g_tilde": g_tilde, "w_new": weights}


@oracle("l2-penalty")
def l2_penalty(
    w: Vector,
    g: Vector,
    J: Scalar,
    lambda_: float,
    alpha: float,
    b: float = 0.0,
    convention: Literal["square", "half-square"] = "square",
) -> Answers:
    """Return penalised loss and its gradient by autograd; the step by SGD's own weight decay; b is not penalised."""
    factor = 1.0 if convention == "square" else 0.5
    weights = w.clone().requires_grad_()
    penalised = J + torch.dot(g, weights - w) + factor * lambda_ * nn.MSELoss(reduction="sum")(weights, 0 * w)
    (g_tilde,) = torch.autograd.grad(penalised, weights)
    decayed = nn.Parameter(w.clone())
    decayed.grad = g.clone()
    torch.optim.SGD([decayed], lr=alpha, weight_decay=2 * factor * lambda_).step()
    return {"J_tilde": penalised, "g_tilde": g_tilde, "w_new": decayed}


@oracle("dropout")
def dropout(a: Vector, m: Vector, p: float, convention: Literal["inverted", "classic"] = "inverted") -> Answers:
    """Return activations a (n) under the mask m (n), with the factor that torch's dropout gives to what it keeps."""
    layer = nn.Dropout(p)
    factor = layer(torch.ones(TRIED, dtype=torch.float64)).max()  # in training
    if factor == 0:
        raise GivensError(f"dropout with that p kept none of {TRIED} entries, so that its factor is not seen")
    at_test = layer.eval()(a)
    if convention == "classic":  # the same factor, moved from training to test
        return {"a_train": a * m, "a_test": at_test / factor}
    return {"a_train": a * m * factor, "a_test": at_test}


@oracle("early-stopping")
def early_stopping(L: list[Fraction], P: int, d: Fraction = Fraction(0)) -> Answers:
    """Return epochs of stop and best loss for losses L, patience P and least improvement d.

    torch lowers the learning rate by the same rule that stops a training: here the first lowering is the stop.
    """
    if P < 1:
        raise GivensError("P is a number of epochs, 1 at least")
    (*losses, least), unit = scaled([*L, d])  # whole numbers, in which 0.6 − 0.1 is 0.5
    if max(map(abs, [*losses, least])) >= 2**53:
        raise GivensError("L and d have too many digits for torch's scheduler, which compares them as floats")
    optimiser = torch.optim.SGD([nn.Parameter(torch.zeros(()))], lr=1.0)
    watch = ReduceLROnPlateau(optimiser, patience=P - 1, threshold=least, threshold_mode="abs")
    answers: Answers = {}
    best_epoch = stopping_epoch = 0
    for t, loss in enumerate(losses, start=1):
        before = watch.best
        stopped = optimiser.param_groups[0]["lr"] < 1
        if not stopped:
            stopping_epoch = t
            watch.step(loss)
        improved = watch.best < before
        best_epoch = t if improved else best_epoch
        answers |= {f"u_{t}": int(improved), f"b_{t}": Fraction(int(watch.best), unit), f"e_{t}": best_epoch}
    return {**answers, "s": stopping_epoch, "r": best_epoch}
