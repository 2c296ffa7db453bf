"""Multi-head attention (Vaswani et al. 2017), which the transformer and the vision transformer are made of.

    Attention(Q, K, V) = softmax(Q Kᵀ / √d_k + mask) V

Every head has its own projections of width d_k = d / heads, all heads together one matrix each:
Q = W_Q x, K = W_K m, V = W_V m. Self-attention has m = x; in cross-attention m is what the encoder made.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from studyai.backend.architectures.network import Tap
from studyai.backend.architectures.registry import Mismatch


class MultiHeadAttention(nn.Module):
    """From x (B, T, d) to (B, T, d): for every position a mixture of the positions of m (B, S, d), and the weights."""

    def __init__(self, hidden_size: int, heads: int) -> None:
        super().__init__()
        if hidden_size % heads:
            raise Mismatch(f"{heads} heads cannot share a hidden size of {hidden_size} evenly")
        self.heads = heads
        self.query = nn.Linear(hidden_size, hidden_size)
        self.key = nn.Linear(hidden_size, hidden_size)
        self.value = nn.Linear(hidden_size, hidden_size)
        self.weights = Tap("head", "query", "key")
        self.output = nn.Linear(hidden_size, hidden_size)

    def forward(self, x: Tensor, m: Tensor, hidden: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return the output (B, T, d) and the weights (B, heads, T, S).

        ``hidden`` (T, S) is True where nothing may be read.
        """
        query, key, value = self.split(self.query(x)), self.split(self.key(m)), self.split(self.value(m))
        scores = query @ key.transpose(2, 3) / math.sqrt(key.shape[3])  # (B, heads, T, d_k) @ (B, heads, d_k, S)
        if hidden is not None:
            scores = scores.masked_fill(hidden, -math.inf)  # before the softmax, so that the rest still adds up to 1
        weights = self.weights(torch.softmax(scores, dim=3))  # (B, heads, T, S)
        mixed = weights @ value  # (B, heads, T, S) @ (B, heads, S, d_k) → (B, heads, T, d_k)
        return self.output(mixed.transpose(1, 2).flatten(2)), weights  # (B, T, heads · d_k)

    def split(self, projected: Tensor) -> Tensor:
        """(B, T, d) → (B, heads, T, d_k)."""
        batch, length, width = projected.shape
        return projected.reshape(batch, length, self.heads, width // self.heads).transpose(1, 2)
