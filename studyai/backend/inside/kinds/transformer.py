"""The transformer: what its embeddings begin as, which is no layer's, and the size of an encoder layer."""

from __future__ import annotations

from collections.abc import Iterator

from torch import nn

from studyai.backend.architectures.transformer import EncoderLayer, Transformer
from studyai.backend.inside.arithmetic import made
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import LayerKind, Turn, register
from studyai.backend.inside.scene import Numbers, Scene, count, question
from studyai.backend.inside.stages import one, stage
from studyai.protocol import LiveNumber, Stage


def embedded(model: Transformer, cell: Cell) -> list[Stage]:
    """Return a token's vector and its position's."""
    if cell.part != "embedded":
        return []
    place, unit = cell.place
    vector, position = cell.inside("embedding")[cell.place], model.positions[place, unit]
    angle = f"{'cos' if unit % 2 else 'sin'}({place} / 10000^({unit - unit % 2}/{model.positions.shape[1]}))"
    before = made(cell.captured, cell.captured.last["embedding"].output, cell.place)
    parts = [one("E", vector), one(f"PE = {angle}", position)]
    return [*before, stage(f"position {place}", "E + PE", "sum", parts, cell.inside("embedded")[cell.place])]


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the parameters of an encoder layer."""
    for name, encoder, _ in scene.layers(EncoderLayer):
        hidden, heads = encoder.norm1.normalized_shape[0], encoder.attention.heads
        given: Numbers = {"d": hidden, "h": heads, "f": _feed_forward_width(encoder)}
        yield question("layer", f"{name}: its parameters", "encoder-layer-parameters", "N", count(encoder), **given)


def _feed_forward_width(encoder: EncoderLayer) -> int:
    first, *_ = (one for one in encoder.feed_forward if isinstance(one, nn.Linear))
    return first.out_features


register(LayerKind((Transformer,), arithmetic=embedded))
register(LayerKind((EncoderLayer,), questions={Turn.LAYER_SIZES: sizes}))
