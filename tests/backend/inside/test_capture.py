"""A capture against what the modules themselves compute."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from studyai.backend.architectures.network import Network, Tap
from studyai.backend.inside.capture import capture
from studyai.backend.inside.trace import trace


class Masked(nn.Module):
    """Takes something by its name."""

    def forward(self, x: Tensor, *, mask: Tensor) -> tuple[Tensor, Tensor]:
        return x * mask, mask


class Twice(Network):
    """Calls one layer twice, and a loop's tap."""

    def __init__(self) -> None:
        super().__init__()
        self.dense = nn.Linear(3, 3)
        self.masked = Masked()
        self.drop = nn.Dropout(0.9)
        self.states = Tap("time", "unit")
        self.unused = nn.Linear(2, 2)

    def forward(self, x: Tensor) -> Tensor:
        first = self.dense(x)
        second, _ = self.masked(self.drop(self.dense(first)), mask=torch.tensor([1.0, 0.0, 1.0]))
        states: Tensor = self.states([first, second])
        return states


@pytest.fixture
def model() -> Twice:
    torch.manual_seed(0)
    return Twice()


def test_every_call_is_noted_in_order_with_the_first_and_the_last_of_each_module(model: Twice) -> None:
    x = torch.randn(2, 3)
    captured = capture(model, x)
    assert [call.path for call in captured.calls] == ["dense", "dense", "drop", "masked", "states"]
    once = model.dense(x)
    assert torch.equal(captured.first["dense"].output, once)
    assert torch.equal(captured.last["dense"].input, once)
    assert torch.equal(captured.last["dense"].output, model.dense(once))
    assert list(captured.last) == ["dense", "drop", "masked", "states"]


def test_what_is_handed_over_by_name_is_noted_and_of_several_outputs_the_first(model: Twice) -> None:
    call = capture(model, torch.randn(2, 3)).last["masked"]
    assert [one.tolist() for one in call.inputs[1:]] == [[1.0, 0.0, 1.0]]
    assert torch.equal(call.output, call.input * torch.tensor([1.0, 0.0, 1.0]))


def test_it_is_evaluated_without_dropout_and_the_model_is_left_as_it_was(model: Twice) -> None:
    captured = capture(model, torch.randn(2, 3))
    assert torch.equal(captured.last["drop"].output, captured.last["drop"].input)
    assert model.training
    assert not captured.output.requires_grad
    assert capture(model, torch.randn(2, 3), gradients=True).output.requires_grad
    assert not any(module._forward_hooks for module in model.modules())


def test_a_model_that_fails_is_left_without_listeners(model: Twice) -> None:
    with pytest.raises(RuntimeError):
        capture(model, torch.randn(2, 4))
    assert model.training
    assert not any(module._forward_hooks for module in model.modules())


def test_one_inner_tensor_is_the_same_as_among_all(model: Twice) -> None:
    traced = trace(model, torch.randn(2, 3), gradients=True)
    assert {"dense.weights", "dense.outputs", "states", "unused.weights"} <= set(traced.inner)
    for name, inner in traced.inner.items():
        one = traced.one(name)
        assert torch.equal(one.tensor, inner.tensor)
        assert (one.axes, one.weight, len(one.steps)) == (inner.axes, inner.weight, len(inner.steps))


def test_the_layer_table_has_every_layer_once_and_those_that_do_not_run_without_a_shape(model: Twice) -> None:
    rows = [(row.name, row.shape) for row in trace(model, torch.randn(2, 3)).layers]
    assert rows == [("dense", (2, 3)), ("drop", (2, 3)), ("unused", ())]
