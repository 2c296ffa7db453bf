"""Section 9, hyper-parameters: measured on real steps of SGD and on torch's own schedulers."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn
from torch.optim import lr_scheduler

from studyai.backend.oracles.givens import GivensError, Scalar
from studyai.backend.oracles.registry import Answers, oracle


@oracle("learning-rate-stability")
def learning_rate_stability(lambda_: float, alpha: float, theta_0: Scalar, n: int) -> Answers:
    """n steps of SGD on J = ½ λ θ², its curvature by autograd, and what one step does to θ = 1."""

    def objective(theta: Tensor) -> Tensor:
        return lambda_ * theta**2 / 2

    def after(steps: int, start: Tensor) -> Tensor:
        theta = nn.Parameter(start.clone())
        optimiser = torch.optim.SGD([theta], lr=alpha)
        for _ in range(steps):
            optimiser.zero_grad()
            objective(theta).backward()
            optimiser.step()
        return theta.detach()

    f = after(1, torch.ones_like(theta_0))
    curvature = torch.autograd.functional.hessian(objective, theta_0)
    beyond = 2 - alpha * curvature  # below it |f| is below 1, where f itself may be rounded to 1
    return {
        "r": 2 / curvature,
        "f": f,
        "theta_n": after(n, theta_0),
        "o": int(f < -1e-12),  # 1 − 0.2 · 5 is 0
        "v": torch.where(beyond.abs() < 1e-12, 0, (alpha * beyond).sign()),
    }


@oracle("learning-rate-schedule")
def learning_rate_schedule(
    alpha_0: float,
    t: int,
    s: int,
    gamma: float,
    alpha_min: float = 0.0,
    kind: Literal["by-stages", "exponential", "cosine", "warm-up"] = "by-stages",
) -> Answers:
    """Return the rate that torch's scheduler has set in epoch t, the first being 0."""
    if not 0 <= t <= 1000:
        raise GivensError("t is an epoch from 0 to 1000")
    optimiser = torch.optim.SGD([nn.Parameter(torch.zeros(()))], lr=alpha_0)
    scheduler: lr_scheduler.LRScheduler
    match kind:
        case "by-stages":
            scheduler = lr_scheduler.StepLR(optimiser, step_size=s, gamma=gamma)
        case "exponential":
            scheduler = lr_scheduler.ExponentialLR(optimiser, gamma=gamma)
        case "cosine":
            scheduler = lr_scheduler.CosineAnnealingLR(optimiser, T_max=s, eta_min=alpha_min)
        case "warm-up":
            scheduler = lr_scheduler.LinearLR(optimiser, start_factor=1 / s, total_iters=s - 1)
    for _ in range(t):
        optimiser.step()
        scheduler.step()
    return {"alpha_t": optimiser.param_groups[0]["lr"]}


@oracle("search-budget")
def search_budget(n: list[int], K: int, R: int) -> Answers:
    """Return cells of a grid with an axis for each hyper-parameter, then one for the folds and one for the repeats."""
    cells = {f"C_{i}": torch.empty(n[:i], device="meta").numel() for i in range(1, len(n) + 1)}
    return {
        **cells,
        "F": torch.empty([*n, K], device="meta").numel(),
        "N": torch.empty([*n, K, R], device="meta").numel(),
    }
