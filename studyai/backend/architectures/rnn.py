"""The recurrent network (Elman 1990): a state that goes from step to step, and the same weights at each.

    h_t = tanh(W x_t + U h_{t-1} + b)        h_0 = 0        o_t = V h_t + c

Unrolled in time it is a network as deep as the sequence is long. The gradient passes U and tanh′ once for each
step it goes back, so over many steps it vanishes or explodes (Bengio, Simard & Frasconi 1994): the clipping in
the recipe is for the second (Pascanu, Mikolov & Bengio 2013), LSTM and GRU are for the first.
"""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from torch import Tensor
from torch.nn import functional

from studyai.backend.architectures.network import Tap
from studyai.backend.architectures.options import DropoutRate, HiddenSize, Layers, Option
from studyai.backend.architectures.recurrent import Recurrent, RecurrentLayer
from studyai.backend.architectures.registry import Recipe, architecture

RECIPE = Recipe(
    task="parity",
    target=0.99,
    stop_at=0.995,
    learning_rate=0.02,
    batch_size=16,
    epochs=100,
    training={"clip": 1.0},
)


class RNNLayer(RecurrentLayer):
    """Inputs (B, T, in_features) to the hidden states of all steps (B, T, hidden_size)."""

    def __init__(self, in_features: int, hidden_size: int, activation: Literal["tanh", "relu"] = "tanh") -> None:
        super().__init__(in_features, hidden_size)
        self.activation = torch.tanh if activation == "tanh" else torch.relu
        self.hidden_states = Tap("time", "unit")

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the hidden states."""
        from_inputs = functional.linear(inputs, self.weight_ih, self.bias)  # (B, T, hidden), all steps at once
        h = inputs.new_zeros(len(inputs), self.hidden_size)  # (B, hidden)
        states = []
        for from_input in from_inputs.unbind(dim=1):
            h = self.activation(from_input + h @ self.weight_hh.T)  # (B, hidden)
            states.append(h)
        hidden_states: Tensor = self.hidden_states(states)  # (B, T, hidden)
        return hidden_states


@architecture("rnn", RECIPE)
class RNN(Recurrent):
    """Layers of hidden_size units, each reading the states of the one below."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        hidden_size: HiddenSize = 16,
        layers: Layers = 1,
        activation: Annotated[Literal["tanh", "relu"], Option("the non-linearity of a step")] = "tanh",
        dropout: DropoutRate = 0.0,
    ) -> None:
        widths = [in_features] + [hidden_size] * (layers - 1)
        super().__init__(
            (RNNLayer(width, hidden_size, activation) for width in widths), hidden_size, out_features, dropout
        )
