"""Section 6, weight initialisation: what torch.nn.init hands to its random generators."""

from __future__ import annotations

from typing import Literal

from torch import empty, nn

from studyai.backend.oracles.recorded_draws import recorded_draws
from studyai.backend.oracles.registry import Answers, oracle


@oracle("init-variance")
def init_variance(
    n: int, m: int, layer: Literal["tanh-fan-in", "sigmoid-fan-in", "relu-he", "tanh-averaged"] = "tanh-fan-in"
) -> Answers:
    """Variance, deviation and uniform bound that torch would draw an m×n weight matrix with."""
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
