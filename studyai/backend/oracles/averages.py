"""Section 8, moving averages: torch's own, and what autograd says of their memory."""

from __future__ import annotations

import torch
from torch.optim.swa_utils import get_ema_avg_fn

from studyai.backend.oracles.givens import GivensError, Scalar, Vector
from studyai.backend.oracles.registry import Answers, oracle

MOST_STEPS = 10_000_000  # that are summed up in memory


@oracle("ewa")
def ewa(x: Vector, beta: float, v_0: Scalar | None = None) -> Answers:
    """Return moving averages of the series x (T) from v_0, by torch's own averaging function."""
    average = get_ema_avg_fn(beta)
    v = torch.zeros((), dtype=torch.float64) if v_0 is None else v_0
    answers: Answers = {}
    for t, x_t in enumerate(x, start=1):
        v = average(v, x_t, torch.tensor(t))
        answers[f"v_{t}"] = v
    return answers


@oracle("ewa-bias-corrected")
def ewa_bias_corrected(x: Vector, beta: float) -> Answers:
    """Return moving averages of the series x (T) from 0, over the average that a series of ones has by then."""
    average = get_ema_avg_fn(beta)
    v = given_out = torch.zeros((), dtype=torch.float64)
    one = torch.ones((), dtype=torch.float64)
    answers: Answers = {}
    for t, x_t in enumerate(x, start=1):
        v = average(v, x_t, torch.tensor(t))
        given_out = average(given_out, one, torch.tensor(t))  # 1 once the start is forgotten
        answers |= {f"v_{t}": v, f"v_hat_{t}": v / given_out}
    return answers


@oracle("ewa-window")
def ewa_window(beta: float, k: int) -> Answers:
    """Return window and weights of a moving average, summed over as many steps back as a float64 can see."""
    steps = int(40 / (1 - beta)) + k + 2  # β to that power is below 10⁻¹⁷
    if steps > MOST_STEPS:
        raise GivensError(f"beta is so close to 1 that its average remembers {steps} steps, too many to sum up")
    powers = torch.tensor(beta, dtype=torch.float64) ** torch.arange(steps)  # 1, β, β², …
    weights = powers / powers.sum()  # what each value has in the average, the newest first
    return {"n": powers.sum(), "a": weights[k], "r": weights[k + 1 :].sum()}
