"""Sections 13 and 14, recurrent networks: real layers, their autograd, and torch's own gradient clipping."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn

from studyai.backend.oracles.givens import Matrix, Scalar, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("rnn-step")
def rnn_step(x: Vector, h: Vector, W: Matrix, U: Matrix, b: Vector) -> Answers:
    """Return one step from input x (d) and state h (n); W (n×d), U (n×n), b (n)."""
    cell = nn.RNNCell(len(x), len(h), dtype=torch.float64)
    # torch has a second bias, zero here
    cell.load_state_dict({"weight_ih": W, "weight_hh": U, "bias_ih": b, "bias_hh": torch.zeros_like(b)})
    z = nn.functional.linear(x, cell.weight_ih, cell.bias_ih) + nn.functional.linear(h, cell.weight_hh)
    return {"z": z, "h_new": cell(x, h)}


@oracle("rnn-unroll")
def rnn_unroll(X: Matrix, h_0: Vector, W: Matrix, U: Matrix, b: Vector) -> Answers:
    """Return hidden states over the inputs X (T×d) from h_0 (n)."""
    layer = nn.RNN(X.shape[1], len(h_0), dtype=torch.float64)
    zeros = torch.zeros_like(b)  # torch's second bias
    layer.load_state_dict({"weight_ih_l0": W, "weight_hh_l0": U, "bias_ih_l0": b, "bias_hh_l0": zeros})
    states, _ = layer(X, h_0[None])  # (T, n)
    return {f"h_{t}": state for t, state in enumerate(states, start=1)}


@oracle("rnn-parameters")
def rnn_parameters(d: int, n: int, T: int = 10, biases: Literal["one", "two"] = "one") -> Answers:
    """Return parameters of a recurrent layer, counted; torch's second bias only if two are asked for."""
    layer = nn.RNN(d, n, device="meta")
    counts = {name: one.numel() for name, one in layer.named_parameters()}
    N = sum(count for name, count in counts.items() if biases == "two" or name != "bias_hh_l0")
    return {"N_x": counts["weight_ih_l0"], "N_h": counts["weight_hh_l0"], "N": N}


@oracle("bptt")
def bptt(x: Vector, w: Scalar, u: Scalar, y: Scalar, h_0: Scalar | None = None) -> Answers:
    """∂J/∂u of J = ½(h_T − y)² by autograd; h_t = tanh(w x_t + u h_(t−1))."""
    u.requires_grad_()
    h = torch.zeros(()) if h_0 is None else h_0
    states, sums = [], []
    for x_t in x:
        z = w * x_t + u * h
        h = torch.tanh(z)
        states.append(h)
        sums.append(z)
    loss = nn.functional.mse_loss(h, y) / 2
    gradient, *deltas = torch.autograd.grad(loss, [u, *reversed(sums)])  # the deltas from the last step back
    answers: Answers = {f"h_{t}": state for t, state in enumerate(states, start=1)}
    answers |= {f"delta_{s}": delta for s, delta in enumerate(deltas, start=1)}
    return {**answers, f"G_{len(x)}": gradient}


@oracle("gradient-flow")
def gradient_flow(u: Scalar, s: Vector) -> Answers:
    """Return how much of a gradient is left after T steps back through weight u and activations of slopes s."""
    start = torch.ones((), dtype=torch.float64, requires_grad=True)
    state = start
    answers: Answers = {}
    for t, s_t in enumerate(s, start=1):
        state = s_t * (u * state)  # an activation that has this slope
        (factor,) = torch.autograd.grad(state, start, retain_graph=True)
        answers[f"p_{t}"] = factor
    beyond = factor.abs() - 1
    verdict = torch.where(beyond.abs() < 1e-12, 0, beyond.sign())  # 1.25 · 0.8 is 1
    return {**answers, "v": verdict}


@oracle("clip-by-norm")
def clip_by_norm(g: Vector, c: float) -> Answers:
    """Return the gradient g clipped to norm c at most."""
    parameter = nn.Parameter(torch.zeros_like(g))
    parameter.grad = g * 1e12  # torch adds 1e-6 to the norm: here that is too little to see
    norm = nn.utils.clip_grad_norm_(parameter, c * 1e12)
    return {"norm": norm / 1e12, "g_new": parameter.grad / 1e12}


@oracle("clip-by-value")
def clip_by_value(g: Vector, c: float) -> Answers:
    """Return every entry of the gradient g clipped to between −c and c."""
    parameter = nn.Parameter(torch.zeros_like(g))
    parameter.grad = g.clone()
    nn.utils.clip_grad_value_(parameter, c)
    return {"g_new": parameter.grad}


@oracle("birnn-output")
def birnn_output(
    x: Vector,
    w_f: float,
    u_f: float,
    w_b: float,
    u_b: float,
    b_f: float = 0.0,
    b_b: float = 0.0,
) -> Answers:
    """Return outputs (T×2) of a bidirectional RNN with one unit each way over the inputs x (T)."""
    layer = nn.RNN(1, 1, bidirectional=True, dtype=torch.float64)
    given = {
        "weight_ih_l0": w_f,
        "weight_hh_l0": u_f,
        "bias_ih_l0": b_f,
        "weight_ih_l0_reverse": w_b,
        "weight_hh_l0_reverse": u_b,
        "bias_ih_l0_reverse": b_b,
    }
    with torch.no_grad():
        for name, parameter in layer.named_parameters():
            parameter.fill_(given.get(name, 0))  # torch's second biases are 0 here
    Y, _ = layer(x[:, None])  # (T, 2), forward state first
    forward = {f"h_{t}": row[0] for t, row in enumerate(Y, start=1)}
    backward = {f"k_{s}": row[1] for s, row in enumerate(Y.flip(0), start=1)}
    return {**forward, **backward, "Y": Y}


@oracle("birnn-parameters")
def birnn_parameters(d: int, n: int, biases: Literal["one", "two"] = "one") -> Answers:
    """Return parameters of a bidirectional recurrent layer, counted, and the features of its output."""
    layer = nn.RNN(d, n, bidirectional=True, device="meta")
    kept = {name: one for name, one in layer.named_parameters() if biases == "two" or "bias_hh" not in name}
    N_1 = sum(one.numel() for name, one in kept.items() if not name.endswith("_reverse"))
    outputs, _ = layer(torch.empty(1, d, device="meta"))  # (1, 2n)
    return {"N_1": N_1, "N": sum(one.numel() for one in kept.values()), "m": outputs.shape[-1]}
