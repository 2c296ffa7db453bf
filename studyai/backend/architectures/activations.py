"""The activation functions a network can be built with, by name, as torch has them."""

from __future__ import annotations

from typing import Literal, get_args

from torch import nn

from studyai.backend.architectures.registry import Mismatch

Activation = Literal["relu", "leaky_relu", "elu", "gelu", "silu", "sigmoid", "tanh", "softplus", "identity"]

ACTIVATIONS: dict[Activation, type[nn.Module]] = {
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "softplus": nn.Softplus,
    "identity": nn.Identity,
}


def activation_of(name: Activation) -> nn.Module:
    """Return a new activation of that name. Raises `Mismatch` with the names that exist."""
    if name not in ACTIVATIONS:
        raise Mismatch(f"no activation named {name!r}; there are {', '.join(get_args(Activation))}")
    return ACTIVATIONS[name]()
