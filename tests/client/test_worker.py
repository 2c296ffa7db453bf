"""The worker from outside: abuse, death, hanging, rubbish; and never an orphan."""

from __future__ import annotations

import asyncio
import os
import re
import select
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
        b'{"type": "train", "id": 14, "architecture": "cnn", "settings": {"learning_rate": -1}}',
        b'{"type": "pause", "id": 15, "run": 3}',
        b'{"type": "check", "id": 16, "oracle": "softmax", "givens": {"z": ' + b"[" * 900 + b"]" * 900 + b"}}",
        b'{"type": "check", "id": 17, "oracle": "softmax", "givens": {"z": {"a": 1}}}',
        b'{"type": "check", "id": "x", "oracle": "softmax", "givens": {"z": ' + b"[" * 5000 + b"]" * 5000 + b"}}",
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b'{"type": "ping", "id": 99}',
    )
    assert protocol.Pong(id=99) in answers
    names = {answer.id: answer.name for answer in answers if isinstance(answer, protocol.Problem)}
    assert {number: names[number] for number in range(7, 18)} == {
        7: "bad-message",
        8: "bad-message",
        9: "unknown-oracle",
        10: "bad-givens",
        11: "bad-givens",
        12: "refused",
        13: "unknown-architecture",
        14: "bad-setting",
        15: "unknown-run",
        16: "bad-givens",
        17: "bad-givens",
    }
    assert len(answers) == 17


def test_a_line_without_end_is_refused_and_the_next_one_answered() -> None:
    answers = _talk(b"x" * (protocol.LONGEST_LINE + 10), b'{"type": "ping", "id": 1}')
    assert [type(answer) for answer in answers] == [protocol.Problem, protocol.Pong]


async def test_a_ping_is_answered_while_an_oracle_computes() -> None:
    code = (
        "import threading, studyai.backend.__main__ as worker\n"
        "from studyai.backend.oracles import registry\n"
        "registry.find = lambda name: threading.Event().wait()\n"
        "worker.main()"
    )
    worker = Worker([sys.executable, "-c", code], patience=Patience(goodbye=1))
    await worker.start()
    check = asyncio.create_task(worker.check("softmax", {"z": [1]}))
    await worker._ask(protocol.Ping())
    assert not check.done()
    await worker.stop()
    with pytest.raises(WorkerLost):
        await check


async def test_a_training_that_fails_ends_with_an_explanation_and_the_worker_lives() -> None:
    code = (
        "import studyai.backend.__main__ as worker\n"
        "from studyai.backend.training.trainer import Trainer\n"
        "def step(trainer): raise RuntimeError('out of luck')\n"
        "Trainer.step = step\n"
        "worker.main()"
    )
    async with Worker([sys.executable, "-c", code]) as worker:
        run = await worker.train("cnn")
        finished = await run.wait()
        assert (finished.reason, finished.reached) == ("failed", False)
        assert run.latest is not None
        assert run.latest.state == "failed"
        assert finished.explanation is not None
        assert re.fullmatch(
            r"The training broke off: studyai/backend/.*\.py:\d+: RuntimeError: out of luck", finished.explanation
        )
        assert (await worker.check("softmax", {"z": [1]}))["p"] == [1.0]
        await run.reset()
        await _until(run, lambda frame: frame.state == "paused" and frame.generation == 1)
        await run.stop()


async def test_a_fault_in_one_answer_is_told_and_the_worker_lives() -> None:
    code = (
        "import studyai.backend.__main__ as worker\n"
        "from studyai.backend.oracles import registry\n"
        "find = registry.find\n"
        "registry.find = lambda name: find(name) if name == 'softmax' else {}[name]\n"
        "worker.main()"
    )
    place = r"studyai/backend/worker/handlers/checks\.py:\d+"
    async with Worker([sys.executable, "-c", code]) as worker:
        with pytest.raises(WorkerProblem, match=rf"{place}: KeyError: 'sum'") as bug:
            await worker.check("sum", {})
        assert bug.value.name == "bug"
        assert (await worker.check("softmax", {"z": [1]}))["p"] == [1.0]


async def test_what_cannot_be_sent_is_refused_here_and_the_worker_stays() -> None:
    async with Worker() as worker:
        with pytest.raises(WorkerProblem, match="too much"):
            await worker.check("softmax", {"z": ["0" * protocol.LONGEST_LINE]})
        assert (await worker.check("softmax", {"z": [10**30]}))["p"] == [1.0]
        assert (
            await worker.check_many("softmax", [{"z": [5]}, {"y": 1}] * 150)
            == [
                {"p": [1.0]},
                "unknown given y; softmax takes z, form",
            ]
            * 150
        )


async def test_events_bring_every_loss_once_and_then_the_end() -> None:
    async with Worker() as worker:
        run = await worker.train("cnn", steps=200, until_target=False)
        events = [event async for event in run.events()]
    frames = [event for event in events if isinstance(event, Frame)]
    assert isinstance(events[-1], protocol.Finished)
    assert (events[-1].steps, events[-1].reason) == (200, "finished")
    assert [loss for frame in frames for loss in frame.losses] == run.history.losses.tolist()
    assert len(run.history.losses) == 200
    evaluated = [one.step for frame in frames for one in frame.evaluations]
    assert run.started.steps_per_epoch == 40
    assert evaluated == [0, 5, 10, 15, 20, 40, 60, 80, 100, 120, 140, 160, 200]  # 1/8, then 1/2, then 1 epoch apart


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
    os.kill(worker.process_number, signal.SIGKILL)
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
    assert worker._connection is not None
    process = worker._connection.process
    await worker.stop()
    assert process.code is not None


async def test_every_loss_arrives_and_steps_resets_and_rates_are_obeyed() -> None:
    async with Worker() as worker:
        run = await worker.train("cnn", paused=True)
        await run.step(3)
        await _until(run, lambda frame: frame.step == 3)
        assert len(run.history.losses) == 3
        await run.set_learning_rate(0.2)
        await _until(run, lambda frame: frame.learning_rate == 0.2)
        with pytest.raises(WorkerProblem, match="learning_rate"):
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


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux to wait for a process that is no child")
def test_a_killed_app_leaves_no_worker_behind() -> None:
    code = (
        "import asyncio\n"
        "from studyai.client.worker import Worker\n"
        "async def main():\n"
        "    worker = Worker()\n"
        "    await worker.start()\n"
        "    await worker.train('cnn', until_target=False)\n"
        "    print(worker.process_number, flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as app:
        assert app.stdout is not None
        worker = os.pidfd_open(int(app.stdout.readline()))
        app.kill()
    ended, _, _ = select.select([worker], [], [], 30)
    os.close(worker)
    assert ended
