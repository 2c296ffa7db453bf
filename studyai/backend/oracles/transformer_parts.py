"""Section 22, the parts of a transformer, computed by torch's own layers."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("positional-encoding")
def positional_encoding(pos: int, d: int) -> Answers:
    """Return sines and cosines (d) of a position: unit vectors turned by ever smaller angles."""
    pairs = torch.arange(0, d, 2, dtype=torch.float64)
    angles = pos * torch.exp(pairs * (-torch.log(torch.tensor(10000.0, dtype=torch.float64)) / d))  # (d/2,)
    turned = torch.view_as_real(torch.polar(torch.ones_like(angles), angles))  # (d/2, 2), cosine first
    return {"phi": angles.repeat_interleave(2), "E": turned.flip(1).flatten()}


@oracle("layer-norm")
def layer_norm(X: Matrix, t: int, gamma: Vector, beta: Vector, epsilon: float = 1e-5) -> Answers:
    """Return token t (counted from 1) of the layer-normalised batch X (n×d), with its mean and variance."""
    layer = nn.LayerNorm(len(gamma), eps=epsilon, dtype=torch.float64)
    layer.load_state_dict({"weight": gamma, "bias": beta})
    token = X[t - 1]
    normalised = functional.layer_norm(token, token.shape, eps=epsilon)
    variance, mean = torch.var_mean(token, correction=0)
    return {"mu": mean, "v": variance, "x_hat": normalised, "y": layer(X)[t - 1]}


@oracle("add-and-norm")
def add_and_norm(x: Vector, s: Vector, gamma: Vector, beta: Vector, epsilon: float = 1e-5) -> Answers:
    """LayerNorm(x + s), scaled by gamma and shifted by beta; all of length d."""
    layer = nn.LayerNorm(len(gamma), eps=epsilon, dtype=torch.float64)
    layer.load_state_dict({"weight": gamma, "bias": beta})
    variance, mean = torch.var_mean(x + s, correction=0)
    return {"mu": mean, "v": variance, "y": layer(x + s)}


@oracle("feed-forward")
def feed_forward(X: Matrix, W_1: Matrix, b_1: Vector, W_2: Matrix, b_2: Vector) -> Answers:
    """Return tokens X (n×d) through d→f, ReLU, f→d; W_1 (d×f), W_2 (f×d)."""
    d, f = W_1.shape
    network = nn.Sequential(nn.Linear(d, f), nn.ReLU(), nn.Linear(f, d)).double()
    weights = {"0.weight": W_1.T, "0.bias": b_1, "2.weight": W_2.T, "2.bias": b_2}
    network.load_state_dict(weights)
    return {"Z": network[0](X), "A": network[:2](X), "Y": network(X)}


@oracle("output-distribution")
def output_distribution(h: Vector, W: Matrix, b: Vector) -> Answers:
    """Return logits, probabilities (V) and likeliest token of a decoder's output h (d); W (V×d)."""
    layer = nn.Linear(len(h), len(b), dtype=torch.float64)
    layer.load_state_dict({"weight": W, "bias": b})
    z = layer(h)
    return {"z": z, "p": torch.softmax(z, dim=0), "k": torch.argmax(z)}
