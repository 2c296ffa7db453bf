"""The perceptron: its update against the rule in plain numbers, what it learns and what it cannot."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from studyai.backend.architectures import registry
from studyai.backend.tasks import registry as tasks
from studyai.backend.tasks.two_classes import perceptron_criterion


def network(task: str, seed: int = 0) -> nn.Module:
    torch.manual_seed(seed)
    return registry.find("perceptron").build(tasks.find(task).sizes)


def rule(w: list[float], b: float, x: list[float], y: int, alpha: float) -> tuple[list[float], float]:
    """One update in plain numbers."""
    z = sum(wi * xi for wi, xi in zip(w, x, strict=True)) + b
    error = y - (1 if z >= 0 else 0)
    return [wi + alpha * error * xi for wi, xi in zip(w, x, strict=True)], b + alpha * error


def updates(model: nn.Module, task: tasks.Task, count: int, alpha: float) -> None:
    optimiser = torch.optim.SGD(model.parameters(), lr=alpha)
    batches = task.train.batches(1, torch.Generator().manual_seed(0))
    for _ in range(count):
        batch = next(batches)
        optimiser.zero_grad()
        task.loss(model(*batch.inputs), batch.targets).backward()
        optimiser.step()


def mistakes(model: nn.Module, data: tasks.Data) -> int:
    return int((model.answer(*data.inputs) != data.targets).sum())


@pytest.mark.parametrize(
    ("w", "b", "x", "y"),
    [
        ([0.5, -1.0], 0.25, [2.0, 0.5], 0),  # fires and should not
        ([0.5, -1.0], -2.0, [2.0, 0.5], 1),  # should fire and does not
        ([0.5, -1.0], 0.25, [2.0, 0.5], 1),  # right
        ([0.5, -1.0], -0.5, [2.0, 0.5], 0),  # z is exactly 0: it fires
        ([0.5, -1.0], -0.5, [2.0, 0.5], 1),
    ],
)
def test_sgd_with_one_example_makes_the_perceptrons_update(w: list[float], b: float, x: list[float], y: int) -> None:
    model = network("iris").double()
    with torch.no_grad():
        model.unit.weight.copy_(torch.tensor([w]))
        model.unit.bias.copy_(torch.tensor([b]))
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
    z = model(torch.tensor([x], dtype=torch.float64))[:, 0]
    perceptron_criterion(z, torch.tensor([y])).backward()
    optimiser.step()
    new_w, new_b = rule(w, b, x, y, alpha=0.1)
    assert model.unit.weight[0].tolist() == pytest.approx(new_w, abs=1e-12)
    assert model.unit.bias.item() == pytest.approx(new_b, abs=1e-12)


def test_a_whole_epoch_is_the_rule_again_and_again() -> None:
    task, model = tasks.find("iris"), network("iris", seed=4)
    w, b = model.unit.weight[0].tolist(), model.unit.bias.item()
    batches = task.train.batches(1, torch.Generator().manual_seed(0))
    for _ in range(len(task.train)):
        batch = next(batches)
        w, b = rule(w, b, batch.inputs[0][0].tolist(), int(batch.targets[0]), alpha=0.1)
    updates(model, task, len(task.train), alpha=0.1)
    assert model.unit.weight[0].tolist() == pytest.approx(w, abs=1e-4)
    assert model.unit.bias.item() == pytest.approx(b, abs=1e-4)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_it_tells_setosa_from_versicolor_without_a_mistake(seed: int) -> None:
    task, model = tasks.find("iris"), network("iris", seed)
    updates(model, task, 600, alpha=0.1)
    assert [mistakes(model, data) for data in (task.train, task.validation, task.test)] == [0, 0, 0]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_it_never_gets_xor_right(seed: int) -> None:
    task, model = tasks.find("xor"), network("xor", seed)
    for _ in range(20):
        updates(model, task, len(task.train), alpha=0.1)
        assert mistakes(model, task.train) >= len(task.train) / 5  # of four corners a line gets three at the most


def test_more_than_two_classes_are_refused() -> None:
    with pytest.raises(registry.Mismatch, match="two classes apart; this task has 10"):
        registry.find("perceptron").build(tasks.find("digits").sizes)
