"""The MLP against torch's own layers, what it can be built with, and the plane's tasks it learns."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from studyai.backend.architectures import registry
from studyai.backend.tasks import registry as tasks
from studyai.backend.training.settings import Settings
from studyai.backend.training.trainer import Trainer

PLANE = ("iris", "xor", "moons", "spirals")


def network(task: str = "moons", **options: object) -> nn.Module:
    torch.manual_seed(0)
    return registry.find("mlp").build(tasks.find(task).sizes, options)


def same_weights(twin: nn.Module, model: nn.Module) -> None:
    twin.load_state_dict(dict(zip(twin.state_dict(), model.state_dict().values(), strict=True)))


def test_it_is_2_16_16_2_unless_asked_otherwise() -> None:
    model = network()
    twin = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 2))
    same_weights(twin, model)
    points = torch.randn(7, 2)
    outputs, expected = model(points), twin(points)
    assert torch.equal(outputs, expected)
    outputs.square().sum().backward()
    expected.square().sum().backward()
    for ours, theirs in zip(model.parameters(), twin.parameters(), strict=True):
        assert torch.equal(ours.grad, theirs.grad)


def test_batch_norm_stands_before_the_activation_and_dropout_after_it() -> None:
    model = network("digits", hidden_size=8, layers=1, activation="tanh", batch_norm=True, dropout=0.5)
    twin = nn.Sequential(
        nn.Flatten(), nn.Linear(64, 8), nn.BatchNorm1d(8), nn.Tanh(), nn.Dropout(0.5), nn.Linear(8, 10)
    )
    same_weights(twin, model)
    images = torch.rand(5, 1, 8, 8)
    torch.manual_seed(1)
    outputs = model(images)
    torch.manual_seed(1)
    assert torch.equal(outputs, twin(images))
    model.eval()
    twin.eval()
    assert torch.equal(model(images), twin(images))


def test_activations_are_torchs_and_an_unknown_one_is_refused() -> None:
    for name, layer in {"sigmoid": nn.Sigmoid, "leaky_relu": nn.LeakyReLU, "gelu": nn.GELU}.items():
        assert any(isinstance(one, layer) for one in network(activation=name).modules())
    with pytest.raises(registry.Mismatch, match="no activation named 'stair'; there are relu"):
        network(activation="stair")


def test_without_a_non_linearity_all_layers_are_one() -> None:
    model = network(activation="identity").double()
    points = torch.randn(3, 2, dtype=torch.float64)
    middle = model((points[0] + points[1])[None] / 2)
    assert torch.allclose(middle, (model(points[:1]) + model(points[1:2])) / 2)


@pytest.mark.parametrize("name", PLANE)
def test_no_point_is_in_two_parts_and_both_classes_are_in_each(name: str) -> None:
    task = tasks.find(name)
    parts = [task.train, task.validation, task.test]
    everything = torch.cat([part.inputs[0] for part in parts])
    assert len(everything) == sum(map(len, parts))
    if name != "iris":  # flowers were measured to a millimetre: some are alike
        assert len(everything.unique(dim=0)) == len(everything)
    assert all(set(part.targets.tolist()) == {0, 1} for part in parts)


def test_xor_is_1_where_one_input_is() -> None:
    points, targets = tasks.find("xor").train.inputs[0], tasks.find("xor").train.targets
    corners = (points > 0.5).long()
    assert torch.equal(corners[:, 0] ^ corners[:, 1], targets)


def test_spirals_wind_from_the_middle_the_second_half_a_turn_ahead() -> None:
    data = tasks.find("spirals").train
    points, arms = data.inputs[0], data.targets
    radius = points.norm(dim=1)
    angle = torch.atan2(points[:, 1], points[:, 0])
    off = angle - 3 * math.pi * radius - math.pi * arms  # one and a half turns
    assert torch.cos(off)[radius > 0.5].min() > 0.5


@pytest.mark.parametrize("name", ["moons", "xor"])
def test_it_learns_what_no_line_can(name: str) -> None:
    trainer = Trainer(Settings(registry.find("mlp"), {"task": name}))
    for _ in range(400):
        trainer.step()
    assert trainer.evaluate(trainer.task.test) >= 0.98


def test_batch_norm_bears_an_epoch_that_ends_with_one_example() -> None:
    task = tasks.find("moons")
    given = {"batch_norm": True, "batch_size": len(task.train) - 1}
    trainer = Trainer(Settings(registry.find("mlp"), given))
    norm = trainer.model.get_submodule("hidden.norm1")
    trainer.step()
    means = norm.get_buffer("running_mean").clone()
    assert math.isfinite(trainer.step())
    assert torch.equal(norm.get_buffer("running_mean"), means)
