"""The CNN's training in the worker with telemetry, against a bare torch loop; and what it reaches."""

from __future__ import annotations

import asyncio
import subprocess
import sys

from benchmarks.figure import Figure, median
from studyai.client.worker import Worker

STEPS, PAIRS, SEEDS = 3000, 5, range(5)

# The same model, batches, optimiser and number of threads, and nothing else.
BARE_LOOP = f"""
import os, time, torch
torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
from studyai.backend.architectures.registry import find
from studyai.backend.training.optimisers import build
from studyai.backend.tasks.registry import find as task_of
architecture, task = find("cnn"), task_of("digits")
torch.manual_seed(0)
model, recipe = architecture.build(task.sizes), architecture.recipe
optimiser = build(recipe.optimiser, model.parameters(), recipe.learning_rate, recipe.training)
batches = task.train.batches(recipe.batch_size, torch.Generator().manual_seed(0))
began = time.perf_counter()
for _ in range({STEPS}):
    batch = next(batches)
    optimiser.zero_grad()
    loss = task.loss(model(*batch.inputs), batch.targets)
    loss.backward()
    loss.item()
    optimiser.step()
print({STEPS} / (time.perf_counter() - began))
"""


def _bare_rate() -> float:
    run = subprocess.run([sys.executable, "-c", BARE_LOOP], capture_output=True, text=True, check=True)
    return float(run.stdout)


async def _worker_rate() -> float:
    async with Worker() as worker:
        run = await worker.train("cnn", until_target=False, steps=STEPS)
        await run.view("conv2.feature_maps")
        finished = await run.wait()
        return finished.steps / finished.seconds


async def _reached() -> list[tuple[float, float]]:
    results = []
    async with Worker() as worker:
        for seed in SEEDS:
            finished = await (await worker.train("cnn", seed=seed)).wait()
            results.append((finished.value, finished.seconds))
    return results


def measure() -> list[Figure]:
    pairs = [(_bare_rate(), asyncio.run(_worker_rate())) for _ in range(PAIRS)]
    ratio = median([worker / bare for bare, worker in pairs])
    bare, worker = median([one for one, _ in pairs]), median([other for _, other in pairs])
    results = asyncio.run(_reached())
    worst = min(value for value, _ in results)
    shown = ", ".join(f"{value:.1%}" for value, _ in results)
    longest = max(seconds for _, seconds in results)
    return [
        Figure(
            "CNN steps/s in the worker, 12 frames/s",
            f"bare torch loop {bare:,.0f}/s",
            f"{worker:,.0f}/s; median of {PAIRS} paired ratios {ratio:.2f} ×",
            "≥ 0.95 ×",
            ratio >= 0.95,
        ),
        Figure("digits, seeds 0–4", "–", f"{shown} (longest {longest:.1f} s)", "≥ 97 % test accuracy", worst >= 0.97),
    ]
