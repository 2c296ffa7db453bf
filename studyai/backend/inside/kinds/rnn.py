"""The recurrent layer: h_t = tanh(W x_t + U h_{t−1} + b)."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch.nn import functional

from studyai.backend.architectures.rnn import RNNLayer
from studyai.backend.inside.capture import Call
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.kinds.recurrent import STATES, TRIES, parameters, read_by
from studyai.backend.inside.layer_kind import LayerKind, Turn, register
from studyai.backend.inside.scene import Numbers, Scene, question
from studyai.backend.inside.stages import stage
from studyai.protocol import LiveNumber, Operation, Stage

UNITS = 2  # whose first state is asked


def state(layer: RNNLayer, cell: Cell) -> list[Stage]:
    """Return the activation of what is read of the input and of the state before."""
    if cell.part not in STATES:
        return []
    name: Operation = "relu" if layer.activation is torch.relu else "tanh"
    value = cell.inside("hidden_states")[cell.place]
    return [stage(f"h of step {cell.place[0]}", f"{name}(W x + U h₋₁ + b)", name, read_by(layer, cell, 0), value)]


def states(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the states of units from their weighted sums, and of two units together at the first step."""
    for name, layer, call in scene.layers(RNNLayer):
        states = call.output[0]  # (T, hidden)
        before = torch.cat([torch.zeros_like(states[:1]), states[:-1]])  # (T, hidden)
        sums = functional.linear(call.input[0], layer.weight_ih, layer.bias) + before @ layer.weight_hh.T
        activation = "act-tanh" if layer.activation is torch.tanh else "act-relu"
        for _ in range(TRIES):
            time, unit = scene.pick(*states.shape)
            about = f"{name}: the state of unit {unit} at step {time + 1}, from its weighted sum z"
            given: Numbers = {"z": float(sums[time, unit]), "activation": activation}
            yield question("unit", about, "activation-value", "a", states[time, unit], **given)
        if activation == "act-tanh":
            yield from _first_states(scene, name, layer, call)


def _first_states(scene: Scene, name: str, layer: RNNLayer, call: Call) -> Iterator[LiveNumber]:
    """Yield states of the first step: there is none before it, so two units can be looked at without the others."""
    for _ in range(TRIES):
        units = scene.draw.sample(range(layer.hidden_size), UNITS)
        given: Numbers = {
            "x": call.input[0, 0],
            "h": torch.zeros(UNITS),
            "W": layer.weight_ih[units],
            "U": layer.weight_hh[units][:, units],
            "b": layer.bias[units],
        }
        about = f"{name}: units {units[0]} and {units[1]} at the first step it takes, before which all states are 0"
        yield question("state", about, "rnn-step", "h_new", call.output[0, 0, units], **given)


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the parameters."""
    return parameters(scene, RNNLayer, "rnn-parameters", "n")


register(LayerKind((RNNLayer,), arithmetic=state, questions={Turn.STATES: states, Turn.LAYER_SIZES: sizes}))
