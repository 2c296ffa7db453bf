"""Section 8, optimisers with a look ahead or with their own rate for each parameter: real `torch.optim`."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from studyai.backend.oracles.givens import Scalar
from studyai.backend.oracles.optimisers import at_first, some
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
    optimiser = torch.optim.SGD([parameter], lr=alpha, momentum=some(beta), nesterov=True)
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
def adagrad(
    theta_0: Tensor, g: list[Tensor], alpha: float, epsilon: float = 1e-10, s_0: Tensor | None = None
) -> Answers:
    """Return Adagrad's steps, one for each gradient g_t; θ is a number or a vector."""
    theta = nn.Parameter(theta_0)
    optimiser = torch.optim.Adagrad([theta], lr=alpha, eps=epsilon)
    optimiser.state[theta]["sum"] = at_first(s_0, theta_0)
    answers: Answers = {}
    for t, g_t in enumerate(g, start=1):
        optimiser.zero_grad()
        torch.dot(g_t.flatten(), theta.flatten()).backward()  # this loss has the gradient g_t
        optimiser.step()
        answers |= {f"s_{t}": optimiser.state[theta]["sum"].tolist(), f"theta_{t}": theta.tolist()}
    return answers


@oracle("rmsprop")
def rmsprop(
    theta_0: Tensor,
    g: list[Tensor],
    alpha: float = 0.001,
    beta: float = 0.9,
    epsilon: float = 1e-8,
    s_0: Tensor | None = None,
) -> Answers:
    """RMSprop, one step for each gradient g_t; θ is a number or a vector."""
    theta = nn.Parameter(theta_0)
    optimiser = torch.optim.RMSprop([theta], lr=alpha, alpha=beta, eps=epsilon)
    optimiser.state[theta].update(step=torch.zeros(()), square_avg=at_first(s_0, theta_0))
    answers: Answers = {}
    for t, g_t in enumerate(g, start=1):
        optimiser.zero_grad()
        torch.dot(g_t.flatten(), theta.flatten()).backward()  # this loss has the gradient g_t
        optimiser.step()
        answers |= {f"s_{t}": optimiser.state[theta]["square_avg"].tolist(), f"theta_{t}": theta.tolist()}
    return answers


@oracle("adadelta")
def adadelta(
    theta_0: Tensor,
    g: list[Tensor],
    epsilon: float = 1e-6,
    rho: float = 0.9,
    alpha: float = 1.0,
    s_0: Tensor | None = None,
    u_0: Tensor | None = None,
) -> Answers:
    """Return Adadelta's steps, one for each gradient g_t; θ is a number or a vector."""
    theta = nn.Parameter(theta_0)
    optimiser = torch.optim.Adadelta([theta], lr=alpha, rho=rho, eps=epsilon)
    averages = {"square_avg": at_first(s_0, theta_0), "acc_delta": at_first(u_0, theta_0)}
    optimiser.state[theta].update(averages, step=torch.zeros(()))
    answers: Answers = {}
    for t, g_t in enumerate(g, start=1):
        optimiser.zero_grad()
        torch.dot(g_t.flatten(), theta.flatten()).backward()  # this loss has the gradient g_t
        optimiser.step()
        state = optimiser.state[theta]
        answers |= {f"s_{t}": state["square_avg"].tolist(), f"u_{t}": state["acc_delta"].tolist()}
        answers[f"theta_{t}"] = theta.tolist()
    return answers


@oracle("adamax")
def adamax(
    theta_0: Tensor,
    g: list[Tensor],
    alpha: float = 0.002,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 0.0,
    m_0: Tensor | None = None,
    u_0: Tensor | None = None,
    t_0: int = 0,
) -> Answers:
    """Return Adamax's steps (Kingma & Ba 2015, algorithm 2), one for each gradient g_t; θ is a number or a vector."""
    theta = nn.Parameter(theta_0)
    optimiser = torch.optim.Adamax([theta], lr=alpha, betas=(beta_1, beta_2), eps=epsilon)
    state = {"exp_avg": at_first(m_0, theta_0), "exp_inf": at_first(u_0, theta_0)}
    optimiser.state[theta].update(state, step=torch.tensor(float(t_0)))
    answers: Answers = {}
    for t, g_t in enumerate(g, start=t_0 + 1):
        optimiser.zero_grad()
        torch.dot(g_t.flatten(), theta.flatten()).backward()  # this loss has the gradient g_t
        optimiser.step()
        state = optimiser.state[theta]
        answers |= {f"m_{t}": state["exp_avg"].tolist(), f"u_{t}": state["exp_inf"].tolist()}
        answers[f"theta_{t}"] = theta.tolist()
    return answers


@oracle("nadam")
def nadam(
    theta_0: Tensor,
    g: list[Tensor],
    alpha: float = 0.002,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-8,
    schedule: Literal["constant", "warm-up"] = "constant",
    m_0: Tensor | None = None,
    v_0: Tensor | None = None,
    P_0: float = 1.0,
    t_0: int = 0,
) -> Answers:
    """Return Nadam's steps (Dozat 2016), one for each gradient g_t; θ is a number or a vector.

    torch's momentum is β₁(1 − ½ · 0.96^(t · decay)): with a huge decay it is β₁ from the first step on.
    """
    theta = nn.Parameter(theta_0)
    decay = 1e9 if schedule == "constant" else 0.004
    optimiser = torch.optim.NAdam([theta], lr=alpha, betas=(beta_1, beta_2), eps=epsilon, momentum_decay=decay)
    moments = {"exp_avg": at_first(m_0, theta_0), "exp_avg_sq": at_first(v_0, theta_0)}
    product = torch.tensor(P_0, dtype=torch.float64)  # torch itself would start one of float32
    optimiser.state[theta].update(moments, step=torch.tensor(float(t_0)), mu_product=product)
    answers: Answers = {}
    for t, g_t in enumerate(g, start=t_0 + 1):
        optimiser.zero_grad()
        torch.dot(g_t.flatten(), theta.flatten()).backward()  # this loss has the gradient g_t
        optimiser.step()
        state = optimiser.state[theta]
        answers |= {f"m_{t}": state["exp_avg"].tolist(), f"v_{t}": state["exp_avg_sq"].tolist()}
        answers |= {f"P_{t}": state["mu_product"].item(), f"theta_{t}": theta.tolist()}
    return answers


@oracle("momentum-rate")
def momentum_rate(alpha: float, beta: float, g: float) -> Answers:
    """Return the two rates, measured on SGD's own steps under a constant gradient."""

    def steps(rate: float, dampening: float, count: int) -> Tensor:
        theta = nn.Parameter(torch.zeros((), dtype=torch.float64))
        optimiser = torch.optim.SGD([theta], lr=rate, momentum=some(beta), dampening=dampening)
        optimiser.state[theta]["momentum_buffer"] = torch.zeros_like(theta)  # torch would take in the first g whole
        places = [0.0]
        for _ in range(count):
            theta.grad = torch.ones_like(theta)
            optimiser.step()
            places.append(-theta.item())
        return torch.tensor(places, dtype=torch.float64).diff()

    (damped,) = steps(1.0, beta, 1)  # the averaging form's step for a gradient of 1 at the rate 1
    first, second, third = steps(alpha, 0.0, 3)
    growth, then = second - first, third - second
    limit = first + growth**2 / (growth - then) if growth > 0 else first  # of a geometric series
    return {"f": 1 / damped, "alpha_new": alpha / damped, "s": limit * g}
