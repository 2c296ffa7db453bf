"""The lab: every architecture's updates per second with telemetry, a heat map's frame, the worker's first update."""

from __future__ import annotations

import asyncio
import math
import os
import subprocess
import sys
import time

from benchmarks.figure import Figure, median
from studyai.client.worker import Worker

PAIRS = 5
SECONDS = 1.5  # of each training that is timed
STARTS = 5
FRAMES = 30
MAP = 60, 100  # rows, columns

# The same model, batches, noise, optimiser, schedule, clipping and number of threads, and nothing else.
BARE_LOOP = """
import os, sys, time, torch
torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
from studyai.backend.architectures.registry import find
from studyai.backend.training.optimisers import build
from studyai.backend.tasks.registry import find as task_of
name, seconds = sys.argv[1], float(sys.argv[2])
architecture = find(name)
recipe, task = architecture.recipe, task_of(architecture.recipe.task)
torch.manual_seed(0)
model = architecture.build(task.sizes)
optimiser = build(recipe.optimiser, model.parameters(), recipe.learning_rate, recipe.training)
scheduled = "schedule" in recipe.training
schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1.0)
clip, noise = recipe.training.get("clip", 0), recipe.training.get("input_noise", 0)
batches = task.train.batches(recipe.batch_size, torch.Generator().manual_seed(0))
steps, began = 0, None
while began is None or time.perf_counter() - began < seconds:
    batch = next(batches)
    first, *others = batch.inputs
    if noise:
        first = first + noise * torch.randn_like(first)
    optimiser.zero_grad()
    loss = task.loss(model(first, *others), batch.targets)
    loss.backward()
    loss.item()
    if clip:
        torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimiser.step()
    if scheduled:
        schedule.step()
    steps += 1
    if began is None and steps == 20:
        began, steps = time.perf_counter(), 0
print(steps / (time.perf_counter() - began))
"""


def _bare_rate(name: str) -> float:
    run = subprocess.run(
        [sys.executable, "-c", BARE_LOOP, name, str(SECONDS)], capture_output=True, text=True, check=True
    )
    return float(run.stdout)


async def _worker_rate(worker: Worker, name: str, steps: int) -> float:
    run = await worker.train(name, until_target=False, steps=steps, paused=True)
    inner = [probe for probe in run.started.probes if len(probe.shape) >= 2]
    await run.view((inner or run.started.probes)[-1].name)
    await run.resume()
    finished = await run.wait()
    await run.stop()
    return finished.steps / finished.seconds


async def _rates() -> list[Figure]:
    figures = []
    async with Worker() as worker:
        assert worker.hello is not None
        for name in worker.hello.architectures:
            pairs = []
            for _ in range(PAIRS):
                bare = await asyncio.to_thread(_bare_rate, name)
                pairs.append((bare, await _worker_rate(worker, name, max(20, round(bare * SECONDS)))))
            ratio = median([ours / bare for bare, ours in pairs])
            bare, ours = median([one for one, _ in pairs]), median([other for _, other in pairs])
            figures.append(
                Figure(
                    f"{name}: updates/s with telemetry and an inner view at 12 frames/s",
                    f"bare torch loop {bare:,.0f}/s",
                    f"{ours:,.0f}/s; median of {PAIRS} paired ratios {ratio:.2f} ×",
                    "≥ 0.95 ×",
                    ratio >= 0.95,
                )
            )
    return figures


async def _first_update() -> float:
    began = time.perf_counter()
    async with Worker() as worker:
        run = await worker.train("cnn", steps=1)
        await run.wait()
        return time.perf_counter() - began


def _import_torch() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch"], check=True)
    return time.perf_counter() - began


def _starts() -> Figure:
    pairs = [(_import_torch(), asyncio.run(_first_update())) for _ in range(STARTS)]
    ratio = median([ours / bare for bare, ours in pairs])
    bare, ours = median([one for one, _ in pairs]), median([other for _, other in pairs])
    return Figure(
        "worker's start to its first update",
        f'python -c "import torch" {bare:.2f} s',
        f"{ours:.2f} s; median of {STARTS} paired ratios {ratio:.2f} ×",
        "≤ 1.5 ×",
        ratio <= 1.5,
    )


async def _frames() -> Figure:
    from textual.app import App, ComposeResult

    from studyai.tui.shell.themes import THEMES
    from studyai.tui.widgets.heat.data import HeatMapData
    from studyai.tui.widgets.heat.map import HeatMap

    class Host(App[None]):
        CSS = "HeatMap, HeatCanvas { height: 1fr; }"

        def compose(self) -> ComposeResult:
            yield HeatMap()

    rows, columns = MAP
    times = []
    app = Host()
    app.register_theme(THEMES["dark"])
    app.theme = "dark"
    async with app.run_test(size=(120, 40)) as pilot:
        shown = app.query_one(HeatMap)
        for frame in range(FRAMES):
            values = [[math.sin(r / 9 + frame) * math.cos(c / 7) for c in range(columns)] for r in range(rows)]
            await pilot.pause()
            began = time.perf_counter()
            shown.show([HeatMapData(values)])
            for line in range(shown.canvas.size.height):
                shown.canvas.render_line(line)
            times.append(time.perf_counter() - began)
    frame_time = median(times)
    return Figure(
        f"heat map {columns}×{rows}, one frame", "–", f"{frame_time * 1000:.1f} ms", "≤ 20 ms", frame_time <= 0.02
    )


def measure() -> list[Figure]:
    os.environ.setdefault("TEXTUAL_FPS", "1000")
    return [_starts(), asyncio.run(_frames()), *asyncio.run(_rates())]
