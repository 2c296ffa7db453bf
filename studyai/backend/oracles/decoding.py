"""Section 15, what a decoder reads and writes: teacher forcing, greedy decoding, beam search."""

from __future__ import annotations

import torch
from torch.nn import functional

from studyai.backend.oracles.registry import Answers, oracle


@oracle("teacher-forcing")
def teacher_forcing(y: list[int], p: list[int], s: int, e: int) -> Answers:
    """Inputs and targets of a decoder for the tokens y, and its inputs when its own predictions p are fed back."""
    framed = functional.pad(functional.pad(torch.tensor(y), (1, 0), value=s), (0, 1), value=e)  # (T + 2)
    predictions = torch.tensor(p)  # (T + 1)
    fed_back = predictions.roll(1)
    fed_back[0] = s
    right = predictions.eq(framed[1:])
    return {"x": framed[:-1], "t": framed[1:], "r": fed_back, "k": right.sum(), "share": right.double().mean()}
