"""Sections 2 and 3, multilayer perceptrons and back-propagation: real layers, and torch's autograd for gradients."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import torch
from torch import nn
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix, Scalar, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("mlp-forward")
def mlp_forward(
    x: Vector,
    W_1: Matrix,
    b_1: Vector,
    W_2: Matrix,
    b_2: Vector,
    hidden: Literal["hidden-relu", "hidden-tanh", "hidden-sigmoid"] = "hidden-relu",
    output: Literal["output-linear", "output-sigmoid"] = "output-linear",
) -> Answers:
    """Return every layer's output for the input x (d); W_1 (h×d), b_1 (h), W_2 (k×h), b_2 (k)."""
    activations = {"hidden-relu": nn.ReLU, "hidden-tanh": nn.Tanh, "hidden-sigmoid": nn.Sigmoid}
    layers = nn.Sequential(
        nn.Linear(W_1.shape[1], W_1.shape[0]),
        activations[hidden](),
        nn.Linear(W_2.shape[1], W_2.shape[0]),
        nn.Identity() if output == "output-linear" else nn.Sigmoid(),
    ).double()
    layers.load_state_dict({"0.weight": W_1, "0.bias": b_1, "2.weight": W_2, "2.bias": b_2})
    answers: Answers = {}
    for symbol, layer in zip(("z_1", "a_1", "z_2", "a_2"), layers, strict=True):
        x = layer(x)
        answers[symbol] = x
    return answers


@oracle("mlp-parameters")
def mlp_parameters(n: list[int]) -> Answers:
    """Return parameters of the linear layers between units n, counted."""
    answers: Answers = {}
    layers = nn.Sequential()
    for number, (units, following) in enumerate(pairwise(n), start=1):
        layers.append(nn.Linear(units, following, device="meta"))  # shapes without numbers
        answers[f"p_{number}"] = sum(one.numel() for one in layers[-1].parameters())
        answers[f"N_{number}"] = sum(one.numel() for one in layers.parameters())
    return answers


@oracle("neuron-gradient")
def neuron_gradient(
    w: Vector,
    x: Vector,
    b: Scalar,
    y: Scalar,
    alpha: float,
    activation: Literal["act-linear", "act-sigmoid", "act-tanh", "act-relu"] = "act-sigmoid",
    loss: Literal["loss-half", "loss-square", "loss-bce"] = "loss-half",
) -> Answers:
    """Return one neuron's gradients by autograd and one step of SGD; w and x (d)."""
    neuron = nn.Linear(len(w), 1, dtype=torch.float64)
    neuron.load_state_dict({"weight": w[None], "bias": b[None]})
    functions = {
        "act-linear": nn.Identity(),
        "act-sigmoid": nn.Sigmoid(),
        "act-tanh": nn.Tanh(),
        "act-relu": nn.ReLU(),
    }
    z = neuron(x)  # (1,)
    a = functions[activation](z)
    match loss:
        case "loss-half":
            J = functional.mse_loss(a, y[None]) / 2
        case "loss-square":
            J = functional.mse_loss(a, y[None])
        case "loss-bce":
            J = functional.binary_cross_entropy(a, y[None])
    (s,) = torch.autograd.grad(a, z, retain_graph=True)
    dJ_da, dJ_dz, dJ_dw, dJ_db = torch.autograd.grad(J, [a, z, neuron.weight, neuron.bias], retain_graph=True)
    J.backward()
    torch.optim.SGD(neuron.parameters(), lr=alpha).step()
    gradients = {"dJ_da": dJ_da, "dJ_dz": dJ_dz, "dJ_dw": dJ_dw, "dJ_db": dJ_db}
    answers = {"z": z, "a": a, "s": s, **gradients, "w_new": neuron.weight, "b_new": neuron.bias}
    return {symbol: value[0] for symbol, value in answers.items()}


@oracle("backprop-two-layer")
def backprop_two_layer(
    x: Vector,
    y: Vector,
    W_1: Matrix,
    b_1: Vector,
    W_2: Matrix,
    b_2: Vector,
    alpha: float,
    hidden: Literal["hidden-sigmoid", "hidden-tanh", "hidden-relu"] = "hidden-sigmoid",
    output: Literal["output-linear", "output-sigmoid"] = "output-linear",
) -> Answers:
    """Return a d-h-k network's gradients of J = ½ Σ (a − y)² by autograd, and one step of SGD."""
    activations = {"hidden-relu": nn.ReLU, "hidden-tanh": nn.Tanh, "hidden-sigmoid": nn.Sigmoid}
    first = nn.Linear(W_1.shape[1], W_1.shape[0], dtype=torch.float64)
    second = nn.Linear(W_2.shape[1], W_2.shape[0], dtype=torch.float64)
    first.load_state_dict({"weight": W_1, "bias": b_1})
    second.load_state_dict({"weight": W_2, "bias": b_2})
    z_1 = first(x)  # (h,)
    a_1 = activations[hidden]()(z_1)
    z_2 = second(a_1)  # (k,)
    a_2 = z_2 if output == "output-linear" else torch.sigmoid(z_2)
    J = functional.mse_loss(a_2, y, reduction="sum") / 2
    dJ_da_1, delta_1, delta_2 = torch.autograd.grad(J, [a_1, z_1, z_2], retain_graph=True)
    J.backward()
    answers: Answers = {"z_1": z_1, "a_1": a_1, "z_2": z_2, "a_2": a_2}
    answers |= {"delta_2": delta_2, "dJ_da_1": dJ_da_1, "delta_1": delta_1}
    layers = {1: first, 2: second}
    for number, layer in layers.items():
        answers |= {f"dJ_dW_{number}": layer.weight.grad, f"dJ_db_{number}": layer.bias.grad}
    torch.optim.SGD([*first.parameters(), *second.parameters()], lr=alpha).step()
    for number, layer in layers.items():
        answers |= {f"W_{number}_new": layer.weight, f"b_{number}_new": layer.bias}
    return answers
