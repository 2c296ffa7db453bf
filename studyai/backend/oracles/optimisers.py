"""Section 8, optimisers: real `torch.optim`, fed with real gradients by a loss that is linear in θ."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from studyai.backend.oracles.registry import Answers, oracle


def at_first(state: Tensor | None, theta_0: Tensor) -> Tensor:
    """Return what an optimiser remembers before the first step: that state, one number for all of θ, or nothing (0)."""
    return torch.zeros_like(theta_0) if state is None else state.expand_as(theta_0).clone()


def some(momentum: float) -> float:
    """Return the momentum, or for 0 one too small to see: without any torch keeps no buffer, and knows no Nesterov."""
    return max(momentum, torch.finfo(torch.float64).tiny)


@oracle("sgd")
def sgd(theta_0: Tensor, g: list[Tensor], alpha: float) -> Answers:
    """Return the steps of plain gradient descent, one for each gradient g_t; θ is a number or a vector."""
    theta = nn.Parameter(theta_0)
    optimiser = torch.optim.SGD([theta], lr=alpha)
    answers: Answers = {}
    for t, g_t in enumerate(g, start=1):
        optimiser.zero_grad()
        torch.dot(g_t.flatten(), theta.flatten()).backward()  # this loss has the gradient g_t
        optimiser.step()
        answers[f"theta_{t}"] = theta.tolist()
    return answers


@oracle("momentum")
def momentum(
    theta_0: Tensor,
    g: list[Tensor],
    alpha: float,
    beta: float,
    v_0: Tensor | None = None,
    convention: Literal["ewa", "torch", "rate-inside"] = "ewa",
) -> Answers:
    """Return the steps of gradient descent with momentum, in the form that the convention names.

    ewa: v ← βv + (1 − β)g, θ ← θ − αv. torch: v ← βv + g, θ ← θ − αv. rate-inside: v ← βv + αg, θ ← θ − v.
    """
    theta = nn.Parameter(theta_0)
    inside = convention == "rate-inside"
    optimiser = torch.optim.SGD(
        [theta], lr=1 if inside else alpha, momentum=some(beta), dampening=beta if convention == "ewa" else 0
    )
    # torch would start the buffer with g itself, undamped: give it v_0 instead
    optimiser.state[theta]["momentum_buffer"] = at_first(v_0, theta_0)
    answers: Answers = {}
    for t, g_t in enumerate(g, start=1):
        optimiser.zero_grad()
        loss = torch.dot(g_t.flatten(), theta.flatten())  # this loss has the gradient g_t
        (alpha * loss if inside else loss).backward()
        optimiser.step()
        answers[f"v_{t}"] = optimiser.state[theta]["momentum_buffer"].tolist()
        answers[f"theta_{t}"] = theta.tolist()
    return answers


@oracle("adam")
def adam(
    theta_0: Tensor,
    g: list[Tensor],
    alpha: float,
    beta_1: float,
    beta_2: float,
    epsilon: float,
    m_0: Tensor | None = None,
    v_0: Tensor | None = None,
    t_0: int = 0,
) -> Answers:
    """Return Adam's steps (Kingma & Ba 2015, algorithm 1), one for each gradient g_t; θ is a number or a vector."""
    theta = nn.Parameter(theta_0)
    optimiser = torch.optim.Adam([theta], lr=alpha, betas=(beta_1, beta_2), eps=epsilon)
    moments = {"exp_avg": at_first(m_0, theta_0), "exp_avg_sq": at_first(v_0, theta_0)}
    optimiser.state[theta].update(moments, step=torch.tensor(float(t_0)))
    answers: Answers = {}
    for t, g_t in enumerate(g, start=t_0 + 1):
        optimiser.zero_grad()
        torch.dot(g_t.flatten(), theta.flatten()).backward()  # this loss has the gradient g_t
        optimiser.step()
        answers[f"m_{t}"] = optimiser.state[theta]["exp_avg"].tolist()
        answers[f"v_{t}"] = optimiser.state[theta]["exp_avg_sq"].tolist()
        answers[f"theta_{t}"] = theta.tolist()
    return answers
