"""The gated recurrent unit (Cho et al. 2014): two gates, no cell beside the state.

    r_t = σ(W_r x_t + U_r h_{t-1} + b_r)               how much of the old state the candidate sees
    z_t = σ(W_z x_t + U_z h_{t-1} + b_z)               how much of the old state is kept
    n_t = tanh(W_n x_t + b_n + r_t ⊙ (U_n h_{t-1}))    the candidate
    h_t = (1 − z_t) ⊙ n_t + z_t ⊙ h_{t-1}

As in PyTorch, r acts after the product with U_n, where Cho et al. have it before, and z keeps the old state,
where Chung et al. 2014 let it take the new.
"""

from __future__ import annotations

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


class GRULayer(RecurrentLayer):
    """Inputs (B, T, in_features) to the hidden states of all steps (B, T, hidden_size)."""

    def __init__(self, in_features: int, hidden_size: int) -> None:
        super().__init__(in_features, hidden_size, gates=3)
        self.reset_gates = Tap("time", "unit")
        self.update_gates = Tap("time", "unit")
        self.candidates = Tap("time", "unit")
        self.hidden_states = Tap("time", "unit")

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the hidden states."""
        from_inputs = functional.linear(inputs, self.weight_ih, self.bias)  # (B, T, 3 · hidden), all steps at once
        h = inputs.new_zeros(len(inputs), self.hidden_size)  # (B, hidden)
        steps = []
        for from_input in from_inputs.unbind(dim=1):
            x_r, x_z, x_n = from_input.chunk(3, dim=1)  # (B, hidden) each
            h_r, h_z, h_n = (h @ self.weight_hh.T).chunk(3, dim=1)  # (B, hidden) each
            r, z = (x_r + h_r).sigmoid(), (x_z + h_z).sigmoid()
            n = (x_n + r * h_n).tanh()
            h = (1 - z) * n + z * h
            steps.append((r, z, n, h))
        taps = (self.reset_gates, self.update_gates, self.candidates)
        *others, states = zip(*steps, strict=True)  # of each name the T steps
        for tap, values in zip(taps, others, strict=True):
            tap(list(values))
        hidden_states: Tensor = self.hidden_states(list(states))  # (B, T, hidden)
        return hidden_states


@architecture("gru", RECIPE)
class GRU(Recurrent):
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
        super().__init__((GRULayer(width, hidden_size) for width in widths), hidden_size, out_features, dropout)
