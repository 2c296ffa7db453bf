"""The vision transformer: its tokens and what CLS reads, which are no layer's, and the size of the whole."""

from __future__ import annotations

from collections.abc import Iterator

from studyai.backend.architectures.vit import FEED_FORWARD, PATCH, VisionTransformer
from studyai.backend.inside.arithmetic import stages_of
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import LayerKind, Turn, register
from studyai.backend.inside.scene import Numbers, Scene, count, question
from studyai.backend.inside.stages import one, stage
from studyai.protocol import LiveNumber, Stage


def tokens_and_reading(model: VisionTransformer, cell: Cell) -> list[Stage]:
    """Return the arithmetic of a token, patch + position, or of a weight of attention, what CLS reads of a patch."""
    name, _, number = cell.part.partition(".")
    if name == "cls_attention":
        head, row, column = cell.place
        return stages_of(cell.captured, f"blocks.{number}.attention.weights", (head, 0, 1 + row * model.grid + column))
    return _token(model, cell) if name == "tokens" else []


def _token(model: VisionTransformer, cell: Cell) -> list[Stage]:
    token, unit = cell.place
    vector = cell.inside("embedding")[token - 1, unit] if token else model.cls[unit]
    before = stages_of(cell.captured, "embedding", (token - 1, unit)) if token else []
    parts = [one(f"patch {token - 1}" if token else "CLS", vector), one("position", model.positions[token, unit])]
    what = "patch + position" if token else "CLS + position"
    return [*before, stage(f"token {token}", what, "sum", parts, cell.inside("tokens")[cell.place])]


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the tokens of an image and the parameters of all."""
    model = scene.trainer.model
    if not isinstance(model, VisionTransformer):
        return
    channels, height, width = scene.seen.inputs[0].shape[1:]
    sides: Numbers = {"H": height, "W": width, "C": channels, "P": PATCH}
    tokens, hidden = model.positions.shape
    yield question("patches", "the tokens of this image", "vit-patches", "n", tokens, **sides)
    wide: Numbers = {"d": hidden, "f": FEED_FORWARD * hidden, "L": len(model.blocks), "K": model.head.out_features}
    givens: Numbers = {"H": height, "C": channels, "P": PATCH, **wide}
    yield question("parameters", "all parameters of this model", "vit-parameters", "M", count(model), **givens)


register(LayerKind((VisionTransformer,), arithmetic=tokens_and_reading, questions={Turn.NETWORK_SIZES: sizes}))
