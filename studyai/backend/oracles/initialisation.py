"""Section 6, weight initialisation: what torch.nn.init hands to its random generators, and where it leads."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, empty, nn
from torch.nn import functional

from studyai.backend.oracles.recorded_draws import recorded_draws
from studyai.backend.oracles.registry import Answers, oracle


@oracle("init-variance")
def init_variance(
    n: int, m: int, layer: Literal["tanh-fan-in", "sigmoid-fan-in", "relu-he", "tanh-averaged"] = "tanh-fan-in"
) -> Answers:
    """Return variance, deviation and uniform bound that torch would draw an m×n weight matrix with."""
    weights = empty(m, n, device="meta")  # its shape is all that counts
    with recorded_draws() as draws:
        if layer == "tanh-averaged":
            nn.init.xavier_normal_(weights)
            nn.init.xavier_uniform_(weights)
        else:  # torch knows 1/n as the linear case of He's rule
            nonlinearity: Literal["relu", "linear"] = "relu" if layer == "relu-he" else "linear"
            nn.init.kaiming_normal_(weights, nonlinearity=nonlinearity)
            nn.init.kaiming_uniform_(weights, nonlinearity=nonlinearity)
    (_, deviation), (_, bound) = draws  # mean and deviation; lower and upper bound
    return {"V": deviation**2, "s": deviation, "r": bound}


@oracle("variance-through-depth")
def variance_through_depth(
    n: int,
    L: int,
    q_0: float = 1.0,
    a: float = 0.1,
    scheme: Literal["xavier", "he", "torch-default"] = "he",
    activation: Literal["relu-units", "tanh-units", "leaky-units"] = "relu-units",
) -> Answers:
    """Return the mean square of layer L's activations.

    It is followed layer by layer, on sums that are plus or minus their deviation, each half the time.
    """
    with recorded_draws() as draws:
        if scheme == "torch-default":
            nn.Linear(n, n, bias=False, device="meta")
        else:  # torch knows 1/n as the linear case of He's rule
            nonlinearity: Literal["relu", "linear"] = "relu" if scheme == "he" else "linear"
            nn.init.kaiming_uniform_(empty(n, n, device="meta"), nonlinearity=nonlinearity)
    ((_, bound),) = draws
    reach = torch.tensor(bound, dtype=torch.float64)
    V = torch.distributions.Uniform(-reach, reach).variance

    def activated(z: Tensor) -> Tensor:
        match activation:
            case "relu-units":
                return torch.relu(z)
            case "leaky-units":
                return functional.leaky_relu(z, a)
            case "tanh-units":  # its tangent at 0
                tangent: Tensor = torch.func.jvp(torch.tanh, (torch.zeros_like(z),), (z,))[1]
                return tangent

    signs = torch.tensor([-1.0, 1.0], dtype=torch.float64)
    squares = [torch.tensor(q_0, dtype=torch.float64)]
    for _ in range(L):
        variance = functional.linear(squares[-1].expand(n), V.expand(1, n))  # variances of n products, added up
        squares.append(activated(signs * variance.sqrt()).square().mean())
    f = squares[1] / squares[0]
    verdict = torch.where((f - 1).abs() < 1e-9, 0, (f - 1).sign())
    return {"V": V, "c": activated(signs).square().mean(), "f": f, "q_L": squares[-1], "v": verdict}
