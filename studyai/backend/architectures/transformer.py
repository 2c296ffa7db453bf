"""The encoder–decoder transformer (Vaswani et al. 2017): attention in place of recurrence.

All positions are computed at once. The encoder's positions read each other; the decoder's read those before
them (masked, so that none sees the token it must write), then the encoder's. Each part adds to what it got:

    encoder layer:  x ← LN(x + SelfAttention(x)),             x ← LN(x + FFN(x))
    decoder layer:  y ← LN(y + MaskedSelfAttention(y)),       y ← LN(y + CrossAttention(y, x)),   y ← LN(y + FFN(y))
    FFN(x) = W₂ relu(W₁ x + b₁) + b₂                          at every position by itself

Attention knows no order; it is told by adding a vector to each embedding that depends on its position p:

    PE(p, 2i) = sin(p / 10000^(2i/d)),                        PE(p, 2i+1) = cos(p / 10000^(2i/d))
"""

from __future__ import annotations

from typing import Annotated

import torch
from torch import Tensor, nn

from studyai.backend.architectures.activations import Activation, activation_of
from studyai.backend.architectures.attention import MultiHeadAttention
from studyai.backend.architectures.network import Network, Tap
from studyai.backend.architectures.options import BETWEEN_LAYERS, DropoutRate, Heads, Layers, SharedHiddenSize
from studyai.backend.architectures.registry import Recipe, architecture

FEED_FORWARD = 4  # the hidden layer of the feed-forward network is that many times as wide
LONGEST_WAVE = 10000  # over 2π

RECIPE = Recipe(
    task="reverse-8",
    target=0.97,
    stop_at=0.99,
    learning_rate=0.002,
    batch_size=128,
    epochs=40,
)


@architecture("transformer", RECIPE)
class Transformer(Network):
    """Sources (B, S) and the decoder's inputs (B, T), both token numbers, to logits (B, T, vocabulary)."""

    def __init__(
        self,
        vocabulary: int,
        start: int,
        source_length: int,
        target_length: int,
        hidden_size: SharedHiddenSize = 32,
        heads: Heads = 4,
        layers: Layers = 1,
        activation: Annotated[Activation, BETWEEN_LAYERS] = "relu",
        dropout: DropoutRate = 0.0,
    ) -> None:
        super().__init__()
        self.start = start
        self.target_length = target_length
        self.embedding = nn.Embedding(vocabulary, hidden_size)  # of what is read and of what is written
        self.positions: Tensor
        self.register_buffer("positions", positions(max(source_length, target_length), hidden_size), persistent=False)
        self.embedded = Tap("position", "unit")
        self.dropout = nn.Dropout(dropout)
        self.encoder = nn.ModuleList(EncoderLayer(hidden_size, heads, activation, dropout) for _ in range(layers))
        self.decoder = nn.ModuleList(DecoderLayer(hidden_size, heads, activation, dropout) for _ in range(layers))
        self.output = nn.Linear(hidden_size, vocabulary)

    def forward(self, source: Tensor, written: Tensor) -> Tensor:
        """Return logits of every next token, given the right ones before it."""
        return self.decode(written, self.encode(source))

    def encode(self, source: Tensor) -> Tensor:
        """Return what the encoder makes of the source, (B, S, d)."""
        x = self.embed(source)
        for layer in self.encoder:
            x = layer(x)
        return x

    def decode(self, written: Tensor, memory: Tensor) -> Tensor:
        """Return logits (B, T, vocabulary) of the tokens after each of those written (B, T)."""
        y = self.embed(written)
        for layer in self.decoder:
            y = layer(y, memory)
        logits: Tensor = self.output(y)
        return logits

    def embed(self, tokens: Tensor) -> Tensor:
        """(B, T) → (B, T, d). Embeddings begin as large as position vectors; the paper's begin small and are scaled."""
        embedded: Tensor = self.embedded(self.embedding(tokens) + self.positions[: tokens.shape[1]])
        x: Tensor = self.dropout(embedded)
        return x

    def answer(self, *inputs: Tensor) -> Tensor:
        """Return tokens (B, T) it writes by itself, at each step the likeliest.

        Of the inputs it sees the source only.
        """
        source, *_ = inputs
        memory = self.encode(source)
        tokens = torch.full_like(source[:, :1], self.start)  # (B, 1)
        for _ in range(self.target_length):
            token = self.decode(tokens, memory)[:, -1:].argmax(dim=2)  # of the last position, (B, 1)
            tokens = torch.cat([tokens, token], dim=1)
        return tokens[:, 1:]


class EncoderLayer(nn.Module):
    """(B, S, d) to (B, S, d): every position reads all of them, then thinks by itself."""

    def __init__(self, hidden_size: int, heads: int, activation: Activation, dropout: float) -> None:
        super().__init__()
        self.attention = MultiHeadAttention(hidden_size, heads)
        self.norm1 = nn.LayerNorm(hidden_size)
        self.feed_forward = feed_forward(hidden_size, activation)
        self.norm2 = nn.LayerNorm(hidden_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Return the positions after this layer."""
        read, _ = self.attention(x, x)
        x = self.norm1(x + self.dropout(read))
        after: Tensor = self.norm2(x + self.dropout(self.feed_forward(x)))
        return after


class DecoderLayer(nn.Module):
    """(B, T, d) to (B, T, d): every position reads those up to itself, then the encoder's, then thinks by itself."""

    def __init__(self, hidden_size: int, heads: int, activation: Activation, dropout: float) -> None:
        super().__init__()
        self.self_attention = MultiHeadAttention(hidden_size, heads)
        self.norm1 = nn.LayerNorm(hidden_size)
        self.cross_attention = MultiHeadAttention(hidden_size, heads)
        self.norm2 = nn.LayerNorm(hidden_size)
        self.feed_forward = feed_forward(hidden_size, activation)
        self.norm3 = nn.LayerNorm(hidden_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, y: Tensor, memory: Tensor) -> Tensor:
        """Return the positions after this layer; ``memory`` (B, S, d) is what the encoder made."""
        read, _ = self.self_attention(y, y, hidden=later(y.shape[1], y.device))
        y = self.norm1(y + self.dropout(read))
        read, _ = self.cross_attention(y, memory)
        y = self.norm2(y + self.dropout(read))
        after: Tensor = self.norm3(y + self.dropout(self.feed_forward(y)))
        return after


def feed_forward(hidden_size: int, activation: Activation) -> nn.Sequential:
    """Return two dense layers, at every position the same."""
    wide = FEED_FORWARD * hidden_size
    return nn.Sequential(nn.Linear(hidden_size, wide), activation_of(activation), nn.Linear(wide, hidden_size))


def later(length: int, device: torch.device) -> Tensor:
    """(T, T): True where the key comes after the query."""
    return torch.ones(length, length, dtype=torch.bool, device=device).triu(diagonal=1)


def positions(length: int, width: int) -> Tensor:
    """Return the position vectors (T, d): in pairs the sine and the cosine of one wave, pair by pair a longer one."""
    position = torch.arange(length)[:, None]  # (T, 1)
    even = torch.arange(0, width, 2)  # 2i, (d/2)
    angle = position / LONGEST_WAVE ** (even / width)  # (T, d/2)
    return torch.stack([angle.sin(), angle.cos()], dim=2).flatten(1)[:, :width]  # (T, d/2, 2) → (T, d)
