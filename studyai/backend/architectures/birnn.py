"""The bidirectional RNN (Schuster & Paliwal 1997): one RNN reads from the left, another from the right.

    →h_t = tanh(→W x_t + →U →h_{t-1} + →b)        ←h_t = tanh(←W x_t + ←U ←h_{t+1} + ←b)
    o_t = V [→h_t ; ←h_t] + c

So the output of a step knows the whole sequence, what comes after it too. It can only be used when the whole
sequence is there: not to predict what comes.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import DropoutRate, HiddenSize, Layers
from studyai.backend.architectures.recurrent import Recurrent
from studyai.backend.architectures.registry import Recipe, architecture
from studyai.backend.architectures.rnn import RNNLayer

RECIPE = Recipe(
    task="majority",
    target=0.99,
    stop_at=0.995,
    learning_rate=0.01,
    batch_size=32,
    epochs=100,
    training={"clip": 1.0},
)


class BiRNNLayer(nn.Module):
    """Inputs (B, T, in_features) to the states of both directions, side by side: (B, T, 2 · hidden_size)."""

    def __init__(self, in_features: int, hidden_size: int) -> None:
        super().__init__()
        self.rightward = RNNLayer(in_features, hidden_size)
        self.leftward = RNNLayer(in_features, hidden_size)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the states; the leftward layer is given the sequence turned round, and its states are turned back."""
        rightward = self.rightward(inputs)  # (B, T, hidden)
        leftward = self.leftward(inputs.flip(dims=[1])).flip(dims=[1])  # (B, T, hidden)
        return torch.cat([rightward, leftward], dim=2)  # (B, T, 2 · hidden)


@architecture("birnn", RECIPE)
class BiRNN(Recurrent):
    """Layers of hidden_size units for each direction, each reading the states of the one below."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        hidden_size: HiddenSize = 8,
        layers: Layers = 1,
        dropout: DropoutRate = 0.0,
    ) -> None:
        widths = [in_features] + [2 * hidden_size] * (layers - 1)
        super().__init__((BiRNNLayer(width, hidden_size) for width in widths), 2 * hidden_size, out_features, dropout)
