"""Long short-term memory (Hochreiter & Schmidhuber 1997; with the forget gate of Gers et al. 2000).

    i_t = σ(W_i x_t + U_i h_{t-1} + b_i)          how much of the new is written
    f_t = σ(W_f x_t + U_f h_{t-1} + b_f)          how much of the old is kept
    g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)       the candidate: what would be written
    o_t = σ(W_o x_t + U_o h_{t-1} + b_o)          how much of the cell is shown
    c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t               h_t = o_t ⊙ tanh(c_t)

The cell state c is carried on by a sum. Its gradient, going back one step, is multiplied by f_t alone, not by
a matrix and the slope of a tanh: where the gate is open, it neither vanishes nor explodes. So that it is open
from the beginning, b_f begins 1 higher than the other biases (Gers et al. 2000; Jozefowicz et al. 2015).
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from studyai.backend.architectures.network import Tap
from studyai.backend.architectures.options import DropoutRate, HiddenSize, Layers
from studyai.backend.architectures.recurrent import Recurrent, RecurrentLayer
from studyai.backend.architectures.registry import Recipe, architecture

RECIPE = Recipe(
    task="adding",
    target=0.95,
    stop_at=0.97,
    learning_rate=0.01,
    batch_size=64,
    epochs=40,
    training={"clip": 1.0},
)


class LSTMLayer(RecurrentLayer):
    """Inputs (B, T, in_features) to the hidden states of all steps (B, T, hidden_size)."""

    def __init__(self, in_features: int, hidden_size: int) -> None:
        super().__init__(in_features, hidden_size, gates=4)
        with torch.no_grad():
            self.bias[hidden_size : 2 * hidden_size] += 1  # the forget gate's
        self.input_gates = Tap("time", "unit")
        self.forget_gates = Tap("time", "unit")
        self.candidates = Tap("time", "unit")
        self.output_gates = Tap("time", "unit")
        self.cell_states = Tap("time", "unit")
        self.hidden_states = Tap("time", "unit")

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the hidden states."""
        from_inputs = functional.linear(inputs, self.weight_ih, self.bias)  # (B, T, 4 · hidden), all steps at once
        h = c = inputs.new_zeros(len(inputs), self.hidden_size)  # (B, hidden)
        steps = []
        for from_input in from_inputs.unbind(dim=1):
            z_i, z_f, z_g, z_o = (from_input + h @ self.weight_hh.T).chunk(4, dim=1)  # (B, hidden) each
            i, f, g, o = z_i.sigmoid(), z_f.sigmoid(), z_g.tanh(), z_o.sigmoid()
            c = f * c + i * g
            h = o * c.tanh()
            steps.append((i, f, g, o, c, h))
        taps = (self.input_gates, self.forget_gates, self.candidates, self.output_gates, self.cell_states)
        *others, states = zip(*steps, strict=True)  # of each name the T steps
        for tap, values in zip(taps, others, strict=True):
            tap(list(values))
        hidden_states: Tensor = self.hidden_states(list(states))  # (B, T, hidden)
        return hidden_states


@architecture("lstm", RECIPE)
class LSTM(Recurrent):
    """Layers of hidden_size units, each reading the states of the one below."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        hidden_size: HiddenSize = 32,
        layers: Layers = 1,
        dropout: DropoutRate = 0.0,
    ) -> None:
        widths = [in_features] + [hidden_size] * (layers - 1)
        super().__init__((LSTMLayer(width, hidden_size) for width in widths), hidden_size, out_features, dropout)
