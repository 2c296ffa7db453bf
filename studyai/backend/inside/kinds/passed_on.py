"""Layers that pass numbers on as they are: flattening, dropout in evaluation, the identity."""

from __future__ import annotations

from torch import nn

from studyai.backend.inside.arithmetic import made
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import LayerKind, Names, register
from studyai.backend.inside.stages import Place, one, stage
from studyai.backend.training.randomness import Dropout
from studyai.protocol import Stage


def flattened(layer: nn.Flatten, cell: Cell) -> list[Stage]:
    """Return the same number at another place."""
    return _same(cell, _unravelled(cell.place[0], tuple(cell.input.shape)))


def passed_on(layer: nn.Module, cell: Cell) -> list[Stage]:
    """Return the same number: in evaluation nothing is dropped."""
    return _same(cell, cell.place)


def _same(cell: Cell, place: Place) -> list[Stage]:
    before = made(cell.captured, cell.call.input, place)
    value = cell.input[place]
    return before or [stage("passed on", "as it came in", "sum", [one("x", value)], value)]


def _unravelled(index: int, shape: Place) -> Place:
    place = []
    for side in reversed(shape):
        index, rest = divmod(index, side)
        place.append(rest)
    return tuple(reversed(place))


register(LayerKind((nn.Flatten,), Names("outputs", ("unit",)), flattened))
register(LayerKind((nn.Dropout, Dropout), Names("kept"), passed_on))
register(LayerKind((nn.Identity,), Names("activations"), passed_on))
