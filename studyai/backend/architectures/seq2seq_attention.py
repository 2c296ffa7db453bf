"""Sequence to sequence with attention (Bahdanau, Cho & Bengio 2015; scores and order of Luong et al. 2015).

Without it, everything about the source must fit in one summary vector. Here the decoder looks back: at every
step it scores each encoder state against its own, and reads their mean, weighted by the softmax of the scores:

    score(s_t, h_j) = s_tᵀ W_a h_j                   "general"; W_a = I is "dot"
    α_tj = softmax over j of score(s_t, h_j)         the alignment of what is written with what was read
    c_t = Σ_j α_tj h_j                               the context
    s̃_t = tanh(W_c [c_t; s_t])
    p(y_t | y_1 … y_{t-1}, x) = softmax(W s̃_t + b)

The encoder reads in both directions, so that each h_j knows what is around its token.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from studyai.backend.architectures.network import Network, Tap
from studyai.backend.architectures.options import EvenHiddenSize
from studyai.backend.architectures.registry import Mismatch, Recipe, architecture

RECIPE = Recipe(
    task="reverse-8",
    target=0.95,
    stop_at=0.98,
    learning_rate=0.004,
    batch_size=256,
    epochs=80,
    training={"clip": 1.0, "schedule": "exponential", "decay": 0.5, "decay_every": 500},
)


@architecture("seq2seq-attention", RECIPE)
class Seq2SeqWithAttention(Network):
    """Sources (B, S) and the decoder's inputs (B, T), both token numbers, to logits (B, T, vocabulary)."""

    def __init__(self, vocabulary: int, start: int, target_length: int, hidden_size: EvenHiddenSize = 64) -> None:
        super().__init__()
        if hidden_size % 2:
            raise Mismatch(f"two directions cannot share the odd hidden size {hidden_size}")
        self.start = start
        self.target_length = target_length
        self.embedding = nn.Embedding(vocabulary, hidden_size)  # of what is read and of what is written
        self.encoder = nn.GRU(hidden_size, hidden_size // 2, batch_first=True, bidirectional=True)
        self.decoder = nn.GRU(hidden_size, hidden_size, batch_first=True)
        self.score = nn.Linear(hidden_size, hidden_size, bias=False)  # W_a
        self.alignment = Tap("target", "source")
        self.combine = nn.Linear(2 * hidden_size, hidden_size)  # W_c
        self.output = nn.Linear(hidden_size, vocabulary)

    def forward(self, source: Tensor, written: Tensor) -> Tensor:
        """Return logits of every next token, given the right ones before it."""
        memory, state = self.encode(source)
        logits, _ = self.decode(written, state, memory)
        return logits

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Return all encoder states (B, S, hidden), and the last ones of both directions (1, B, hidden)."""
        states, last = self.encoder(self.embedding(source))  # (B, S, hidden), (2, B, hidden/2)
        state = torch.cat([last[0], last[1]], dim=1)[None]  # (1, B, hidden)
        return states, state

    def decode(self, written: Tensor, state: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits (B, T, vocabulary) of the tokens after those written (B, T), and the state then."""
        states, state = self.decoder(self.embedding(written), state)  # (B, T, hidden), (1, B, hidden)
        context = self.attend(states, memory)  # (B, T, hidden)
        combined = torch.tanh(self.combine(torch.cat([context, states], dim=2)))  # (B, T, 2·hidden) → (B, T, hidden)
        return self.output(combined), state

    def attend(self, states: Tensor, memory: Tensor) -> Tensor:
        """Return the context of every decoder state: what it reads of the encoder's states."""
        scores = states @ self.score(memory).transpose(1, 2)  # (B, T, hidden) @ (B, hidden, S) → (B, T, S)
        weights = self.alignment(torch.softmax(scores, dim=2))
        context: Tensor = weights @ memory  # (B, T, S) @ (B, S, hidden) → (B, T, hidden)
        return context

    def answer(self, *inputs: Tensor) -> Tensor:
        """Return tokens (B, T) it writes by itself, at each step the likeliest.

        Of the inputs it sees the source only.
        """
        source, *_ = inputs
        memory, state = self.encode(source)
        token = torch.full_like(source[:, :1], self.start)  # (B, 1)
        tokens = []
        for _ in range(self.target_length):
            logits, state = self.decode(token, state, memory)  # (B, 1, vocabulary)
            token = logits.argmax(dim=2)
            tokens.append(token)
        return torch.cat(tokens, dim=1)
