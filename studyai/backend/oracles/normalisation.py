"""Section 11, batch normalisation: torch's own layer, in training and in evaluation mode."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn

from studyai.backend.oracles.givens import Matrix, Vector
from studyai.backend.oracles.registry import Answers, oracle

TINY = torch.finfo(torch.float64).tiny  # for an ε of 0, which torch refuses: too little to see beside any variance


@oracle("batch-norm")
def batch_norm(X: Matrix, gamma: Vector, beta: Vector, epsilon: float = 1e-5) -> Answers:
    """Return a batch X (N×D) normalised in training mode, then scaled by gamma and shifted by beta (D)."""
    layer = nn.BatchNorm1d(
        X.shape[1], eps=max(epsilon, TINY), momentum=1.0, dtype=torch.float64
    )  # 1: it keeps this batch's mean
    X_hat = layer(X)  # its scale is 1 and its shift 0 as yet
    layer.load_state_dict({"weight": gamma, "bias": beta}, strict=False)
    return {"mu": layer.running_mean, "v": X.var(dim=0, correction=0), "X_hat": X_hat, "Y": layer(X)}


@oracle("batch-norm-evaluation")
def batch_norm_evaluation(
    X: Matrix, mu_r: Vector, v_r: Vector, gamma: Vector, beta: Vector, epsilon: float = 1e-5
) -> Answers:
    """Return X (N×D) normalised by given statistics (D), by a layer without scale and shift and by one with them."""
    outputs = []
    for affine in (False, True):
        layer = nn.BatchNorm1d(X.shape[1], eps=max(epsilon, TINY), affine=affine, dtype=torch.float64).eval()
        state = {"weight": gamma, "bias": beta} if affine else {}
        layer.load_state_dict({**state, "running_mean": mu_r, "running_var": v_r}, strict=False)
        outputs.append(layer(X))  # (N, D)
    return dict(zip(("X_hat", "Y"), outputs, strict=True))


@oracle("batch-norm-inference")
def batch_norm_inference(
    X: Matrix,
    mu_r: Vector,
    v_r: Vector,
    m: float,
    x: Vector,
    gamma: Vector,
    beta: Vector,
    epsilon: float = 1e-5,
    convention: Literal["weighs-new", "weighs-old"] = "weighs-new",
) -> Answers:
    """Return the running statistics (D) after a training batch X (N×D), and the output for x (D) in evaluation.

    Keras, whose momentum weighs the old, keeps the variance divided by N; torch's layer keeps it divided by N − 1.
    """
    momentum = m if convention == "weighs-new" else 1 - m  # torch's is the weight of the new
    layer = nn.BatchNorm1d(X.shape[1], eps=max(epsilon, TINY), momentum=momentum, dtype=torch.float64)
    state = {"weight": gamma, "bias": beta, "running_mean": mu_r, "running_var": v_r}
    layer.load_state_dict(state, strict=False)  # what is left is a counter of batches
    layer(X)
    if convention == "weighs-old":
        layer.running_var = torch.lerp(X.var(dim=0, correction=0), v_r, m)
    y = layer.eval()(x[None])[0]  # (D,)
    return {"mu_r_new": layer.running_mean, "v_r_new": layer.running_var, "y": y}
