"""Section 4, activation functions."""

from __future__ import annotations

import torch

from studyai.backend.oracles.givens import Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("softmax")
def softmax(z: Vector) -> Answers:
    """Logits z (classes) to probabilities."""
    return {"p": torch.softmax(z, dim=0)}
