"""The bidirectional recurrent layer: one layer reads from the left, another from the right."""

from __future__ import annotations

from collections.abc import Iterator

from studyai.backend.architectures.birnn import BiRNNLayer
from studyai.backend.inside.arithmetic import stages_of
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import LayerKind, Turn, register
from studyai.backend.inside.scene import Numbers, Scene, count, question
from studyai.protocol import LiveNumber, Stage


def both_ways(layer: BiRNNLayer, cell: Cell) -> list[Stage]:
    """Return one of the two directions; the leftward one met the steps last to first."""
    (time, unit), size = cell.place, layer.rightward.hidden_size
    if unit < size:
        return stages_of(cell.captured, f"{cell.path}.rightward", (time, unit))
    return stages_of(cell.captured, f"{cell.path}.leftward", (len(cell.input) - 1 - time, unit - size))


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the parameters of both directions together, and the shape of their outputs."""
    for name, both, call in scene.layers(BiRNNLayer):
        given: Numbers = {"d": both.rightward.weight_ih.shape[1], "n": both.rightward.hidden_size}
        about = f"{name}: its parameters, both directions"
        yield question("recurrent", about, "birnn-parameters", "N", count(both), **given, biases="one")
        length = call.input.shape[1]
        about = f"{name}: the shape of its outputs for one sequence"
        shape = list(call.output.shape)
        yield question("states", about, "birnn-shapes", "S_y", shape, B=1, T=length, **given)


register(LayerKind((BiRNNLayer,), arithmetic=both_ways, questions={Turn.LAYER_SIZES: sizes}))
