"""Rules for attention: a weight from its scores, a score from its query and key; and what embeddings begin as."""

from __future__ import annotations

import math

from torch import Tensor

from studyai.backend.architectures.attention import MultiHeadAttention
from studyai.backend.architectures.seq2seq_attention import Seq2SeqWithAttention
from studyai.backend.architectures.transformer import Transformer
from studyai.backend.architectures.vit import VisionTransformer
from studyai.backend.arithmetic.caught import Cell, made, one, products, rule, stage, stages_of
from studyai.protocol import Part, Stage


def _share(scores: Tensor, seen: Tensor, chosen: int, label: str, value: Tensor) -> Stage:
    """Return the softmax over the positions that may be read."""
    there = [place for place in range(len(scores)) if seen[place]]
    parts = [one(f"{label} {place}", scores[place]) for place in there]
    return stage("weight", "exp(z) / Σ exp(z)", "softmax", parts, value, there.index(chosen))


@rule(MultiHeadAttention)
def multi_head(layer: MultiHeadAttention, cell: Cell) -> list[Stage]:
    """softmax(q k / √d_k)."""
    if cell.part != "weights":
        return []
    head, row, column = cell.place
    queries, keys = (layer.split(cell.inside(name)[None])[0, head] for name in ("query", "key"))  # (T, d_k), (S, d_k)
    root = math.sqrt(keys.shape[1])
    scores, value = keys @ queries[row] / root, cell.inside("weights")[cell.place]
    hidden = cell.call.inputs[2][row] if len(cell.call.inputs) > 2 else scores.new_zeros(len(scores)).bool()
    if hidden[column]:
        return [stage("weight", "masked before the softmax: it comes later", "sum", [one("masked", 0.0)], value)]
    product = Part("q·k", products(queries[row], keys[column]))
    return [
        stage("score z", "q·k / √d_k", "quotient", [product, one("√d_k", root)], scores[column]),
        _share(scores, ~hidden, column, "key", value),
    ]


@rule(Seq2SeqWithAttention)
def alignment(model: Seq2SeqWithAttention, cell: Cell) -> list[Stage]:
    """Return the softmax of s (W_a h) over the encoder's states h."""
    if cell.part != "alignment":
        return []
    target, source = cell.place
    state, projected = cell.inside("decoder")[target], cell.inside("score")  # (hidden), (S, hidden)
    scores = projected @ state
    product = Part("s·(W_a h)", products(state, projected[source]))
    value = cell.inside("alignment")[cell.place]
    return [
        stage("score z", "s·(W_a h)", "sum", [product], scores[source]),
        _share(scores, scores.isfinite(), source, "source", value),
    ]


@rule(VisionTransformer)
def vision(model: VisionTransformer, cell: Cell) -> list[Stage]:
    """Return what CLS reads of a patch is a weight of its block's attention.

    A token is a patch's vector and a position's.
    """
    name, _, number = cell.part.partition(".")
    if name == "cls_attention":
        head, row, column = cell.place
        return stages_of(cell.caught, f"blocks.{number}.attention.weights", (head, 0, 1 + row * model.grid + column))
    if name != "tokens":
        return []
    token, unit = cell.place
    vector = cell.inside("embedding")[token - 1, unit] if token else model.cls[unit]
    before = stages_of(cell.caught, "embedding", (token - 1, unit)) if token else []
    parts = [one(f"patch {token - 1}" if token else "CLS", vector), one("position", model.positions[token, unit])]
    what = "patch + position" if token else "CLS + position"
    return [*before, stage(f"token {token}", what, "sum", parts, cell.inside("tokens")[cell.place])]


@rule(Transformer)
def embedded(model: Transformer, cell: Cell) -> list[Stage]:
    """Return a token's vector and its position's."""
    if cell.part != "embedded":
        return []
    place, unit = cell.place
    vector, position = cell.inside("embedding")[cell.place], model.positions[place, unit]
    angle = f"{'cos' if unit % 2 else 'sin'}({place} / 10000^({unit - unit % 2}/{model.positions.shape[1]}))"
    before = made(cell.caught, cell.caught.calls["embedding"].output, cell.place)
    parts = [one("E", vector), one(f"PE = {angle}", position)]
    return [*before, stage(f"position {place}", "E + PE", "sum", parts, cell.inside("embedded")[cell.place])]
