"""The largest eigenvalue of a Hessian: against the whole matrix, and against where gradient descent does diverge."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from studyai.backend.architectures import registry as architectures
from studyai.backend.experiments import curvature
from studyai.backend.training.settings import Settings, Value
from studyai.backend.training.trainer import Trainer
from studyai.client.errors import WorkerProblem
from studyai.client.worker import Worker


def trainer(architecture: str, **given: Value) -> Trainer:
    return Trainer(Settings(architectures.find(architecture), given))


def whole_hessian(of: Trainer) -> Tensor:
    """By torch's own function, from a model whose parameters are put in from outside."""
    named = dict(of.model.named_parameters())
    sizes = [one.numel() for one in named.values()]

    def loss(flat: Tensor) -> Tensor:
        parts = {name: part.reshape(named[name].shape) for name, part in zip(named, flat.split(sizes), strict=True)}
        buffers = {name: one.clone() for name, one in of.model.named_buffers()}
        outputs = torch.func.functional_call(of.model, {**parts, **buffers}, of.train.inputs)
        weights = sum((one**2).sum() for one in parts.values() if one.dim() > 1)
        return of.task.loss(outputs, of.train.targets) + of.settings.number("l2") / 2 * weights

    hessian = torch.autograd.functional.hessian(loss, torch.cat([one.detach().reshape(-1) for one in named.values()]))
    assert isinstance(hessian, Tensor)
    return hessian


@pytest.mark.parametrize(
    ("architecture", "given"),
    [
        ("mlp", {"hidden_size": 5, "activation": "tanh"}),
        ("mlp", {"hidden_size": 4, "batch_norm": True, "l2": 0.1}),
        ("birnn", {"hidden_size": 2}),
    ],
)
def test_it_is_the_largest_of_the_whole_matrix(architecture: str, given: dict[str, Value]) -> None:
    made = trainer(architecture, **given)
    found = curvature.curvature(made)
    values = torch.linalg.eigvalsh(whole_hessian(made))
    assert found.value == pytest.approx(values[-1].item(), rel=1e-3)
    assert found.error < 1e-3 * found.value


def test_a_negative_eigenvalue_that_is_larger_in_size_is_not_taken() -> None:
    matrix = torch.diag(torch.tensor([-9.0, -1.0, 0.5, 2.0]))
    found = curvature.largest_eigenvalue(lambda vector: matrix @ vector, torch.ones(4))
    assert found.value == pytest.approx(2.0, abs=1e-5)


def test_on_a_quadratic_gradient_descent_diverges_just_over_two_over_it() -> None:
    draws = torch.Generator().manual_seed(3)
    inputs = torch.randn(40, 6, generator=draws, dtype=torch.double)
    hessian = inputs.T @ inputs / 40
    largest = curvature.largest_eigenvalue(lambda vector: hessian @ vector, torch.ones(6, dtype=torch.double)).value

    def length_after(rate: float) -> float:
        weights = torch.ones(6, dtype=torch.double)
        for _ in range(3000):
            weights = weights - rate * (hessian @ weights)
        return weights.norm().item()

    assert length_after(0.99 * 2 / largest) < 1e-3
    assert length_after(1.01 * 2 / largest) > 1e3


def test_a_training_goes_on_as_if_nobody_had_measured() -> None:
    measured, left_alone = (trainer("mlp", dropout=0.5, batch_norm=True) for _ in range(2))
    curvature.curvature(measured)
    assert [measured.step() for _ in range(30)] == [left_alone.step() for _ in range(30)]


def test_attention_has_a_second_derivative_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curvature, "MOST_PRODUCTS", 2)
    assert curvature.curvature(trainer("vit", hidden_size=8, layers=1, heads=2)).value > 0


async def test_a_worker_measures_a_run_and_refuses_what_is_too_large() -> None:
    async with Worker(threads=1) as worker:
        run = await worker.train("mlp", paused=True)
        curved = await run.curvature()
        assert (curved.parameters, curved.examples) == (354, 600)
        assert curved.largest == pytest.approx(curvature.curvature(trainer("mlp")).value, rel=1e-3)
        before = await run.training_loss()
        assert before == pytest.approx(trainer("mlp").loss(trainer("mlp").train))
        large = await worker.train("transformer", paused=True)
        with pytest.raises(WorkerProblem, match="accepted: up to 200,000 parameters"):
            await large.curvature()
