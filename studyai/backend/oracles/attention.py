"""Section 21, self-attention."""

from __future__ import annotations

import torch
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix
from studyai.backend.oracles.registry import Answers, oracle


@oracle("self-attention")
def self_attention(X: Matrix, W_Q: Matrix, W_K: Matrix, W_V: Matrix) -> Answers:
    """Scaled dot-product attention of n tokens X (n×d) to themselves; W_Q, W_K (d×d_k), W_V (d×d_v)."""
    Q, K, V = (functional.linear(X, W.T) for W in (W_Q, W_K, W_V))  # (n, d_k), (n, d_k), (n, d_v)
    S = functional.linear(Q, K) / K.shape[-1] ** 0.5  # (n, n), scaled scores
    Y = functional.scaled_dot_product_attention(Q[None], K[None], V[None])[0]  # (n, d_v)
    return {"Q": Q, "K": K, "V": V, "S": S, "A": torch.softmax(S, dim=-1), "Y": Y}
