"""torch's own GRU, whose gates are not seen: they are computed again from its weights; the states are its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import torch
from torch import Tensor, nn
from torch.nn import functional

from studyai.backend.inside.cell import Cell
from studyai.backend.inside.kinds.gru import mixed
from studyai.backend.inside.kinds.recurrent import TRIES, gated, later_step
from studyai.backend.inside.kinds.torch_recurrent import STATES
from studyai.backend.inside.layer_kind import LayerKind, Turn, register
from studyai.backend.inside.scene import Numbers, Scene, count, question
from studyai.backend.inside.stages import one, products, stage
from studyai.protocol import LiveNumber, Part, Stage

PARAMETERS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


@dataclass(frozen=True)
class _Unit:
    """A unit of its topmost layer at a step: what it reads, and the parameters whose names end so."""

    layer: nn.GRU
    unit: int
    end: str  # "_l0_reverse"
    x: Tensor
    h: Tensor

    def read(self, block: int) -> tuple[list[Part], list[Part]]:
        """Return what a gate, or the candidate, reads of the input and of the state before."""
        row = block * self.layer.hidden_size + self.unit
        w, u, b, c = (self.layer.get_parameter(name + self.end)[row] for name in PARAMETERS)
        return [Part("W x", products(w, self.x)), one("b", b)], [Part("U h", products(u, self.h)), one("c", c)]


def gates_and_state(layer: nn.GRU, cell: Cell) -> list[Stage]:
    """Return a state of its topmost layer with the gates and the candidate that it came from."""
    unit = _unit_of(layer, cell)
    gates = []
    for block, name in enumerate(("reset gate r", "update gate z")):
        from_input, from_state = unit.read(block)
        parts = [*from_input, *from_state]
        gates.append(stage(name, "σ(W x + b + U h₋₁ + c)", "sigmoid", parts, torch.sigmoid(_total(parts))))
    r, z = (gate.value for gate in gates)
    from_input, from_state = unit.read(2)
    carried = _total(from_state)
    parts = [*from_input, one("r·u", r, carried)]
    n = torch.tanh(_total(parts))
    return [
        *gates,
        stage("what the old state says u", "U h₋₁ + c", "sum", from_state, carried),
        stage("candidate n", "tanh(W x + b + r·u)", "tanh", parts, n),
        mixed(cell.place[0], z, n, unit.h[unit.unit], cell.call.output[0][cell.place]),
    ]


def _unit_of(layer: nn.GRU, cell: Cell) -> _Unit:
    time, column = cell.place
    side, unit = divmod(column, layer.hidden_size)  # of two directions the second stands behind the first
    read_in, begun_with = _below(layer, cell)  # (T, in_features), (directions, hidden)
    states = cell.call.output[0].unflatten(1, (-1, layer.hidden_size))[:, side]  # (T, hidden)
    earlier = time + 1 if side else time - 1
    h = states[earlier] if 0 <= earlier < len(states) else begun_with[side]
    end = f"_l{layer.num_layers - 1}" + ("_reverse" if side else "")
    return _Unit(layer, unit, end, read_in[time], h)


def _below(layer: nn.GRU, cell: Cell) -> tuple[Tensor, Tensor]:
    """Return what its topmost layer reads at every step, and the states it begins with, one for each direction."""
    directions = 2 if layer.bidirectional else 1
    sequence, *rest = cell.call.inputs
    first = rest[0] if rest else sequence.new_zeros(layer.num_layers * directions, 1, layer.hidden_size)
    below = layer.num_layers - 1
    if not below:
        return cell.input, first[:, 0]
    lower = nn.GRU(layer.input_size, layer.hidden_size, below, batch_first=True, bidirectional=layer.bidirectional)
    lower.load_state_dict({name: layer.get_parameter(name) for name in lower.state_dict()})
    with torch.no_grad():
        states, _ = lower.to(sequence.device)(sequence, first[: below * directions])  # (1, T, directions · hidden)
    return states[0], first[below * directions :, 0]


def _total(parts: list[Part]) -> Tensor:
    return torch.tensor([prod(term) for part in parts for term in part.terms], dtype=torch.float64).sum()


def gates(scene: Scene) -> Iterator[LiveNumber]:
    """Yield states from the ones before, of a single layer; of two directions the one that reads forward."""
    for name, layer, call in scene.layers(nn.GRU):
        if layer.num_layers > 1:
            continue
        states = call.output[0, :, : layer.hidden_size]  # (T, hidden)
        kept, offered = _inside(layer, call.input[0, 1:], states[:-1])  # from the second step on
        nothing = torch.zeros_like(states[:1])
        kept, offered = torch.cat([nothing, kept]), torch.cat([nothing, offered])
        for _ in range(TRIES):
            yield gated(name, later_step(scene, states), states, (kept, 1 - kept, offered), "state")


def _inside(layer: nn.GRU, inputs: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
    """Return update gates and candidates (T, hidden) for inputs (T, d) and the states before them (T, hidden)."""
    weight_ih, weight_hh, bias_ih, bias_hh = (layer.get_parameter(f"{name}_l0") for name in PARAMETERS)
    x_r, x_z, x_n = functional.linear(inputs, weight_ih, bias_ih).chunk(3, dim=1)
    h_r, h_z, h_n = functional.linear(before, weight_hh, bias_hh).chunk(3, dim=1)
    return torch.sigmoid(x_z + h_z), torch.tanh(x_n + torch.sigmoid(x_r + h_r) * h_n)


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the parameters of a single layer that reads one way."""
    for name, layer, call in scene.layers(nn.GRU):
        if layer.num_layers == 1 and not layer.bidirectional:
            given: Numbers = {"d": layer.input_size, "m": layer.hidden_size, "T": call.input.shape[1], "biases": "two"}
            yield question("recurrent", f"{name}: its parameters", "gru-parameters", "N", count(layer), **given)


register(LayerKind((nn.GRU,), STATES, gates_and_state, {Turn.STATES: gates, Turn.LAYER_SIZES: sizes}))
