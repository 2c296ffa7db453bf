"""The multilayer perceptron (Rumelhart, Hinton & Williams 1986): dense layers with a non-linearity between them.

    h_0 = x        h_l = φ(W_l h_{l-1} + b_l)        logits = W h_L + b

Each layer bends the plane a little, so that the last one, which can only draw a straight line, is enough.
Without φ all layers together would be one matrix. Batch normalisation (Ioffe & Szegedy 2015) stands before φ,
dropout (Srivastava et al. 2014) after it.
"""

from __future__ import annotations

from typing import Annotated

from torch import Tensor, nn

from studyai.backend.architectures.activations import Activation, activation_of
from studyai.backend.architectures.network import Network
from studyai.backend.architectures.normalisation import BatchNorm
from studyai.backend.architectures.options import BETWEEN_LAYERS, BatchNormalisation, DropoutRate, HiddenSize, Layers
from studyai.backend.architectures.registry import Recipe, architecture

RECIPE = Recipe(
    task="moons",
    target=0.99,
    stop_at=0.995,
    learning_rate=0.01,
    batch_size=32,
    epochs=200,
)


@architecture("mlp", RECIPE)
class MLP(Network):
    """Examples (B, …) of in_features numbers each to logits (B, classes); hidden layers of hidden_size units."""

    def __init__(
        self,
        in_features: int,
        classes: int,
        hidden_size: HiddenSize = 16,
        layers: Layers = 2,
        activation: Annotated[Activation, BETWEEN_LAYERS] = "relu",
        dropout: DropoutRate = 0.0,
        batch_norm: BatchNormalisation = False,
    ) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.hidden = nn.Sequential()
        width = in_features
        for number in range(1, layers + 1):
            self.hidden.add_module(f"dense{number}", nn.Linear(width, hidden_size))
            if batch_norm:
                self.hidden.add_module(f"norm{number}", BatchNorm(hidden_size))
            self.hidden.add_module(f"{activation}{number}", activation_of(activation))
            self.hidden.add_module(f"dropout{number}", nn.Dropout(dropout))
            width = hidden_size
        self.output = nn.Linear(width, classes)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return logits of a batch."""
        x = self.flatten(inputs)  # (B, in_features)
        x = self.hidden(x)  # (B, hidden_size)
        logits: Tensor = self.output(x)  # (B, classes)
        return logits
