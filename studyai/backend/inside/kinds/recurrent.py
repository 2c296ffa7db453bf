"""What recurrent kinds share: what a step reads, and questions about its state, its gates and its size."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from studyai.backend.architectures.recurrent import RecurrentLayer
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.scene import Numbers, Scene, count, question
from studyai.backend.inside.stages import one, products
from studyai.protocol import LiveNumber, Part

STATES = ("", "outputs", "states", "hidden_states")  # names of what such a layer gives
TRIES = 6  # units and steps that are asked about, should one of them make no good question


def before(states: Tensor, time: int) -> Tensor:
    """Return the state that the step began with; the first begins with zeros."""
    return states[time - 1] if time else torch.zeros_like(states[0])


def read_by(layer: RecurrentLayer, cell: Cell, block: int) -> tuple[Part, Part, Part]:
    """Return W x, U h and b of the cell's unit in a block of rows: one of the gates."""
    time, unit = cell.place
    row = block * layer.hidden_size + unit
    h = before(cell.inside("hidden_states"), time)
    x = Part("W x", products(layer.weight_ih[row], cell.input[time]))
    return x, Part("U h", products(layer.weight_hh[row], h)), one("b", layer.bias[row])


def later_step(scene: Scene, states: Tensor) -> tuple[int, int]:
    """Return a step and a unit of states (T, hidden), not the first step: it has no state before it."""
    time = 1 + scene.pick(len(states) - 1)[0]
    return time, scene.pick(states.shape[1])[0]


def gated(
    name: str, place: tuple[int, int], states: Tensor, inside: tuple[Tensor, Tensor, Tensor], what: str
) -> LiveNumber:
    """Return the state of one unit, from the one before; ``inside`` has (T, hidden) of keep, let in, offered."""
    time, unit = place
    keep, let_in, offered = (one[time, unit].reshape(1) for one in inside)
    given: Numbers = {"c": states[time - 1, unit].reshape(1), "g": offered, "f": keep, "i": let_in}
    about = f"{name}: the {what} of unit {unit} after step {time + 1}, from the one before and its gates"
    return question("gate", about, "gate", "c_new", states[time, unit].reshape(1), **given)


def opened(about: str, layer: RecurrentLayer, row: int, read: tuple[Tensor, Tensor], gate: Tensor) -> LiveNumber:
    """Return the opening of a gate, whose weights are that row, from the input and the state that it read."""
    x, h = read
    z = layer.weight_ih[row] @ x + layer.weight_hh[row] @ h + layer.bias[row]
    return question("opening", about, "activation-value", "a", gate, z=float(z), activation="act-sigmoid")


def parameters(scene: Scene, kind: type[RecurrentLayer], exercise: str, units: str) -> Iterator[LiveNumber]:
    """Yield the parameters of layers of a kind; the exercise has that name for the number of units."""
    for name, layer, call in scene.layers(kind):
        given: Numbers = {"d": layer.weight_ih.shape[1], units: layer.hidden_size, "T": call.input.shape[1]}
        yield question("recurrent", f"{name}: its parameters", exercise, "N", count(layer), **given, biases="one")
