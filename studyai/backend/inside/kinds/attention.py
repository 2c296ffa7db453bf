"""Multi-head attention: a score from its query and key, a weight from its scores."""

from __future__ import annotations

import math
from collections.abc import Iterator

from torch import Tensor

from studyai.backend.architectures.attention import MultiHeadAttention
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import LayerKind, Turn, register
from studyai.backend.inside.scene import Numbers, Scene, question
from studyai.backend.inside.stages import one, products, stage
from studyai.protocol import LiveNumber, Part, Stage

TRIES = 6  # rows that are asked about, should one of them make no good question
FEWEST = 2  # positions that share the attention


def weight(layer: MultiHeadAttention, cell: Cell) -> list[Stage]:
    """Return q k / √d_k, and its share among those of the row."""
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
        share(scores, ~hidden, column, "key", value),
    ]


def share(scores: Tensor, readable: Tensor, chosen: int, label: str, value: Tensor) -> Stage:
    """Return the softmax over the positions that may be read."""
    there = [place for place in range(len(scores)) if readable[place]]
    parts = [one(f"{label} {place}", scores[place]) for place in there]
    return stage("weight", "exp(z) / Σ exp(z)", "softmax", parts, value, there.index(chosen))


def rows(scene: Scene) -> Iterator[LiveNumber]:
    """Yield rows of attention weights, from their scores."""
    for name, layer, _ in scene.layers(MultiHeadAttention):
        query, key = (layer.split(scene.calls[f"{name}.{part}"].output) for part in ("query", "key"))
        scores = query @ key.transpose(2, 3) / math.sqrt(key.shape[3])  # (1, heads, T, S)
        weights = scene.calls[f"{name}.weights"].output[0]  # (heads, T, S)
        for _ in range(TRIES):
            head, place = scene.pick(*weights.shape[:2])
            about = f"{name}: head {head}, position {place}: its attention weights, from its scaled scores z"
            yield from row(about, scores[0, head, place], weights[head, place])


def row(about: str, scores: Tensor, weights: Tensor) -> Iterator[LiveNumber]:
    """Yield one row, unless nothing is shared. Positions that are masked are left out: they have no share."""
    seen = weights > 0
    if int(seen.sum()) >= FEWEST and float(scores[seen].abs().max()) < math.inf:
        hidden = "" if bool(seen.all()) else "; of the positions that it may read"
        yield question("attention", about + hidden, "softmax", "p", weights[seen], z=scores[seen])


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield how many weights there are, where a sequence reads itself."""
    for name, layer, _ in scene.layers(MultiHeadAttention):
        weights = scene.calls[f"{name}.weights"].output  # (1, heads, T, S)
        if weights.shape[2] == weights.shape[3]:
            given: Numbers = {"d": layer.query.in_features, "h": layer.heads, "n": weights.shape[3]}
            about = f"{name}: attention weights for one sequence, all heads together"
            yield question("heads", about, "multi-head-shapes", "a", weights.numel(), **given)


register(LayerKind((MultiHeadAttention,), arithmetic=weight, questions={Turn.ATTENTION: rows, Turn.LAYER_SIZES: sizes}))
