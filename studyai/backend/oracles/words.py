"""Section 20, words as vectors."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("one-hot")
def one_hot(V: int, w: list[int]) -> Answers:
    """One-hot vectors (T×V) of the words w, counted from 0."""
    return {"X": functional.one_hot(torch.tensor(w), V)}


@oracle("embedding-lookup")
def embedding_lookup(E: Matrix, w: list[int]) -> Answers:
    """Rows (T×d) of the table E (V×d) for the words w, counted from 0."""
    return {"Y": nn.Embedding.from_pretrained(E)(torch.tensor(w))}


@oracle("embedding-parameters")
def embedding_parameters(V: int, d: int, T: int) -> Answers:
    """Parameters of an embedding of V words in d numbers, and the numbers that T words become."""
    layer = nn.Embedding(V, d, device="meta")
    vectors = layer(torch.zeros(T, dtype=torch.int64, device="meta"))  # (T, d)
    return {"N": sum(one.numel() for one in layer.parameters()), "n": vectors.numel()}


@oracle("cosine-similarity")
def cosine_similarity(a: Vector, b: Vector) -> Answers:
    """The cosine of the angle between a and b."""
    return {
        "p": torch.dot(a, b),
        "n_a": torch.linalg.vector_norm(a),
        "n_b": torch.linalg.vector_norm(b),
        "cos": functional.cosine_similarity(a, b, dim=0, eps=0),
    }
