"""Sections 16 and 21, attention."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("self-attention")
def self_attention(X: Matrix, W_Q: Matrix, W_K: Matrix, W_V: Matrix) -> Answers:
    """Return scaled dot-product attention of n tokens X (n×d) to themselves; W_Q, W_K (d×d_k), W_V (d×d_v)."""
    Q, K, V = (functional.linear(X, W.T) for W in (W_Q, W_K, W_V))  # (n, d_k), (n, d_k), (n, d_v)
    S = functional.linear(Q, K) / K.shape[-1] ** 0.5  # (n, n), scaled scores
    Y = functional.scaled_dot_product_attention(Q[None], K[None], V[None])[0]  # (n, d_v)
    return {"Q": Q, "K": K, "V": V, "S": S, "A": torch.softmax(S, dim=-1), "Y": Y}


@oracle("attention-context")
def attention_context(
    H: Matrix,
    s: Vector,
    W: Matrix,
    U: Matrix,
    v: Vector,
    score: Literal["dot", "general", "additive"] = "dot",
) -> Answers:
    """Return scores, weights (T) and context (n) of a decoder state s (n) over encoder states H (T×n)."""
    states = s.expand_as(H)  # (T, n)
    if score == "additive":
        hidden = torch.tanh(functional.linear(H, W) + functional.linear(states, U))  # (T, n)
        e = functional.linear(hidden, v)
    elif score == "general":
        e = functional.bilinear(states, H, W[None])[:, 0]
    else:
        e = torch.linalg.vecdot(states, H)
    a = torch.softmax(e, dim=0)
    # with the scores as a bias on queries of 0, torch's attention weighs the states itself
    context = functional.scaled_dot_product_attention(s[None] * 0, H, H, attn_mask=e[None])[0]
    return {"e": e, "a": a, "c": context}


@oracle("causal-attention")
def causal_attention(X: Matrix, W_Q: Matrix, W_K: Matrix, W_V: Matrix) -> Answers:
    """Return attention of n tokens X (n×d) to themselves and those before; W_Q, W_K (d×d_k), W_V (d×d_v)."""
    Q, K, V = (functional.linear(X, W.T) for W in (W_Q, W_K, W_V))  # (n, d_k), (n, d_k), (n, d_v)
    S = functional.linear(Q, K) / K.shape[-1] ** 0.5  # (n, n), scaled scores
    M = torch.ones_like(S).tril()
    A = torch.softmax(S.masked_fill(M == 0, -torch.inf), dim=-1)
    Y = functional.scaled_dot_product_attention(Q[None], K[None], V[None], is_causal=True)[0]  # (n, d_v)
    return {"Q": Q, "K": K, "V": V, "S": S, "M": M, "A": A, "Y": Y}


@oracle("cross-attention")
def cross_attention(D: Matrix, E: Matrix, W_Q: Matrix, W_K: Matrix, W_V: Matrix) -> Answers:
    """Return attention of decoder tokens D (m×d) to encoder outputs E (n×d); W_Q, W_K (d×d_k), W_V (d×d_v)."""
    Q = functional.linear(D, W_Q.T)  # (m, d_k)
    K, V = (functional.linear(E, W.T) for W in (W_K, W_V))  # (n, d_k), (n, d_v)
    A = torch.softmax(functional.linear(Q, K) / K.shape[-1] ** 0.5, dim=-1)  # (m, n)
    Y = functional.scaled_dot_product_attention(Q[None], K[None], V[None])[0]  # (m, d_v)
    return {"Q": Q, "K": K, "V": V, "A": A, "Y": Y}


@oracle("multi-head-attention")
def multi_head_attention(
    X: Matrix,
    W_Q_1: Matrix,
    W_K_1: Matrix,
    W_V_1: Matrix,
    W_Q_2: Matrix,
    W_K_2: Matrix,
    W_V_2: Matrix,
    W_O: Matrix,
) -> Answers:
    """Return two-headed self-attention of n tokens X (n×d); a head's projections are d×d/2, W_O is d×d."""
    layer = nn.MultiheadAttention(X.shape[1], 2, bias=False, batch_first=True, dtype=torch.float64)
    # torch keeps all heads' projections in one matrix, transposed: queries, keys, values, head by head
    projections = torch.cat([W_Q_1, W_Q_2, W_K_1, W_K_2, W_V_1, W_V_2], dim=1).T  # (3d, d)
    layer.load_state_dict({"in_proj_weight": projections, "out_proj.weight": W_O.T})
    Y, weights = layer(X[None], X[None], X[None], average_attn_weights=False)  # (1, n, d), (1, 2, n, n)
    return {"A_1": weights[0, 0], "A_2": weights[0, 1], "Y": Y[0]}
