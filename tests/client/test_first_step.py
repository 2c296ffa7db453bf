"""Every loss has its update: frames say which one their first loss is of, and so do those merged for who reads late."""

from __future__ import annotations

import asyncio

from studyai import protocol
from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.protocol import Finished, Frame, Started


def frame(generation: int, first_step: int, losses: list[float]) -> Frame:
    return Frame(
        run=1, generation=generation, seed=0, state="running", step=first_step + len(losses) - 1, epoch=0.0,
        first_step=first_step, losses=losses, evaluations=[], learning_rate=0.1, steps_per_second=0.0,
    )  # fmt: skip


async def test_a_worker_numbers_its_losses_from_the_first_update_without_gap_or_overlap(monkeypatch) -> None:
    frames: list[Frame] = []
    receive = Run.receive

    def note(run: Run, report: Frame | Finished) -> None:
        if isinstance(report, Frame):
            frames.append(report)
        receive(run, report)

    monkeypatch.setattr(Run, "receive", note)
    async with Worker() as worker:
        run = await worker.train("perceptron", paused=True)
        for count, done in ((3, 3), (1, 4), (40, 44)):
            await run.step(count)
            async with asyncio.timeout(60):
                while run.latest is None or run.latest.step < done:
                    await asyncio.sleep(0.01)
    numbers = [one.first_step + place for one in frames for place in range(len(one.losses))]
    assert numbers == list(range(1, 45))
    assert all(one.first_step == one.step - len(one.losses) + 1 for one in frames)


async def test_who_reads_late_gets_merged_losses_with_the_number_of_the_first() -> None:
    run = Run(_started(), _nothing)
    events = run.events()
    run.receive(frame(0, 1, [0.5, 0.4]))
    run.receive(frame(0, 3, [0.3]))
    merged = await anext(events)
    assert isinstance(merged, Frame)
    assert (merged.first_step, merged.losses) == (1, [0.5, 0.4, 0.3])
    run.receive(frame(0, 4, [0.2, 0.1]))
    merged = await anext(events)
    assert isinstance(merged, Frame)
    assert (merged.first_step, merged.losses) == (4, [0.2, 0.1])
    run.receive(frame(1, 1, [0.9]))
    merged = await anext(events)
    assert isinstance(merged, Frame)
    assert (merged.generation, merged.first_step, merged.losses) == (1, 1, [0.9])
    await events.aclose()


def _started() -> Started:
    return Started(
        run=1, architecture="mlp", task="moons", seed=0, learning_rate=0.1, batch_size=1, steps=9, evaluate_every=9,
        steps_per_epoch=9, metric="accuracy", target=1.0, structure="", source="", layers=[], probes=[], classes=[],
        examples=0,
    )  # fmt: skip


async def _nothing(request: protocol.Request[protocol.Reply]) -> protocol.Reply:
    raise AssertionError(f"nothing is asked, but {request}")
