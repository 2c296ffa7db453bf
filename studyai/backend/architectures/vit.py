"""The vision transformer (Dosovitskiy et al. 2021): an image is a sequence of patches.

The image is cut into patches of P×P pixels; each becomes a vector by one dense layer, the same for all. A
learned vector, CLS, is put before them: N patches make N + 1 tokens. What CLS has read after the last layer
is what the image is classified by. Positions are learned as well:

    z = [CLS; W p_1 + b; …; W p_N + b] + E_positions
    z ← z + SelfAttention(LN(z)),   z ← z + FFN(LN(z))        in every layer; LN before, not after as in 2017
    p(class | image) = softmax(W LN(z_CLS) + b)
"""

from __future__ import annotations

from typing import Annotated

import torch
from torch import Tensor, nn

from studyai.backend.architectures.activations import Activation, activation_of
from studyai.backend.architectures.attention import MultiHeadAttention
from studyai.backend.architectures.network import Network, Tap
from studyai.backend.architectures.options import BETWEEN_LAYERS, DropoutRate, Heads, Layers, SharedHiddenSize
from studyai.backend.architectures.registry import Mismatch, Recipe, architecture

PATCH = 2  # pixels on each side
SPREAD = 0.5  # of the positions at first, so that patches can be told apart by place from the start
FEED_FORWARD = 4  # the hidden layer of the feed-forward network is that many times as wide

RECIPE = Recipe(
    task="digits",
    target=0.96,
    stop_at=0.99,
    learning_rate=0.003,
    batch_size=64,
    epochs=40,
    optimiser="adamw",
    training={"schedule": "cosine", "input_noise": 0.2},
)


@architecture("vit", RECIPE)
class VisionTransformer(Network):
    """Images (B, channels, side, side) to the logits (B, classes); 8×8 digits make 16 patches and 17 tokens."""

    def __init__(
        self,
        channels: int,
        side: int,
        classes: int,
        hidden_size: SharedHiddenSize = 32,
        heads: Heads = 4,
        layers: Layers = 2,
        activation: Annotated[Activation, BETWEEN_LAYERS] = "gelu",
        dropout: DropoutRate = 0.1,
    ) -> None:
        super().__init__()
        if side % PATCH:
            raise Mismatch(f"an image of side {side} cannot be cut into patches of {PATCH}")
        self.grid = side // PATCH  # patches in a row, and in a column
        self.embedding = nn.Linear(channels * PATCH**2, hidden_size)
        self.cls = nn.Parameter(torch.randn(hidden_size) * SPREAD)
        self.positions = nn.Parameter(torch.randn(self.grid**2 + 1, hidden_size) * SPREAD)
        self.tokens = Tap("token", "unit")
        self.blocks = nn.ModuleList(Block(hidden_size, heads, activation, dropout) for _ in range(layers))
        self.cls_attention = nn.ModuleList(Tap("head", "row", "column") for _ in range(layers))
        self.norm = nn.LayerNorm(hidden_size)
        self.head = nn.Linear(hidden_size, classes)

    def forward(self, images: Tensor) -> Tensor:
        """Return logits of a batch of images."""
        patches = self.embedding(cut(images))  # (B, 16, 4) → (B, 16, d)
        cls = self.cls.expand(len(images), 1, -1)  # (B, 1, d)
        z = self.tokens(torch.cat([cls, patches], dim=1) + self.positions)  # (B, 17, d)
        for block, tap in zip(self.blocks, self.cls_attention, strict=True):
            z, weights = block(z)  # (B, 17, d), (B, heads, 17, 17)
            tap(weights[:, :, 0, 1:].unflatten(2, (self.grid, self.grid)))  # what CLS reads: (B, heads, 4, 4)
        logits: Tensor = self.head(self.norm(z[:, 0]))  # (B, d) → (B, 10)
        return logits


class Block(nn.Module):
    """(B, T, d) to (B, T, d), and the attention's weights (B, heads, T, T): read from all, then think by itself."""

    def __init__(self, hidden_size: int, heads: int, activation: Activation, dropout: float) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(hidden_size)
        self.attention = MultiHeadAttention(hidden_size, heads)
        self.norm2 = nn.LayerNorm(hidden_size)
        self.feed_forward = nn.Sequential(
            nn.Linear(hidden_size, FEED_FORWARD * hidden_size),
            activation_of(activation),
            nn.Linear(FEED_FORWARD * hidden_size, hidden_size),
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Return the tokens after this layer, and what each of them read."""
        normed = self.norm1(z)
        read, weights = self.attention(normed, normed)
        z = z + self.dropout(read)
        z = z + self.dropout(self.feed_forward(self.norm2(z)))
        return z, weights


def cut(images: Tensor) -> Tensor:
    """Return the patches of images, row by row: (B, C, H, W) → (B, N, C·P·P)."""
    batch, channels, height, width = images.shape
    pieces = images.reshape(batch, channels, height // PATCH, PATCH, width // PATCH, PATCH)
    return pieces.permute(0, 2, 4, 1, 3, 5).flatten(3).flatten(1, 2)  # (B, H/P, W/P, C, P, P) → (B, N, C·P·P)
