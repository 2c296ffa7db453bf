"""The worker from outside: abuse, death, hanging, rubbish; and never an orphan."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from studyai import protocol
from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.worker import Patience, Worker
from studyai.protocol import Frame

SERVE = [sys.executable, "-m", "studyai.backend"]


def _talk(*lines: bytes) -> list[protocol.Report]:
    """What a worker answers to these lines before its input ends."""
    run = subprocess.run(SERVE, input=b"\n".join(lines) + b"\n", capture_output=True, timeout=120, check=True)
    return [protocol.decode_report(line) for line in run.stdout.splitlines()]


def test_abuse_is_answered_and_survived() -> None:
    answers = _talk(
        b"rubbish",
        b"{}",
        b'{"type": "check", "id": 7}',
        b'{"type": "nosuch", "id": 8}',
        b'{"type": "check", "id": 9, "oracle": "nosuch", "givens": {}}',
        b'{"type": "check", "id": 10, "oracle": "softmax", "givens": {"z": "many"}}',
        b'{"type": "check", "id": 11, "oracle": "softmax", "givens": {"z": [1], "y": 2}}',
        b'{"type": "check", "id": 12, "oracle": "max-pool", "givens": {"X": [[1]], "F": 5, "S": 1}}',
        b'{"type": "train", "id": 13, "architecture": "nosuch"}',
        b'{"type": "train", "id": 14, "architecture": "cnn", "learning_rate": -1}',
        b'{"type": "pause", "id": 15, "run": 3}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b'{"type": "ping", "id": 99}',
    )
    assert answers[-1] == protocol.Pong(id=99)
    names = {answer.id: answer.name for answer in answers if isinstance(answer, protocol.Problem)}
    assert {number: names[number] for number in range(7, 16)} == {
        7: "bad-message",
        8: "bad-message",
        9: "unknown-oracle",
        10: "bad-givens",
        11: "bad-givens",
        12: "refused",
        13: "unknown-architecture",
        14: "bad-setting",
        15: "unknown-run",
    }
    assert len(answers) == 14


def test_another_version_is_refused() -> None:
    (answer,) = _talk(msgspec.json.encode({"type": "hello", "id": 1, "version": 99}))
    assert isinstance(answer, protocol.Problem)
    assert answer.name == "wrong-version"


def test_stray_prints_do_not_reach_the_protocol() -> None:
    code = (
        "import studyai.backend.__main__ as worker\n"
        "from studyai.backend.oracles import registry\n"
        "find = registry.find\n"
        "registry.find = lambda name: print('stray') or find(name)\n"
        "worker.main()"
    )
    request = b'{"type": "check", "id": 1, "oracle": "softmax", "givens": {"z": [0, 0]}}\n'
    run = subprocess.run([sys.executable, "-c", code], input=request, capture_output=True, timeout=120, check=True)
    (line,) = run.stdout.splitlines()
    assert protocol.decode_report(line) == protocol.Checked(id=1, values={"p": [0.5, 0.5]})
    assert b"stray" in run.stderr


async def test_checks_are_answered_while_a_training_runs() -> None:
    async with Worker() as worker:
        run = await worker.train("cnn", until_target=False)
        answer = await worker.check("softmax", {"z": ["0", "0"]})
        assert answer["p"] == [0.5, 0.5]
        with pytest.raises(WorkerProblem, match="nosuch"):
            await worker.source("nosuch")
        assert run.finished is None
        await run.stop()


async def test_a_killed_worker_is_lost_to_everybody_and_restarts() -> None:
    told: list[WorkerLost] = []
    worker = Worker(on_lost=told.append)
    await worker.start()
    run = await worker.train("cnn", until_target=False)
    os.kill(worker._process.pid, signal.SIGKILL)  # type: ignore[union-attr]
    with pytest.raises(WorkerLost, match="signal 9"):
        await run.wait()
    with pytest.raises(WorkerLost):
        await worker.check("softmax", {"z": [1, 2]})
    assert len(told) == 1
    await worker.restart()
    assert (await worker.check("softmax", {"z": [1, 1]}))["p"] == [0.5, 0.5]
    await worker.stop()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import sys; sys.exit(3)", "exit code 3"),
        ("print('hello there', flush=True); input()", "no message of the protocol"),
        ("import sys, time; sys.stdin.read()", "hangs"),
        ("print('x' * 20_000_000, flush=True); input()", "no message of the protocol"),
    ],
)
async def test_what_is_no_worker_is_said(tmp_path: Path, script: str, said: str) -> None:
    file = tmp_path / "fake.py"
    file.write_text(script)
    worker = Worker([sys.executable, str(file)], patience=Patience(start=3, request=3, heartbeat=1, goodbye=1))
    with pytest.raises(WorkerLost, match=said):
        await worker.start()
    await worker.stop()


async def test_a_command_that_does_not_exist_is_said() -> None:
    with pytest.raises(WorkerLost, match="could not be started"):
        await Worker(["/nowhere/at/all"]).start()


async def test_no_orphan_is_left_when_the_input_ends_in_mid_training() -> None:
    worker = Worker()
    await worker.start()
    await worker.train("cnn", until_target=False)
    process = worker._process
    assert process is not None
    await worker.stop()
    assert process.returncode is not None


async def test_every_loss_arrives_and_steps_resets_and_rates_are_obeyed() -> None:
    async with Worker() as worker:
        run = await worker.train("cnn", paused=True)
        await run.step(3)
        await _until(run, lambda frame: frame.step == 3)
        assert len(run.history.losses) == 3
        await run.set_learning_rate(0.2)
        await _until(run, lambda frame: frame.learning_rate == 0.2)
        with pytest.raises(WorkerProblem, match="learning rate"):
            await run.set_learning_rate(-1)
        with pytest.raises(WorkerProblem, match=r"conv1\.kernels"):
            await run.view("nosuch")
        await run.view("conv2.feature_maps")
        await run.example(5)
        frame = await _until(run, lambda frame: frame.view is not None and frame.view.example == 5)
        assert frame.view.tensor.shape == (16, 4, 4)
        await run.reset()
        await _until(run, lambda frame: frame.generation == 1)
        assert (run.latest.step, len(run.history.losses)) == (0, 0)


async def _until(run: object, holds: object) -> Frame:
    async with asyncio.timeout(20):
        while True:
            frame = run.latest  # type: ignore[attr-defined]
            if frame is not None and holds(frame):  # type: ignore[operator]
                return frame
            changed = run._changed  # type: ignore[attr-defined]
            await changed.wait()


async def test_a_seed_replays_number_for_number_and_divergence_is_explained() -> None:
    async with Worker() as worker:
        curves = []
        for _ in range(2):
            run = await worker.train("cnn", seed=3, steps=60)
            await run.wait()
            curves.append(run.history.losses.tolist())
        assert len(curves[0]) == 60
        assert curves[0] == curves[1]
        blown = await worker.train("cnn", learning_rate=1000.0)
        finished = await blown.wait()
        assert finished.reason == "diverged"
        assert "smaller learning rate" in finished.explanation
