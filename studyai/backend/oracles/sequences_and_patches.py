"""Section 15, the loss of a padded sequence; section 23, patches as tokens."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("masked-sequence-loss")
def masked_sequence_loss(p: Vector, m: list[int]) -> Answers:
    """Return mean cross-entropy of T steps whose right token has probability p, where the mask m is 1."""
    log_likely = torch.stack([torch.log(p), torch.log1p(-p)], dim=1)  # (T, 2): the right token, all others
    targets = torch.where(torch.tensor(m) == 1, 0, -100)  # -100 is what cross_entropy ignores
    losses = functional.nll_loss(log_likely, torch.zeros_like(targets), reduction="none")
    total = functional.nll_loss(log_likely, targets, ignore_index=-100, reduction="sum")
    return {"e": losses, "s": total, "J": functional.nll_loss(log_likely, targets, ignore_index=-100)}


@oracle("patchify")
def patchify(X: Matrix, P: int) -> Answers:
    """Return the P×P patches of an image X (H×W), a flattened one in each row."""
    patches = functional.unfold(X[None, None], P, stride=P)[0].T  # (N, P·P)
    return {"N": len(patches), "Z": patches}


@oracle("patch-embedding")
def patch_embedding(X: Matrix, W: Matrix, b: Vector, c: Vector, E: Matrix) -> Answers:
    """Return tokens (N+1)×d from flattened patches X (N×l).

    The patches are projected by W (l×d) and b; the CLS token c stands before them; E is added.
    """
    projection = nn.Linear(W.shape[0], len(b), dtype=torch.float64)
    projection.load_state_dict({"weight": W.T, "bias": b})
    Z = projection(X)  # (N, d)
    T = torch.cat([c[None], Z])  # (N + 1, d)
    positions = nn.Embedding.from_pretrained(E)
    return {"Z": Z, "T": T, "Y": T + positions(torch.arange(len(T)))}


@oracle("cls-classification")
def cls_classification(Z: Matrix, W: Matrix, b: Vector) -> Answers:
    """Return logits, probabilities and likeliest of K classes from the first of n tokens Z (n×d); W (K×d)."""
    head = nn.Linear(Z.shape[1], len(b), dtype=torch.float64)
    head.load_state_dict({"weight": W, "bias": b})
    z = head(Z)[0]  # (K,), of the CLS token
    return {"z": z, "p": torch.softmax(z, dim=0), "k": torch.argmax(z)}
