"""Section 20, words as vectors."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("one-hot")
def one_hot(V: int, w: list[int]) -> Answers:
    """Return one-hot vectors (T×V) of the words w, counted from 0."""
    return {"X": functional.one_hot(torch.tensor(w), V)}


@oracle("embedding-lookup")
def embedding_lookup(E: Matrix, w: list[int]) -> Answers:
    """Return rows (T×d) of the table E (V×d) for the words w, counted from 0."""
    return {"Y": nn.Embedding.from_pretrained(E)(torch.tensor(w))}


@oracle("embedding-parameters")
def embedding_parameters(V: int, d: int, T: int) -> Answers:
    """Return parameters of an embedding of V words in d numbers, and the numbers that T words become."""
    layer = nn.Embedding(V, d, device="meta")
    vectors = layer(torch.zeros(T, dtype=torch.int64, device="meta"))  # (T, d)
    return {"N": sum(one.numel() for one in layer.parameters()), "n": vectors.numel()}


@oracle("cosine-similarity")
def cosine_similarity(a: Vector, b: Vector) -> Answers:
    """Return the cosine of the angle between a and b."""
    return {
        "p": torch.dot(a, b),
        "n_a": torch.linalg.vector_norm(a),
        "n_b": torch.linalg.vector_norm(b),
        "cos": functional.cosine_similarity(a, b, dim=0, eps=0),
    }


@oracle("word-analogy")
def word_analogy(E: Matrix, a: int, b: int, c: int) -> Answers:
    """Return the word whose row of E (V×d) has the largest cosine to a − b + c, none of these three."""
    words = nn.Embedding.from_pretrained(E)
    first, taken, second = words(torch.tensor([a, b, c]))  # (d) each
    x = first - taken + second
    cosines = functional.cosine_similarity(E, x[None], dim=1, eps=0)
    others = cosines.index_fill(0, torch.tensor([a, b, c]), -torch.inf)
    norms = torch.linalg.vector_norm(E, dim=1)
    return {"x": x, "p": functional.linear(x, E), "n": norms, "cos": cosines, "w": others.argmax()}


@oracle("skip-gram-pairs")
def skip_gram_pairs(w: list[int], m: int) -> Answers:
    """Return pairs (N×2) of each centre of the sentence w with the words at most m places from it."""
    sentence, T = torch.tensor(w), len(w)
    band = torch.ones(T, T).tril(m).triu(-m)
    pairs = []
    for centre in range(T):
        before = sentence[max(0, centre - m) : centre]
        context = torch.cat([before, sentence[centre + 1 : centre + 1 + m]])
        pairs.append(torch.cartesian_prod(sentence[centre : centre + 1], context))
    Q = torch.cat(pairs)  # (N, 2)
    return {"M": band - torch.eye(T), "N": len(Q), "Q": Q}
