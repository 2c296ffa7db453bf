"""A convolutional network (LeCun et al. 1998): the same small kernels slide over the whole image.

Two blocks of convolution → activation, a pooling between them, and a dense layer that reads the maps.
The first kernels answer to strokes and edges, the second to combinations of those. Pooling keeps the
largest answer of each 2×2 window, so that a stroke may move by a pixel.
"""

from __future__ import annotations

from torch import Tensor, nn

from studyai.backend.architectures.network import Network
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
    """Images (B, channels, side, side) to the logits (B, classes); shapes below are those of 8×8 digits."""

    def __init__(self, channels: int, side: int, classes: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels=channels, out_channels=8, kernel_size=3, padding=1)
        self.relu1 = nn.ReLU()
        self.pool = nn.MaxPool2d(kernel_size=2)
        self.conv2 = nn.Conv2d(in_channels=8, out_channels=16, kernel_size=3, padding=1)
        self.relu2 = nn.ReLU()
        self.flatten = nn.Flatten()
        self.dense = nn.Linear(in_features=16 * (side // 2) ** 2, out_features=classes)

    def forward(self, images: Tensor) -> Tensor:
        """Logits of a batch of images."""
        x = self.relu1(self.conv1(images))  # (B, 8, 8, 8)
        x = self.pool(x)  # (B, 8, 4, 4)
        x = self.relu2(self.conv2(x))  # (B, 16, 4, 4)
        logits: Tensor = self.dense(self.flatten(x))  # (B, 256) → (B, 10)
        return logits
