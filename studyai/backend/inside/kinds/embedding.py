"""Embeddings: a row of a table for every token."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import nn

from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import LayerKind, Names, Turn, Weight, register
from studyai.backend.inside.scene import MOST_ENTRIES, Numbers, Scene, count, question
from studyai.backend.inside.stages import one, stage
from studyai.protocol import LiveNumber, Stage

TRIES = 4  # pairs of words that are asked about, should one of them make no good question


def looked_up(layer: nn.Embedding, cell: Cell) -> list[Stage]:
    """Return an entry of a row of the table."""
    *position, unit = cell.place
    token = int(cell.input[tuple(position)])
    value = layer.weight[token, unit]
    return [stage(f"row {token} of the table", f"E[{token}, {unit}]", "sum", [one("E", value)], value)]


def cosines(scene: Scene) -> Iterator[LiveNumber]:
    """Yield how similar two of the task's words are."""
    names = scene.trainer.task.classes
    for name, layer, _ in scene.layers(nn.Embedding):
        if layer.embedding_dim > MOST_ENTRIES or layer.num_embeddings != len(names):
            continue
        for _ in range(TRIES):
            word, other = scene.draw.sample(range(len(names)), 2)
            a, b = layer.weight.detach()[word], layer.weight.detach()[other]
            about = f"{name}: how similar “{names[word]}” and “{names[other]}” are"
            yield question("cosine", about, "cosine-similarity", "cos", torch.cosine_similarity(a, b, dim=0), a=a, b=b)


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the parameters of tables."""
    for name, layer, call in scene.layers(nn.Embedding):
        longest = max(call.output.shape[1:-1], default=1)
        given: Numbers = {"V": layer.num_embeddings, "d": layer.embedding_dim, "T": longest}
        yield question("table", f"{name}: its parameters", "embedding-parameters", "N", count(layer), **given)


register(
    LayerKind(
        modules=(nn.Embedding,),
        names=Names("vectors", ("unit",), (Weight("weight", "weights", ("entry", "unit")),)),
        arithmetic=looked_up,
        questions={Turn.VECTORS: cosines, Turn.TABLE_SIZES: sizes},
    )
)
