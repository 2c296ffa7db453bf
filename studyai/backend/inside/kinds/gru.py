"""The GRU layer: n = tanh(W x + b + r (U h)); h = (1 − z) n + z h₋₁."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

from studyai.backend.architectures.gru import GRULayer
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.kinds.recurrent import (
    STATES,
    TRIES,
    before,
    gated,
    later_step,
    opened,
    parameters,
    read_by,
)  # fmt: skip
from studyai.backend.inside.layer_kind import LayerKind, Turn, register
from studyai.backend.inside.scene import Scene
from studyai.backend.inside.stages import one, stage
from studyai.protocol import LiveNumber, Stage

GATES = {"reset_gates": (0, "reset gate r"), "update_gates": (1, "update gate z")}  # block of rows, name


def gates_and_states(layer: GRULayer, cell: Cell) -> list[Stage]:
    """Return the arithmetic of a gate, a candidate or a hidden state."""
    (time, unit), place = cell.place, cell.place
    if cell.part in GATES:
        block, name = GATES[cell.part]
        value = cell.inside(cell.part)[place]
        return [stage(name, "σ(W x + U h₋₁ + b)", "sigmoid", read_by(layer, cell, block), value)]
    r, z, n = (cell.inside(name)[place] for name in (*GATES, "candidates"))
    if cell.part == "candidates":
        x, state, b = read_by(layer, cell, 2)
        carried = sum(weight * entry for weight, entry in state.terms)
        return [
            stage("what the old state says u", "U h₋₁", "sum", [state], carried),
            stage("candidate n", "tanh(W x + b + r·u)", "tanh", [x, b, one("r·u", r, carried)], n),
        ]
    if cell.part not in STATES:
        return []
    h = cell.inside("hidden_states")
    return [mixed(time, float(z), n, before(h, time)[unit], h[place])]


def mixed(time: int, z: float, n: Tensor | float, old: Tensor, value: Tensor) -> Stage:
    """Return a state, of candidate and old state."""
    parts = [one("(1 − z)·n", 1 - z, n), one("z·h₋₁", z, old)]
    return stage(f"h of step {time}", "(1 − z)·n + z·h₋₁", "sum", parts, value)


def gates(scene: Scene) -> Iterator[LiveNumber]:
    """Yield states from the ones before, and update gates."""
    for name, layer, call in scene.layers(GRULayer):
        kept = scene.calls[f"{name}.update_gates"].output[0]  # (T, hidden)
        offered, states = scene.calls[f"{name}.candidates"].output[0], call.output[0]
        for _ in range(TRIES):
            time, unit = place = later_step(scene, states)
            yield gated(name, place, states, (kept, 1 - kept, offered), "state")
            about = f"{name}: the update gate of unit {unit} at step {time + 1}, from its weighted sum z"
            row = layer.hidden_size + unit  # in PyTorch's order: r, z, n
            yield opened(about, layer, row, (call.input[0, time], states[time - 1]), kept[place])


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the parameters."""
    return parameters(scene, GRULayer, "gru-parameters", "m")


register(LayerKind((GRULayer,), arithmetic=gates_and_states, questions={Turn.STATES: gates, Turn.LAYER_SIZES: sizes}))
