"""What is known of kinds of modules; a kind is one registration."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from studyai.backend.inside.arithmetic import stages_of
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import LayerKind, Names, Turn, asks, kind_of, register
from studyai.backend.inside.stages import one, stage
from studyai.backend.inside.trace import trace
from studyai.protocol import Stage


class Doubling(nn.Module):
    """A kind of layer that nobody knows yet."""

    def forward(self, x: Tensor) -> Tensor:
        return 2 * x


def doubled(layer: Doubling, cell: Cell) -> list[Stage]:
    parts = [one("2·x", 2.0, cell.input[cell.place])]
    return [stage("double", "2·x", "sum", parts, cell.call.output[0][cell.place])]


def test_a_registered_kind_is_named_and_explained() -> None:
    model = nn.Sequential(Doubling())
    assert kind_of(model[0]) is None
    assert trace(model, torch.ones(1, 3)).inner == {}
    register(LayerKind((Doubling,), Names("doubles", ("unit",)), doubled))
    traced = trace(model, torch.tensor([[1.0, 2.5]]))
    assert traced.inner["0.doubles"].axes == ("unit",)
    (double,) = stages_of(traced.captured, "0.doubles", (1,))
    assert (double.value, double.parts[0].terms) == (5.0, [[2.0, 2.5]])


def test_questions_of_layers_are_asked_in_turns_and_none_is_lost() -> None:
    turns = {turn for turn, _ in asks()}
    assert turns == set(Turn) - {Turn.SCORES, Turn.UPDATES}  # these two are the network's


def test_a_subclass_is_another_kind() -> None:
    class Own(nn.Linear):
        """Adds what the rule of its base does not know."""

    assert kind_of(nn.Linear(2, 2)) is not None
    assert kind_of(Own(2, 2)) is None
