"""Rules for recurrent layers: gates, cells and states of one step, from its input and the step before."""

from __future__ import annotations

from math import prod

import torch
from torch import Tensor, nn

from studyai.backend.architectures.birnn import BiRNNLayer
from studyai.backend.architectures.gru import GRULayer
from studyai.backend.architectures.lstm import LSTMLayer
from studyai.backend.architectures.recurrent import RecurrentLayer
from studyai.backend.architectures.rnn import RNNLayer
from studyai.backend.arithmetic.caught import Cell, one, products, rule, stage, stages_of
from studyai.protocol import Operation, Part, Stage

STATES = ("", "outputs", "states", "hidden_states")  # names of what such a layer gives


def before(states: Tensor, time: int) -> Tensor:
    """Return the state that the step began with; the first begins with zeros."""
    return states[time - 1] if time else torch.zeros_like(states[0])


def _read(layer: RecurrentLayer, cell: Cell, block: int) -> tuple[Part, Part, Part]:
    """W x, U h and b of the cell's unit in a block of rows: one of the gates."""
    time, unit = cell.place
    row = block * layer.hidden_size + unit
    h = before(cell.inside("hidden_states"), time)
    x = Part("W x", products(layer.weight_ih[row], cell.input[time]))
    return x, Part("U h", products(layer.weight_hh[row], h)), one("b", layer.bias[row])


@rule(RNNLayer)
def rnn(layer: RNNLayer, cell: Cell) -> list[Stage]:
    """h_t = tanh(W x_t + U h_{t−1} + b)."""
    if cell.part not in STATES:
        return []
    name: Operation = "relu" if layer.activation is torch.relu else "tanh"
    value = cell.inside("hidden_states")[cell.place]
    return [stage(f"h of step {cell.place[0]}", f"{name}(W x + U h₋₁ + b)", name, _read(layer, cell, 0), value)]


@rule(BiRNNLayer)
def both_ways(layer: BiRNNLayer, cell: Cell) -> list[Stage]:
    """Return one of the two directions; the leftward one met the steps in turned order."""
    (time, unit), size = cell.place, layer.rightward.hidden_size
    if unit < size:
        return stages_of(cell.caught, f"{cell.path}.rightward", (time, unit))
    return stages_of(cell.caught, f"{cell.path}.leftward", (len(cell.input) - 1 - time, unit - size))


GATES: dict[str, tuple[int, str, str, Operation]] = {
    "input_gates": (0, "input gate i", "σ(W x + U h₋₁ + b)", "sigmoid"),
    "forget_gates": (1, "forget gate f", "σ(W x + U h₋₁ + b)", "sigmoid"),
    "candidates": (2, "candidate g", "tanh(W x + U h₋₁ + b)", "tanh"),
    "output_gates": (3, "output gate o", "σ(W x + U h₋₁ + b)", "sigmoid"),
}


@rule(LSTMLayer)
def lstm(layer: LSTMLayer, cell: Cell) -> list[Stage]:
    """Return the gates; c = f c₋₁ + i g; h = o tanh c."""
    (time, _), place = cell.place, cell.place
    if cell.part in GATES:
        block, name, formula, of = GATES[cell.part]
        return [stage(name, formula, of, _read(layer, cell, block), cell.inside(cell.part)[place])]
    i, f, g, o = (cell.inside(name)[place] for name in GATES)
    c = cell.inside("cell_states")
    if cell.part == "cell_states":
        kept, written = one("f·c₋₁", f, before(c, time)[place[1]]), one("i·g", i, g)
        return [stage(f"cell of step {time}", "f·c₋₁ + i·g", "sum", [kept, written], c[place])]
    if cell.part not in STATES:
        return []
    shown, h = c[place].tanh(), cell.inside("hidden_states")[place]
    return [
        stage("what the cell shows", "tanh(c)", "tanh", [one("c", c[place])], shown),
        stage(f"h of step {time}", "o·tanh(c)", "sum", [one("o·tanh(c)", o, shown)], h),
    ]


