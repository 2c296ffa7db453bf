"""Every architecture on its own task: what it reaches on the test examples, in how many updates and how long."""

from __future__ import annotations

import asyncio

from benchmarks.figure import Figure
from studyai import protocol
from studyai.client.worker import Worker

SEEDS = range(3)
LONGEST = 30.0  # seconds a person waits


async def _runs() -> dict[str, list[protocol.Finished]]:
    async with Worker() as worker:
        assert worker.hello is not None
        return {
            name: [await (await worker.train(name, seed=seed)).wait() for seed in SEEDS]
            for name in worker.hello.architectures
        }


def _figure(name: str, runs: list[protocol.Finished]) -> Figure:
    metric, target = runs[0].metric, runs[0].target
    shown = ", ".join(f"{run.value:.1%} ({run.steps:,} updates, {run.seconds:.1f} s)" for run in runs)
    return Figure(
        f"{name}, seeds {SEEDS.start}–{SEEDS.stop - 1}",
        "–",
        shown,
        f"{metric} ≥ {target:.0%}, each in ≤ {LONGEST:.0f} s",
        all(run.reached and run.seconds <= LONGEST for run in runs),
    )


def measure() -> list[Figure]:
    return [_figure(name, runs) for name, runs in asyncio.run(_runs()).items()]
