"""A convolutional network (LeCun et al. 1998): the same small kernels slide over the whole image.

Two blocks of convolution → activation, a pooling between them, and a dense layer that reads the maps.
The first kernels answer to strokes and edges, the second to combinations of those. Pooling keeps the
largest answer of each 2×2 window, so that a stroke may move by a pixel.

Batch normalisation (Ioffe & Szegedy 2015) stands between a convolution and its activation, with one mean and
one variance for each map; dropout (Srivastava et al. 2014) before the dense layer, which has most of the weights.
"""

from __future__ import annotations

from typing import Annotated

from torch import Tensor, nn

from studyai.backend.architectures.activations import Activation, activation_of
from studyai.backend.architectures.network import Network
from studyai.backend.architectures.options import BETWEEN_LAYERS, BatchNormalisation, DropoutRate, Option
from studyai.backend.architectures.registry import Recipe, architecture

RECIPE = Recipe(
    task="digits",
    target=0.97,
    stop_at=0.985,
    learning_rate=0.05,
    batch_size=32,
    epochs=60,
    optimiser="sgd",
    training={"momentum": 0.9},
)


@architecture("cnn", RECIPE)
class CNN(Network):
    """Images (B, channels, side, side) to the logits (B, classes).

    The first convolution makes ``maps`` feature maps, the second, whose maps are half as wide and high, twice as many.
    Shapes below are those of 8×8 digits and 8 maps.
    """

    def __init__(
        self,
        channels: int,
        side: int,
        classes: int,
        maps: Annotated[int, Option("feature maps of the first convolution; the second has twice as many", 1, 256)] = 8,
        activation: Annotated[Activation, BETWEEN_LAYERS] = "relu",
        dropout: DropoutRate = 0.0,
        batch_norm: BatchNormalisation = False,
    ) -> None:
        super().__init__()
        self.batch_norm = batch_norm
        self.conv1 = nn.Conv2d(in_channels=channels, out_channels=maps, kernel_size=3, padding=1)
        if batch_norm:
            self.norm1 = nn.BatchNorm2d(num_features=maps)
        self.activation1 = activation_of(activation)
        self.pool = nn.MaxPool2d(kernel_size=2)
        self.conv2 = nn.Conv2d(in_channels=maps, out_channels=2 * maps, kernel_size=3, padding=1)
        if batch_norm:
            self.norm2 = nn.BatchNorm2d(num_features=2 * maps)
        self.activation2 = activation_of(activation)
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(dropout)
        self.dense = nn.Linear(in_features=2 * maps * (side // 2) ** 2, out_features=classes)

    def forward(self, images: Tensor) -> Tensor:
        """Return logits of a batch of images."""
        x = self.conv1(images)  # (B, 8, 8, 8)
        if self.batch_norm:
            x = self.norm1(x)
        x = self.pool(self.activation1(x))  # (B, 8, 4, 4)
        x = self.conv2(x)  # (B, 16, 4, 4)
        if self.batch_norm:
            x = self.norm2(x)
        x = self.dropout(self.flatten(self.activation2(x)))  # (B, 256)
        logits: Tensor = self.dense(x)  # (B, 10)
        return logits