@rule(GRULayer)
def gru(layer: GRULayer, cell: Cell) -> list[Stage]:
    """Return the gates; n = tanh(W x + b + r (U h)); h = (1 − z) n + z h₋₁."""
    (time, unit), place = cell.place, cell.place
    names = {"reset_gates": (0, "reset gate r"), "update_gates": (1, "update gate z")}
    if cell.part in names:
        block, name = names[cell.part]
        value = cell.inside(cell.part)[place]
        return [stage(name, "σ(W x + U h₋₁ + b)", "sigmoid", _read(layer, cell, block), value)]
    r, z, n = (cell.inside(name)[place] for name in (*names, "candidates"))
    h = cell.inside("hidden_states")
    if cell.part == "candidates":
        x, state, b = _read(layer, cell, 2)
        carried = sum(weight * entry for weight, entry in state.terms)
        return [
            stage("what the old state says u", "U h₋₁", "sum", [state], carried),
            stage("candidate n", "tanh(W x + b + r·u)", "tanh", [x, b, one("r·u", r, carried)], n),
        ]
    if cell.part not in STATES:
        return []
    return [_mixed(time, float(z), n, before(h, time)[unit], h[place])]


def _mixed(time: int, z: float, n: Tensor | float, old: Tensor, value: Tensor) -> Stage:
    parts = [one("(1 − z)·n", 1 - z, n), one("z·h₋₁", z, old)]
    return stage(f"h of step {time}", "(1 − z)·n + z·h₋₁", "sum", parts, value)


@rule(nn.GRU)
def torch_gru(layer: nn.GRU, cell: Cell) -> list[Stage]:
    """Return torch's own, whose gates are not seen: those of its topmost layer are computed again."""
    time, unit = cell.place
    side, unit = divmod(unit, layer.hidden_size)  # of two directions the second stands behind the first
    read_in, begun_with = _below(layer, cell)  # (T, in_features), (directions, hidden)
    states = cell.call.output[0].unflatten(1, (-1, layer.hidden_size))[:, side]  # (T, hidden)
    earlier = time + 1 if side else time - 1
    h = states[earlier] if 0 <= earlier < len(states) else begun_with[side]
    end = f"_l{layer.num_layers - 1}" + ("_reverse" if side else "")

    def read(block: int) -> tuple[list[Part], list[Part]]:
        row = block * layer.hidden_size + unit
        w, u, b, c = (layer.get_parameter(f"{name}{end}")[row] for name in PARAMETERS)
        return [Part("W x", products(w, read_in[time])), one("b", b)], [Part("U h", products(u, h)), one("c", c)]

    gates = []
    for block, name in enumerate(("reset gate r", "update gate z")):
        from_input, from_state = read(block)
        parts = [*from_input, *from_state]
        gates.append(stage(name, "σ(W x + b + U h₋₁ + c)", "sigmoid", parts, torch.sigmoid(_total(parts))))
    r, z = (gate.value for gate in gates)
    from_input, from_state = read(2)
    carried = _total(from_state)
    parts = [*from_input, one("r·u", r, carried)]
    n = torch.tanh(_total(parts))
    return [
        *gates,
        stage("what the old state says u", "U h₋₁ + c", "sum", from_state, carried),
        stage("candidate n", "tanh(W x + b + r·u)", "tanh", parts, n),
        _mixed(time, z, n, h[unit], cell.call.output[0][cell.place]),
    ]


def _below(layer: nn.GRU, cell: Cell) -> tuple[Tensor, Tensor]:
    """Return what its topmost layer reads at every step, and the states it begins with, one for each direction."""
    directions = 2 if layer.bidirectional else 1
    given = cell.call.inputs
    first = given[1] if len(given) > 1 else given[0].new_zeros(layer.num_layers * directions, 1, layer.hidden_size)
    below = layer.num_layers - 1
    if not below:
        return cell.input, first[:, 0]
    lower = nn.GRU(layer.input_size, layer.hidden_size, below, batch_first=True, bidirectional=layer.bidirectional)
    lower.load_state_dict({name: layer.get_parameter(name) for name in lower.state_dict()})
    with torch.no_grad():
        states, _ = lower.to(given[0].device)(given[0], first[: below * directions])  # (1, T, directions · hidden)
    return states[0], first[below * directions :, 0]


PARAMETERS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def _total(parts: list[Part]) -> Tensor:
    return torch.tensor([prod(term) for part in parts for term in part.terms], dtype=torch.float64).sum()
