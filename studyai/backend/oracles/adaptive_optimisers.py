"""Section 8, optimisers with a look ahead or with their own rate for each parameter: real `torch.optim`."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from studyai.backend.oracles.givens import Scalar
from studyai.backend.oracles.registry import Answers, oracle


@oracle("nesterov")
def nesterov(
    theta_0: Scalar,
    a: float,
    c: float,
    alpha: float,
    beta: float,
    T: int,
    v_0: Scalar | None = None,
    convention: Literal["look-ahead", "torch"] = "look-ahead",
) -> Answers:
    """T Nesterov steps on J = ½ a (θ − c)², gradients by autograd.

    torch's parameter is the other form's look-ahead point θ + βv, and its buffer is −v/α.
    """
    v = torch.zeros_like(theta_0) if v_0 is None else v_0
    ahead = convention == "look-ahead"
    parameter = nn.Parameter(theta_0 + beta * v if ahead else theta_0)
    optimiser = torch.optim.SGD([parameter], lr=alpha, momentum=beta, nesterov=True)
    optimiser.state[parameter]["momentum_buffer"] = -v / alpha if ahead else v.clone()
    answers: Answers = {}
    for t in range(1, T + 1):
        answers[f"p_{t}"] = parameter.item()
        optimiser.zero_grad()
        J = a * (parameter - c) ** 2 / 2
        J.backward()
        assert parameter.grad is not None
        answers[f"g_{t}"] = parameter.grad.item()
        optimiser.step()
        buffer = optimiser.state[parameter]["momentum_buffer"]
        velocity = -alpha * buffer if ahead else buffer
        answers[f"v_{t}"] = velocity.item()
        answers[f"theta_{t}"] = (parameter - beta * velocity).item() if ahead else parameter.item()
    return answers


@oracle("adagrad")
def adagrad(theta_0: Tensor, g: list[Tensor], alpha: float, epsilon: float = 1e-10) -> Answers:
    """Adagrad, one step for each gradient g_t; θ is a number or a vector."""
    theta = nn.Parameter(theta_0)
    optimiser = torch.optim.Adagrad([theta], lr=alpha, eps=epsilon)
    answers: Answers = {}
    for t, g_t in enumerate(g, start=1):
        optimiser.zero_grad()
        torch.dot(g_t.flatten(), theta.flatten()).backward()  # this loss has the gradient g_t
        optimiser.step()
        answers |= {f"s_{t}": optimiser.state[theta]["sum"].tolist(), f"theta_{t}": theta.tolist()}
    return answers


@oracle("rmsprop")
def rmsprop(
    theta_0: Tensor, g: list[Tensor], alpha: float = 0.001, beta: float = 0.9, epsilon: float = 1e-8
) -> Answers:
    """RMSprop, one step for each gradient g_t; θ is a number or a vector."""
    theta = nn.Parameter(theta_0)
    optimiser = torch.optim.RMSprop([theta], lr=alpha, alpha=beta, eps=epsilon)
    answers: Answers = {}
    for t, g_t in enumerate(g, start=1):
        optimiser.zero_grad()
        torch.dot(g_t.flatten(), theta.flatten()).backward()  # this loss has the gradient g_t
        optimiser.step()
        answers |= {f"s_{t}": optimiser.state[theta]["square_avg"].tolist(), f"theta_{t}": theta.tolist()}
    return answers
