"""Sequence to sequence with attention: its alignment, which is no layer's."""

from __future__ import annotations

from collections.abc import Iterator

from studyai.backend.architectures.seq2seq_attention import Seq2SeqWithAttention
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.kinds.attention import TRIES, row, share
from studyai.backend.inside.layer_kind import LayerKind, Turn, register
from studyai.backend.inside.scene import Scene
from studyai.backend.inside.stages import products, stage
from studyai.protocol import LiveNumber, Part, Stage


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
        share(scores, scores.isfinite(), source, "source", value),
    ]


def rows(scene: Scene) -> Iterator[LiveNumber]:
    """Yield what an output read of the source."""
    if not isinstance(scene.trainer.model, Seq2SeqWithAttention):
        return
    scores = scene.calls["decoder"].output @ scene.calls["score"].output.transpose(1, 2)  # (1, T, S)
    weights = scene.calls["alignment"].output[0]  # (T, S)
    for _ in range(TRIES):
        (place,) = scene.pick(len(weights))
        about = f"alignment: what output {place} reads of the source, from its scores z"
        yield from row(about, scores[0, place], weights[place])


register(LayerKind((Seq2SeqWithAttention,), arithmetic=alignment, questions={Turn.ATTENTION: rows}))
