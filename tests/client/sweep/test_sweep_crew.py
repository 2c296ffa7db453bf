"""Runs of a sweep by several workers: what is measured, what is told, what goes on where it stopped."""

from __future__ import annotations

import asyncio
import os
import signal

import msgspec
import pytest
from sweeping_torch import SweepingWorker

from studyai.client.errors import WorkerLost
from studyai.client.sweep.agreeing import agreed
from studyai.client.sweep.crew import Crew
from studyai.client.sweep.errors import SweepError
from studyai.client.sweep.findings import best, curve, edge, is_plain, limit, spoken
from studyai.client.sweep.plan import Cell, Sweep, wish
from studyai.client.sweep.record import Record, read
from studyai.client.sweep.table import rows
from studyai.client.worker import Worker

RATES = (0.1, 0.4, 0.8)
PLAIN = {"optimiser": "sgd"}


def sweep(*, seeds: int = 2, **fixed: str) -> Sweep:
    return Sweep("mlp", "learning_rate", RATES, seeds, {**PLAIN, **fixed}, "logarithmic")


async def done(of: Sweep, *workers: SweepingWorker) -> Crew:
    crew = Crew(Record(of), workers or [SweepingWorker()])
    await crew.work()
    return crew


async def test_every_value_runs_with_every_seed_and_what_it_shows_is_said() -> None:
    record = (await done(sweep(), SweepingWorker(), SweepingWorker())).record
    assert [(one.value, one.seed) for one in record.outcomes] == [(rate, seed) for seed in (0, 1) for rate in RATES]
    assert [point.loss for point in record.points] == [pytest.approx(0.7 * 0.64 + 0.005), pytest.approx(0.033), None]
    assert [point.diverged for point in record.points] == [0, 0, 2]
    assert [rate for rate, _ in curve(record)] == [0.1, 0.4]
    found, over = best(record), edge(record)
    assert found is not None
    assert over is not None
    assert (found.value, over.last.value, over.after.value) == (0.4, 0.4, 0.8)
    assert limit(record) == 0.5
    assert [words.split(":")[0] for words in spoken(record)][1:] == [
        "It learns up to 0.4; at 0.8, 2 of 2 seeds diverged.",
        "2/λ_max = 0.5 (λ_max 4 of the loss's Hessian at the start, 4 to 4 by seed)",
    ]
    assert [row.seeds for row in rows(record, {})][1:] == [("0.0280", "0.0380"), ("✗", "✗")]


async def test_the_limit_stands_beside_plain_gradient_descent_only() -> None:
    for fixed in ({"optimiser": "adam"}, {"dropout": "0.5"}):
        assert not (await done(sweep(**fixed))).record.curved
    run = await SweepingWorker().train("mlp", settings=PLAIN)
    assert is_plain({row.name: row for row in run.started.settings})


async def test_where_the_limit_cannot_be_measured_it_is_said_why() -> None:
    worker = SweepingWorker()
    worker.curvature_is_too_large = True
    record = (await done(sweep(), worker)).record
    words = "2/λ_max was not measured: the curvature of 300,000 parameters would take too long"
    assert spoken(record)[-1] == words
    assert spoken(read(record.encoded()))[-1] == words


async def test_a_lost_worker_is_told_and_its_run_tried_once_again() -> None:
    worker = SweepingWorker()
    worker.deaths = {0.4: 1}
    crew = await done(sweep(seeds=1), worker)
    assert crew.told == ["learning_rate 0.4, seed 0: The worker was killed (signal 9). It is tried once again."]
    assert len(crew.record.outcomes) == 3
    assert not crew.given_up


async def test_a_run_that_is_lost_twice_is_left_out_and_the_others_are_done() -> None:
    worker = SweepingWorker()
    worker.deaths = {0.4: 2}
    crew = await done(sweep(seeds=1), worker)
    assert crew.given_up == [Cell(0.4, 0)]
    assert "is left out" in crew.told[-1]
    assert [one.value for one in crew.record.outcomes] == [0.1, 0.8]
    assert rows(crew.record, {}, crew.given_up)[1].seeds == ("–",)


async def test_without_any_worker_it_says_why() -> None:
    with pytest.raises(WorkerLost, match="could not be started"):
        await Crew(Record(sweep()), [Worker(["/no/such/worker"]) for _ in range(2)]).work()


async def test_it_stops_and_goes_on_where_it_stopped() -> None:
    workers = [SweepingWorker(), SweepingWorker()]
    crew = Crew(Record(sweep()), workers)
    workers[0].waits = True  # its first run does not come to an end
    working = asyncio.create_task(crew.work())
    while len(crew.record.outcomes) < 5:
        await asyncio.sleep(0)
    assert list(crew.running) == crew.record.left == [Cell(0.1, 0)]
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    record = read(crew.record.encoded()).going_on_with(sweep())
    assert record == crew.record
    again = Crew(record, [SweepingWorker()])
    await again.work()
    assert again.record.outcomes == (await done(sweep())).record.outcomes


async def test_a_file_goes_on_with_more_seeds_or_values_and_with_nothing_else() -> None:
    record = (await done(sweep())).record
    wider = msgspec.structs.replace(sweep(seeds=3), values=(0.05, *RATES))
    assert len(record.going_on_with(wider).left) == 6
    others = [sweep(dropout="0.1"), sweep(seeds=1), msgspec.structs.replace(sweep(), values=RATES[:2])]
    for other in others:
        with pytest.raises(SweepError, match=r"runs of another sweep: mlp, learning_rate 0.1 … 0.8, 2 seeds"):
            record.going_on_with(other)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"sweep": 1}', b"[" * 5000, b"\xff"])
def test_a_file_of_something_else_is_told(content: bytes) -> None:
    with pytest.raises(SweepError, match="no file of a sweep"):
        read(content)


async def test_a_real_worker_that_is_killed_in_a_run_does_it_again() -> None:
    real = Sweep("mlp", "learning_rate", (0.01, 0.02), 1, {"steps": 3000}, "logarithmic")
    worker = Worker(threads=1)
    crew = Crew(Record(real), [worker])
    working = asyncio.create_task(crew.work())
    while not any(run.latest is not None and run.latest.step for run in crew.running.values()):
        await asyncio.sleep(0.01)
    assert worker.process_number is not None
    os.kill(worker.process_number, signal.SIGKILL)
    await working
    assert "The worker was killed (signal 9)" in crew.told[0]
    assert [(one.value, one.steps) for one in crew.record.outcomes] == [(0.01, 3000), (0.02, 3000)]
    assert all(one.loss is not None and one.loss < 0.1 for one in crew.record.outcomes)


async def test_what_no_model_can_be_built_with_is_told_before_anything_runs() -> None:
    async with Worker(threads=1) as worker:
        with pytest.raises(SweepError, match=r"^hidden_size 6: .*heads"):
            await agreed(worker, wish("vit", {"hidden_size": "8,6"}))
        with pytest.raises(SweepError, match="no architecture named 'vgg'"):
            await agreed(worker, wish("vgg", {}))
        with pytest.raises(SweepError, match="dropout 7 is not from 0"):
            await agreed(worker, wish("mlp", {"dropout": "7"}))
