"""Training without a worker: replay, resets, rates, ranges, divergence; and frames of a run."""

from __future__ import annotations

import itertools
import math
import queue

import msgspec
import pytest
import torch
from torch import nn

from studyai import protocol
from studyai.backend.architectures import registry
from studyai.backend.oracles import registry as oracles
from studyai.backend.tasks import registry as tasks
from studyai.backend.training.health import Diverged
from studyai.backend.training.settings import BadSetting, Settings, Value
from studyai.backend.training.trainer import Trainer
from studyai.backend.training.validation import is_due
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


def test_a_finished_run_goes_on_for_as_many_updates_again_and_ends() -> None:
    run, reports = started(steps=5)
    for steps in (5, 10, 20):
        frames, finished = until_end(reports)
        assert (finished.steps, finished.reason) == (steps, "finished")
        assert {frame.last_step for frame in frames} == {steps}
        assert frames[-1].state == "finished"
        run.ask(run.resume)
    run.ask(run.stop)


def test_updates_that_are_counted_go_on_past_the_end() -> None:
    run, reports = started(steps=5)
    until_end(reports)
    run.ask(lambda: run.step(1))
    while (frame := reports.get(timeout=60)).state != "paused":
        assert frame.state == "running"
    assert (frame.step, frame.last_step) == (6, 10)
    run.ask(run.stop)
    _, stopped = until_end(reports)
    assert (stopped.steps, stopped.reason) == (6, "stopped")


@pytest.mark.parametrize(("good_from", "ends"), [(0, [160, 320, 640]), (310, [200, 320, 640]), (9999, [200, 400])])
def test_a_stretch_after_the_target_is_whole_and_one_before_it_ends_there(good_from: int, ends: list[int]) -> None:
    reports: queue.Queue[protocol.Report] = queue.Queue()
    one = trainer(steps=200)
    one.evaluation = lambda _: (float(one.updates >= good_from), 0.1)  # type: ignore[method-assign]
    run = Running(1, one, reports.put)
    run.begin()
    for steps in ends:
        assert until_end(reports)[1].steps == steps
        run.ask(run.resume)
    run.ask(run.stop)


def standing(reports: queue.Queue[protocol.Report], *states: str) -> protocol.Frame:
    """The next frame of a run that stands, its newest evaluation wherever it was sent."""
    newest: list[protocol.Evaluation] = []
    while True:
        frame = reports.get(timeout=60)
        if isinstance(frame, protocol.Frame):
            newest = (newest + frame.evaluations)[-1:]
            if frame.state in states:
                return msgspec.structs.replace(frame, evaluations=newest)


def test_the_newest_evaluation_is_of_the_model_as_it_stands() -> None:
    run, reports = started(paused=True)

    def check(*states: str) -> protocol.Frame:
        frame = standing(reports, *states)
        (newest,) = frame.evaluations
        metric, loss = run.trainer.evaluation(run.trainer.validation)
        wanted = None if frame.state == "diverged" else loss
        assert (newest.step, newest.value, newest.loss) == (run.trainer.updates, metric, wanted)
        return frame

    assert check("paused").step == 0
    for count in (1, 7, 22):
        run.ask(lambda count=count: run.step(count))  # type: ignore[misc]
        assert standing(reports, "running").step < 30
        check("paused")
    run.ask(run.resume)
    standing(reports, "running")
    run.ask(run.pause)
    check("paused")
    run.ask(lambda: run.load(trainer(seed=9).model.state_dict()))
    check("paused")
    run.ask(lambda: run.adjust({"learning_rate": 1e6}))
    standing(reports, "paused")
    run.ask(run.resume)
    check("diverged")
    run.ask(lambda: run.reset(3))
    assert check("paused").step == 0
    run.ask(run.stop)


def test_the_pace_changes_no_number_and_holds_no_request_up() -> None:
    told = []
    for pace in (None, 400.0):
        run, reports = started(paused=True, seed=2, steps=60)
        run.ask(lambda pace=pace, run=run: run.set_pace(pace))  # type: ignore[misc]
        run.ask(run.resume)
        frames, _ = until_end(reports)
        run.ask(run.stop)
        told.append(
            ([one for frame in frames for one in frame.losses], [one for frame in frames for one in frame.evaluations])
        )
    assert told[0] == told[1]
    assert [one.step for one in told[0][1]] == [0, 5, 10, 15, 20, 40, 60]
    run, reports = started(paused=True)
    run.ask(lambda: run.set_pace(1e-3))
    run.ask(run.resume)
    while reports.get(timeout=60).step < 1:  # type: ignore[attr-defined]
        pass
    run.ask(run.pause)  # it would be a quarter of an hour until the next update
    assert standing(reports, "paused").step == 1
    run.ask(run.stop)


@pytest.mark.parametrize("epoch", [1, 3, 12, 40, 138])
def test_validation_is_dense_at_first_and_wherever_a_training_may_end(epoch: int) -> None:
    places = [updates for updates in range(1, 60 * epoch) if is_due(updates, epoch, 4 * epoch)]
    assert set(range(4 * epoch, 60 * epoch, 4 * epoch)) <= set(places)
    assert len([place for place in places if place <= 4 * epoch]) >= min(4 * epoch, 7)
    gaps = [after - before for before, after in itertools.pairwise(places)]
    assert max(gaps) == 4 * epoch
    assert gaps[0] == min(gaps)
