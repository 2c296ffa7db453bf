"""Runs in a real worker: changed while they train, two at once, looked into; and what happens when the pipe breaks."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest

from studyai import protocol
from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.protocol import Frame

SERVE = [sys.executable, "-m", "studyai.backend"]


async def until(run: Run, holds: object) -> Frame:
    async with asyncio.timeout(60):
        async for event in run.events():
            if isinstance(event, Frame) and holds(run.latest):  # type: ignore[operator]
                return event
    raise AssertionError("the run ended first")


async def test_two_at_once_give_the_curves_that_each_gives_alone() -> None:
    line = "mlp/spirals?seed=4&dropout=0.3&input_noise=0.1&steps=150@60:learning_rate=0.05"
    async with Worker() as worker:
        alone = await worker.train(line, until_target=False)
        await alone.wait()
        both = [await worker.train(line, until_target=False) for _ in range(2)]
        for run in both:
            assert (await run.wait()).steps == 150
        assert len(alone.history.losses) == 150
        assert all(run.history.losses == alone.history.losses for run in both)
        assert alone.latest is not None
        assert alone.latest.replay == line


async def test_changes_while_it_trains_are_said_and_a_rebuild_brings_the_new_model() -> None:
    async with Worker() as worker:
        run = await worker.train("mlp", until_target=False)
        assert not await run.adjust(l2=0.01, optimiser="sgd")
        assert {row.name: row.value for row in run.started.settings}["optimiser"] == "sgd"
        old = run.started.layers
        assert await run.adjust(hidden_size=8, activation="tanh")
        assert run.started.layers != old
        frame = await until(run, lambda frame: frame.generation == 1 and frame.step > 0)
        assert frame.state == "running"
        with pytest.raises(WorkerProblem, match="momentum 7 is not from 0"):
            await run.adjust(l2=0.5, momentum=7)
        with pytest.raises(WorkerProblem, match="it has task, seed"):
            await run.adjust(heads=4)
        assert await run.adjust(task="spirals")
        assert run.started.task == "spirals"
        await run.reset(seed=8)
        assert run.started.seed == 8
        await run.step(2)
        frame = await until(run, lambda frame: frame.step == 2 and frame.state == "paused")
        assert frame.replay.startswith("mlp/spirals?seed=8&")
        assert frame.signals_step == 2
        assert [signal.layer for signal in frame.signals] == ["hidden.dense1", "hidden.dense2", "output"]


async def test_heads_that_do_not_share_the_width_are_refused_and_the_old_model_stays() -> None:
    async with Worker() as worker:
        run = await worker.train("transformer", paused=True)
        with pytest.raises(WorkerProblem, match="3 heads cannot share a hidden size of 32"):
            await run.adjust(heads=3)
        await run.step()
        await until(run, lambda frame: frame.step == 1)
        assert run.started.settings == (await worker.train("transformer", paused=True)).started.settings


async def test_neighbours_of_a_word_and_weights_by_wire() -> None:
    async with Worker() as worker:
        run = await worker.train("seq2seq", paused=True)
        await run.view("embedding.neighbours")
        await run.word("7")
        frame = await until(run, lambda frame: frame.view is not None and frame.view.word == "7")
        assert frame.view is not None
        assert "7" not in {one.word for one in frame.view.neighbours}
        with pytest.raises(WorkerProblem, match="no word 'seven'"):
            await run.word("seven")
        data = await run.save()
        await run.load(data)
        other = await worker.train("mlp", paused=True)
        with pytest.raises(WorkerProblem) as refusal:
            await other.load(data)
        assert refusal.value.name == "bad-weights"


async def test_a_worker_behind_another_command_works_and_leaves_nothing_behind() -> None:
    worker = Worker(["env", *SERVE])
    await worker.start()
    await worker.train("mlp", until_target=False)
    assert worker._connection is not None
    process = worker._connection.process
    await worker.stop()
    assert process.code is not None


async def test_killed_in_the_middle_of_a_change() -> None:
    async with Worker() as worker:
        run = await worker.train("mlp", until_target=False)
        change = asyncio.create_task(run.adjust(hidden_size=512, layers=6))
        os.kill(worker.process_number, 9)
        with pytest.raises(WorkerLost, match="signal 9"):
            await change
        with pytest.raises(WorkerLost):
            await run.wait()


def test_a_dropped_pipe_ends_the_worker_though_its_input_stays_open() -> None:
    with subprocess.Popen(SERVE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(protocol.encode(protocol.Train(id=1, architecture="mlp", until_target=False)))
        worker.stdin.flush()
        assert worker.stdout.readline()
        worker.stdout.close()
        assert worker.wait(60) is not None
