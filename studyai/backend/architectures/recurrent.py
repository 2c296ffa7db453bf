"""What recurrent networks share: layers that read a sequence, and a dense layer that reads their states."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

import torch
from torch import Tensor, nn

from studyai.backend.architectures.network import Network


class RecurrentLayer(nn.Module):
    """A layer with the same weights at every step; gates are blocks of rows, in PyTorch's order.

    ``weight_ih`` (gates · hidden_size, in_features) reads the input, ``weight_hh`` (gates · hidden_size,
    hidden_size) the state before. There is one ``bias``, as in textbooks; torch.nn adds a second one to it.
    """

    def __init__(self, in_features: int, hidden_size: int, gates: int = 1) -> None:
        super().__init__()
        self.hidden_size = hidden_size
        self.weight_ih = nn.Parameter(torch.empty(gates * hidden_size, in_features))
        self.weight_hh = nn.Parameter(torch.empty(gates * hidden_size, hidden_size))
        self.bias = nn.Parameter(torch.empty(gates * hidden_size))
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -1 / sqrt(hidden_size), 1 / sqrt(hidden_size))

    def extra_repr(self) -> str:
        """Return the sizes."""
        return f"{self.weight_ih.shape[1]}, {self.hidden_size}"


class Recurrent(Network):
    """Sequences (B, T, in_features) to outputs (B, T, out_features), one for each step.

    A task that wants one answer for the whole sequence reads the last step's.
    """

    def __init__(self, layers: Iterable[nn.Module], state_size: int, out_features: int, dropout: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.dropouts = nn.ModuleList(nn.Dropout(dropout) for _ in self.layers)  # between layers, not between steps
        self.output = nn.Linear(state_size, out_features)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return outputs of every step."""
        states = inputs  # (B, T, in_features)
        for layer, dropout in zip(self.layers, self.dropouts, strict=True):
            states = dropout(layer(states))  # (B, T, state_size)
        outputs: Tensor = self.output(states)  # (B, T, out_features)
        return outputs
