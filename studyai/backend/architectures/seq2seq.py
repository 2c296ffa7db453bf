"""Sequence to sequence (Sutskever, Vinyals & Le 2014; Cho et al. 2014): one network reads, another writes.

The encoder reads the source and is left with one state, the summary vector. The decoder starts from that
state; its first input is the start token, and each further input is the token written before:

    h_t = GRU_encoder(E x_t, h_{t-1})                h_0 = 0
    s_t = GRU_decoder(E y_{t-1}, s_{t-1})            s_0 = h_T, y_0 = the start token
    p(y_t | y_1 … y_{t-1}, x) = softmax(W s_t + b)

In training the decoder is given the right y_{t-1} (teacher forcing), so that all steps run at once; when it
is used, it is given what it wrote itself. Everything about the source must fit in the summary vector.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from studyai.backend.architectures.network import Network
from studyai.backend.architectures.options import HiddenSize, Layers
from studyai.backend.architectures.registry import Recipe, architecture

RECIPE = Recipe(
    task="reverse-5",
    target=0.95,
    stop_at=0.98,
    learning_rate=0.004,
    batch_size=256,
    epochs=80,
    training={"clip": 1.0, "schedule": "exponential", "decay": 0.5, "decay_every": 500},
)


@architecture("seq2seq", RECIPE)
class Seq2Seq(Network):
    """Sources (B, S) and the decoder's inputs (B, T), both token numbers, to logits (B, T, vocabulary)."""

    def __init__(
        self, vocabulary: int, start: int, target_length: int, hidden_size: HiddenSize = 64, layers: Layers = 1
    ) -> None:
        super().__init__()
        self.start = start
        self.target_length = target_length
        self.embedding = nn.Embedding(vocabulary, hidden_size)  # of what is read and of what is written
        self.encoder = nn.GRU(hidden_size, hidden_size, layers, batch_first=True)
        self.decoder = nn.GRU(hidden_size, hidden_size, layers, batch_first=True)
        self.output = nn.Linear(hidden_size, vocabulary)

    def forward(self, source: Tensor, written: Tensor) -> Tensor:
        """Return logits of every next token, given the right ones before it."""
        logits, _ = self.decode(written, self.encode(source))
        return logits

    def encode(self, source: Tensor) -> Tensor:
        """Return the summary vector (layers, B, hidden): the encoder's last state."""
        summary: Tensor
        _, summary = self.encoder(self.embedding(source))
        return summary

    def decode(self, written: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits (B, T, vocabulary) of the tokens after those written (B, T), and the state then."""
        states, state = self.decoder(self.embedding(written), state)  # (B, T, hidden), (layers, B, hidden)
        return self.output(states), state

    def answer(self, *inputs: Tensor) -> Tensor:
        """Return tokens (B, T) it writes by itself, at each step the likeliest.

        Of the inputs it sees the source only.
        """
        source, *_ = inputs
        state = self.encode(source)
        token = torch.full_like(source[:, :1], self.start)  # (B, 1)
        tokens = []
        for _ in range(self.target_length):
            logits, state = self.decode(token, state)  # (B, 1, vocabulary)
            token = logits.argmax(dim=2)
            tokens.append(token)
        return torch.cat(tokens, dim=1)
