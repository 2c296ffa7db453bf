"""Training without a worker: replay, resets, rates, ranges, divergence; and frames of a run."""

from __future__ import annotations

import math
import queue

import pytest
import torch
from torch import nn

from studyai import protocol
from studyai.backend import probes
from studyai.backend.architectures import registry
from studyai.backend.oracles import registry as oracles
from studyai.backend.settings import BadSetting, Settings, Value
from studyai.backend.tasks import registry as tasks
from studyai.backend.training import Diverged, Trainer
from studyai.backend.worker.running import Running


def trainer(**settings: Value) -> Trainer:
    return Trainer(Settings(registry.find("cnn"), {"steps": 100} | settings))


def losses(trainer: Trainer, updates: int) -> list[float]:
    return [trainer.step() for _ in range(updates)]


def test_a_seed_replays_whatever_else_draws_random_numbers() -> None:
    one, other = trainer(seed=5), trainer(seed=5)
    first = losses(one, 20)
    second = []
    for _ in range(20):
        torch.randn(7)
        oracles.find("softmax").answer({"z": [1, 2]})
        second.append(other.step())
    assert first == second
    one.reset()
    assert losses(one, 20) == first
    assert one.change({"seed": 6})
    assert losses(one, 20) != first


def test_it_does_what_a_bare_torch_loop_does() -> None:
    ours = trainer(seed=3)
    torch.manual_seed(3)
    model = registry.find("cnn").build(tasks.find("digits").sizes)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    data = tasks.find("digits").train
    rows = torch.randperm(len(data), generator=torch.Generator().manual_seed(3))
    for batch in rows.split(32)[:10]:
        optimiser.zero_grad()
        loss = nn.functional.cross_entropy(model(data.inputs[0][batch]), data.targets[batch])
        loss.backward()
        optimiser.step()
        assert ours.step() == loss.item()


def test_the_learning_rate_changes_the_next_update_and_outlives_a_reset() -> None:
    changed = trainer()
    assert not changed.change({"learning_rate": 1e-9})
    before = [parameter.detach().clone() for parameter in changed.model.parameters()]
    changed.step()
    after = list(changed.model.parameters())
    assert all(torch.allclose(one, other, atol=1e-7) for one, other in zip(before, after, strict=True))
    changed.reset()
    assert changed.optimiser.param_groups[0]["lr"] == 1e-9


def test_every_example_is_seen_once_in_an_epoch() -> None:
    data = tasks.find("digits").train
    batches = data.batches(100, torch.Generator().manual_seed(0))
    epoch = [next(batches) for _ in range(math.ceil(len(data) / 100))]
    assert sum(len(batch) for batch in epoch) == len(data)
    assert torch.equal(torch.cat([batch.targets for batch in epoch]).bincount(), data.targets.bincount())


@pytest.mark.parametrize("setting", [{"seed": -1}, {"batch_size": 0}, {"batch_size": 9999}, {"steps": 0}])
def test_a_setting_out_of_range_is_named(setting: dict[str, int]) -> None:
    with pytest.raises(BadSetting, match=f"{next(iter(setting))} .* is not a whole number from"):
        trainer(**setting)


@pytest.mark.parametrize("rate", [0.0, -1.0, math.inf, math.nan])
def test_a_learning_rate_out_of_range_is_refused_and_the_old_one_stays(rate: float) -> None:
    running = trainer()
    with pytest.raises(BadSetting, match=r"learning_rate .* is not from 1e-12 to 1e"):
        running.change({"learning_rate": rate})
    assert running.optimiser.param_groups[0]["lr"] == 0.05


def test_an_explosion_and_a_loss_that_is_no_number_are_explained() -> None:
    exploding = trainer(learning_rate=1000.0)
    with pytest.raises(Diverged, match=r"learning rate of 1000 .* smaller"):
        losses(exploding, 50)
    broken = trainer()
    with torch.no_grad():
        next(broken.model.parameters()).fill_(math.inf)
    with pytest.raises(Diverged, match="nan"):
        broken.step()


def started(paused: bool = False, **settings: int) -> tuple[Running, queue.Queue[protocol.Report]]:
    reports: queue.Queue[protocol.Report] = queue.Queue()
    run = Running(1, trainer(**settings), reports.put, paused=paused)
    run.begin()
    return run, reports


def until_end(reports: queue.Queue[protocol.Report]) -> tuple[list[protocol.Frame], protocol.Finished]:
    frames = []
    while isinstance(report := reports.get(timeout=60), protocol.Frame):
        frames.append(report)
    assert isinstance(report, protocol.Finished)
    return frames, report


@pytest.mark.parametrize("seed", range(5))
def test_the_target_is_reached(seed: int) -> None:
    recipe = registry.find("cnn").recipe
    run, reports = started(seed=seed, steps=recipe.epochs * 40)
    frames, finished = until_end(reports)
    run.ask(run.stop)
    assert finished.reached
    assert finished.value >= 0.97
    assert frames[-1].state == "finished"
    assert sum(len(frame.losses) for frame in frames) == finished.steps == frames[-1].step
    assert frames[-1].evaluations[-1].step == finished.steps
    assert frames[-1].evaluations[-1].value >= recipe.stop_at or finished.steps == run.trainer.settings.whole("steps")


def test_a_finished_run_goes_on_without_end_and_stops_when_asked() -> None:
    run, reports = started(steps=5)
    _, finished = until_end(reports)
    assert (finished.steps, finished.reason) == (5, "finished")
    run.ask(lambda: run.step(200))
    while (frame := reports.get(timeout=60)).step < 205:
        assert frame.state == "running"
    assert frame.state == "paused"
    run.ask(run.stop)
    _, stopped = until_end(reports)
    assert (stopped.steps, stopped.reason) == (205, "stopped")


def test_a_large_tensor_is_averaged_down_and_a_small_one_travels_as_it_is() -> None:
    large = torch.arange(3 * 256 * 100, dtype=torch.float32).reshape(3, 256, 100)
    small = probes.shrunk(large)
    assert small.shape == (3, 64, 64)
    assert small.mean().item() == pytest.approx(large.mean().item())
    assert probes.shrunk(torch.ones(200, 8, 8)).shape == (64, 8, 8)
    assert probes.shrunk(torch.ones(300)).shape == (64,)
    tensor = torch.randn(2, 3, 4)
    assert torch.equal(torch.tensor(probes.packed(probes.shrunk(tensor)).values()), tensor)
    assert probes.packed(torch.tensor(1.5)).values() == 1.5
    assert probes.packed(torch.zeros(0, 3)).values() == []
