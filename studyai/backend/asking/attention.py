"""What one position reads of the others: a row of attention weights, from the real scores."""

from __future__ import annotations

import math
from collections.abc import Iterator

from torch import Tensor

from studyai.backend.architectures.attention import MultiHeadAttention
from studyai.backend.architectures.seq2seq_attention import Seq2SeqWithAttention
from studyai.backend.asking.scene import Scene, question
from studyai.protocol import LiveNumber

TRIES = 6
FEWEST = 2  # positions that share the attention


def attention(scene: Scene) -> Iterator[LiveNumber]:
    """Yield rows of attention weights."""
    for name, layer, _ in scene.layers(MultiHeadAttention):
        query, key = (layer.split(scene.calls[f"{name}.{part}"].output) for part in ("query", "key"))
        scores = query @ key.transpose(2, 3) / math.sqrt(key.shape[3])  # (1, heads, T, S)
        weights = scene.calls[f"{name}.weights"].output[0]  # (heads, T, S)
        for _ in range(TRIES):
            head, row = scene.pick(*weights.shape[:2])
            about = f"{name}: head {head}, position {row}: its attention weights, from its scaled scores z"
            yield from _row(about, scores[0, head, row], weights[head, row])
    model = scene.trainer.model
    if isinstance(model, Seq2SeqWithAttention):
        scores = scene.calls["decoder"].output @ scene.calls["score"].output.transpose(1, 2)  # (1, T, S)
        weights = scene.calls["alignment"].output[0]  # (T, S)
        for _ in range(TRIES):
            (row,) = scene.pick(len(weights))
            about = f"alignment: what output {row} reads of the source, from its scores z"
            yield from _row(about, scores[0, row], weights[row])


def _row(about: str, scores: Tensor, weights: Tensor) -> Iterator[LiveNumber]:
    """Leave out positions that are masked: they have no share."""
    seen = weights > 0
    if int(seen.sum()) >= FEWEST and float(scores[seen].abs().max()) < math.inf:
        hidden = "" if bool(seen.all()) else "; of the positions that it may read"
        yield question("attention", about + hidden, "softmax", "p", weights[seen], z=scores[seen])
