"""Activations: a function of one number; and the softmax as a layer."""

from __future__ import annotations

from collections.abc import Iterator

from torch import nn

from studyai.backend.architectures.activations import ACTIVATIONS
from studyai.backend.inside.arithmetic import made
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import LayerKind, Names, Turn, register
from studyai.backend.inside.scene import Numbers, Scene, question
from studyai.backend.inside.stages import one, stage
from studyai.protocol import LiveNumber, Stage

NAMES = Names("activations")
FUNCTIONS = {kind: name for name, kind in ACTIVATIONS.items() if name != "identity"}
SIGNS = {"relu": "max(0, z)", "sigmoid": "σ(z)", "tanh": "tanh(z)"}
ASKED: dict[type[nn.Module], str] = {
    nn.ReLU: "act-relu",
    nn.Tanh: "act-tanh",
    nn.Sigmoid: "act-sigmoid",
    nn.Identity: "act-linear",
    nn.LeakyReLU: "act-leaky",
}
TRIES = 4  # entries that are asked about, should one of them make no good question


def function_of_one_number(layer: nn.Module, cell: Cell) -> list[Stage]:
    """Return a function of one number, and how that came about."""
    name = FUNCTIONS[type(layer)]
    before = made(cell.captured, cell.call.input, cell.place)
    z = one("z", cell.input[cell.place])
    return [*before, stage(name, SIGNS.get(name, f"{name}(z)"), name, [z], cell.call.output[0][cell.place])]


def values(scene: Scene) -> Iterator[LiveNumber]:
    """Yield what the activations made of one entry."""
    for name, layer, call in scene.layers(nn.Module):
        if type(layer) in ASKED:
            inputs, outputs = call.input.flatten(), call.output.flatten()
            for _ in range(TRIES):
                (place,) = scene.pick(len(outputs))
                slope: Numbers = {"c": layer.negative_slope} if isinstance(layer, nn.LeakyReLU) else {}
                given: Numbers = {"z": float(inputs[place]), "activation": ASKED[type(layer)], **slope}
                about = f"{name}: what it makes of entry {place}"
                yield question("activation", about, "activation-value", "a", outputs[place], **given)


register(LayerKind(tuple(FUNCTIONS), NAMES, function_of_one_number, {Turn.ACTIVATIONS: values}))
register(LayerKind((nn.Hardtanh,), NAMES))
register(LayerKind((nn.Softmax,), Names("shares")))
