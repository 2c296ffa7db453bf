"""Word embeddings by skip-gram (Mikolov et al. 2013): a word is known by the company it keeps.

Every word w has a vector v_w, a row of the embedding table. From it alone the words around it are guessed:

    p(c | w) = softmax over all words of u_cᵀ v_w             loss = −log p(c | w), the mean over all pairs

Words with the same neighbours need the same guesses, so their vectors come to point the same way, which the
cosine tells: cos(v, w) = vᵀw / (|v| |w|). The vocabulary is small, so the softmax is computed in full, without
the shortcut of negative sampling.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from studyai.backend.architectures.network import Network
from studyai.backend.architectures.options import HiddenSize
from studyai.backend.architectures.registry import Recipe, architecture

RECIPE = Recipe(
    task="small-world",
    target=0.9,
    stop_at=0.95,
    learning_rate=0.005,
    batch_size=256,
    epochs=40,
)


@architecture("word-embeddings", RECIPE)
class WordEmbeddings(Network):
    """Words (B), as numbers, to logits (B, vocabulary) of the words around them."""

    def __init__(self, words: int, hidden_size: HiddenSize = 16) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, hidden_size)  # v
        self.output = nn.Linear(hidden_size, words, bias=False)  # u

    def forward(self, words: Tensor) -> Tensor:
        """Return logits of each word of the vocabulary to be near."""
        logits: Tensor = self.output(self.embedding(words))  # (B) → (B, d) → (B, vocabulary)
        return logits

    def similarities(self, words: Tensor) -> Tensor:
        """Return cosines of the words' vectors with all words' (B, vocabulary)."""
        directions = functional.normalize(self.embedding.weight, dim=1)  # (vocabulary, d), each of length 1
        return directions[words] @ directions.T  # (B, d) @ (d, vocabulary)

    def answer(self, *inputs: Tensor) -> Tensor:
        """Return each word and its nearest neighbour (B, 2): the other word with the largest cosine."""
        (words,) = inputs
        others = self.similarities(words).scatter(1, words[:, None], -math.inf)
        return torch.stack([words, others.argmax(dim=1)], dim=1)
