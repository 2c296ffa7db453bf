"""One unit of a recurrent layer at one step: its gates, and what they make of state and candidate."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

from studyai.backend.architectures.gru import GRULayer
from studyai.backend.architectures.lstm import LSTMLayer
from studyai.backend.architectures.rnn import RNNLayer
from studyai.backend.asking.scene import Call, Numbers, Scene, question
from studyai.protocol import LiveNumber

TRIES = 6
UNITS = 2  # whose first state is asked


def gates(scene: Scene) -> Iterator[LiveNumber]:
    """Yield questions about recurrent layers; in one without gates about its state."""
    yield from _states(scene)
    yield from _lstm(scene)
    yield from _gru(scene)
    yield from _torch_gru(scene)


def _states(scene: Scene) -> Iterator[LiveNumber]:
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
    """Yield at the first step there is no state before, so that two units can be looked at without the others."""
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


def _lstm(scene: Scene) -> Iterator[LiveNumber]:
    for name, layer, call in scene.layers(LSTMLayer):
        kept, let_in, offered, cells = (
            scene.calls[f"{name}.{tap}"].output[0]  # (T, hidden)
            for tap in ("forget_gates", "input_gates", "candidates", "cell_states")
        )
        for _ in range(TRIES):
            time, unit = 1 + scene.pick(len(cells) - 1)[0], scene.pick(layer.hidden_size)[0]
            yield _gated(name, time, unit, cells, (kept, let_in, offered), "cell state")
            about = f"{name}: the forget gate of unit {unit} at step {time + 1}, from its weighted sum z"
            row = layer.hidden_size + unit  # in PyTorch's order: i, f, g, o
            z = layer.weight_ih[row] @ call.input[0, time] + layer.weight_hh[row] @ call.output[0, time - 1]
            yield _opened(about, z + layer.bias[row], kept[time, unit])


def _gru(scene: Scene) -> Iterator[LiveNumber]:
    for name, layer, call in scene.layers(GRULayer):
        kept = scene.calls[f"{name}.update_gates"].output[0]  # (T, hidden)
        offered, states = scene.calls[f"{name}.candidates"].output[0], call.output[0]
        for _ in range(TRIES):
            time, unit = 1 + scene.pick(len(states) - 1)[0], scene.pick(layer.hidden_size)[0]
            yield _gated(name, time, unit, states, (kept, 1 - kept, offered), "state")
            about = f"{name}: the update gate of unit {unit} at step {time + 1}, from its weighted sum z"
            row = layer.hidden_size + unit  # in PyTorch's order: r, z, n
            z = layer.weight_ih[row] @ call.input[0, time] + layer.weight_hh[row] @ states[time - 1]
            yield _opened(about, z + layer.bias[row], kept[time, unit])


def _torch_gru(scene: Scene) -> Iterator[LiveNumber]:
    """torch's own layer does not tell its gates: they are computed from its weights; the state is its own."""
    for name, layer, call in scene.layers(nn.GRU):
        if layer.num_layers > 1:
            continue
        hidden = layer.hidden_size
        states = call.output[0, :, :hidden]  # (T, hidden); of two directions the one that reads forward
        kept, offered = _inside(layer, call.input[0, 1:], states[:-1])  # from the second step on
        nothing = torch.zeros_like(states[:1])
        kept, offered = torch.cat([nothing, kept]), torch.cat([nothing, offered])
        for _ in range(TRIES):
            time, unit = 1 + scene.pick(len(states) - 1)[0], scene.pick(hidden)[0]
            yield _gated(name, time, unit, states, (kept, 1 - kept, offered), "state")


def _inside(layer: nn.GRU, inputs: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
    """Update gates and candidates (T, hidden) for inputs (T, d) and the states before them (T, hidden)."""
    weight_ih, weight_hh, bias_ih, bias_hh = (
        layer.get_parameter(f"{name}_l0") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    x_r, x_z, x_n = functional.linear(inputs, weight_ih, bias_ih).chunk(3, dim=1)
    h_r, h_z, h_n = functional.linear(before, weight_hh, bias_hh).chunk(3, dim=1)
    return torch.sigmoid(x_z + h_z), torch.tanh(x_n + torch.sigmoid(x_r + h_r) * h_n)


def _gated(
    name: str, time: int, unit: int, states: Tensor, inside: tuple[Tensor, Tensor, Tensor], what: str
) -> LiveNumber:
    """Return the state of one unit, from the one before; ``inside`` has (T, hidden) of keep, let in, offered."""
    keep, let_in, offered = (one[time, unit].reshape(1) for one in inside)
    given: Numbers = {"c": states[time - 1, unit].reshape(1), "g": offered, "f": keep, "i": let_in}
    about = f"{name}: the {what} of unit {unit} after step {time + 1}, from the one before and its gates"
    return question("gate", about, "gate", "c_new", states[time, unit].reshape(1), **given)


def _opened(about: str, z: Tensor, gate: Tensor) -> LiveNumber:
    return question("opening", about, "activation-value", "a", gate, z=float(z), activation="act-sigmoid")
