"""Dense layers: at every position Σ w·x + b."""

from __future__ import annotations

from collections.abc import Iterator

from torch import nn

from studyai.backend.inside.cell import Cell
from studyai.backend.inside.kinds.bias import bias_part, bias_value
from studyai.backend.inside.layer_kind import LayerKind, Names, Turn, Weight, register
from studyai.backend.inside.scene import DIGITS, MOST_ENTRIES, Numbers, Scene, at, count, question
from studyai.backend.inside.stages import products, stage
from studyai.protocol import LiveNumber, Part, Stage

TRIES = 4  # places that are asked about, should one of them make no good question


def weighted_sum(layer: nn.Linear, cell: Cell) -> list[Stage]:
    """Return a row of weights times the input."""
    *position, unit = cell.place
    x, value = cell.input[tuple(position)], cell.call.output[0][cell.place]
    formula = "Σ w·x" if layer.bias is None else "Σ w·x + b"
    parts = [Part("w·x", products(layer.weight[unit], x)), bias_part(layer.bias, unit)]
    return [stage(f"unit {unit}", formula, "sum", parts, value)]


def sums(scene: Scene) -> Iterator[LiveNumber]:
    """Yield weighted sums of few inputs, those of the fewest first."""
    layers = [(name, one, call) for name, one, call in scene.layers(nn.Linear) if one.in_features <= MOST_ENTRIES]
    for name, layer, call in sorted(layers, key=lambda one: one[1].in_features):
        inputs, outputs = call.input.reshape(-1, layer.in_features), call.output.reshape(-1, layer.out_features)
        for number in range(TRIES):
            place, unit = scene.pick(*outputs.shape)
            about = f"unit {unit} of {name}{at(place, len(inputs))}: its weighted sum"
            given: Numbers = {"x": inputs[place], "w": layer.weight[unit], "b": bias_value(layer.bias, unit)}
            truth = outputs[place, unit]
            yield question("sum", about, "perceptron-output", "z", truth, digits=DIGITS + number, **given)


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the parameters of layers with biases."""
    for name, layer, _ in scene.layers(nn.Linear):
        if layer.bias is not None:
            widths = [layer.in_features, layer.out_features]
            yield question("dense", f"{name}: its parameters", "mlp-parameters", "N_1", count(layer), n=widths)


register(
    LayerKind(
        modules=(nn.Linear,),
        names=Names("outputs", ("unit",), (Weight("weight", "weights", ("output", "input")),)),
        arithmetic=weighted_sum,
        questions={Turn.SUMS: sums, Turn.TABLE_SIZES: sizes},
    )
)
