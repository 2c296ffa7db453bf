"""`studyai train`: trains an architecture in the worker, with a progress bar or as JSON lines."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace

from studyai.client.errors import WorkerProblem
from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.commands.errors import BadInputError
from studyai.commands.output import say, say_json
from studyai.protocol import Finished, Frame

BAR = 30


def train(arguments: Namespace) -> int:
    """Trains to the end; 1 if the target is not reached."""
    return asyncio.run(_train(arguments))


async def _train(arguments: Namespace) -> int:
    async with Worker() as worker:
        try:
            run = await worker.train(
                arguments.architecture,
                arguments.task,
                seed=arguments.seed,
                learning_rate=arguments.learning_rate,
                batch_size=arguments.batch_size,
                steps=arguments.steps,
            )
        except WorkerProblem as problem:
            raise BadInputError(str(problem)) from problem
        finished = await (_as_json(run) if arguments.json else _as_bar(run))
        return 0 if finished.reached else 1


async def _as_json(run: Run) -> Finished:
    async for event in run.events():
        if isinstance(event, Finished):
            say_json(_ending(event), pretty=False)
            return event
        say_json(_telemetry(event), pretty=False)
    raise AssertionError("a run ends with Finished")


def _telemetry(frame: Frame) -> dict[str, object]:
    return {
        "step": frame.step,
        "epoch": frame.epoch,
        "first_step": frame.first_step,
        "losses": frame.losses,
        "evaluations": frame.evaluations,
        "learning_rate": frame.learning_rate,
        "steps_per_second": frame.steps_per_second,
    }


def _ending(finished: Finished) -> dict[str, object]:
    ending = {
        "metric": finished.metric,
        "value": finished.value,
        "target": finished.target,
        "reached": finished.reached,
        "steps": finished.steps,
        "seconds": round(finished.seconds, 3),
        "reason": finished.reason,
    }
    if finished.explanation:
        ending["explanation"] = finished.explanation
    return ending


async def _as_bar(run: Run) -> Finished:
    started = run.started
    say(started.structure)
    for layer in started.layers:
        shape = "×".join(map(str, layer.shape))
        say(f"  {layer.name:12} {layer.kind:14} {shape:18} {layer.parameters:8,} parameters")
    say(f"Training {started.architecture} on {started.task}, seed {started.seed}, rate {started.learning_rate:g}")
    bar_is_live = sys.stderr.isatty()
    async for event in run.events():
        if isinstance(event, Finished):
            if bar_is_live:
                sys.stderr.write("\n")
            _say_ending(event)
            return event
        if bar_is_live:
            sys.stderr.write("\r" + _bar(event, run) + "\x1b[K")
            sys.stderr.flush()
    raise AssertionError("a run ends with Finished")


def _bar(frame: Frame, run: Run) -> str:
    done = min(1.0, frame.step / run.started.steps)
    left = (run.started.steps - frame.step) / frame.steps_per_second if frame.steps_per_second else 0.0
    filled = round(done * BAR)
    latest = run.history.evaluations[-1].value if run.history.evaluations else None
    metric = f" · {run.started.metric} {latest:.1%}" if latest is not None else ""
    loss = f" · loss {run.history.losses[-1]:.4f}" if run.history.losses else ""
    return f"{'█' * filled}{'░' * (BAR - filled)} {done:4.0%}{loss}{metric} · {left:.0f} s left"


def _say_ending(finished: Finished) -> None:
    glyph = "✓" if finished.reached else "✗"
    say(
        f"{glyph} {finished.metric} {finished.value:.2%} (target {finished.target:.0%}) "
        f"after {finished.steps} updates, {finished.seconds:.1f} s"
    )
    if finished.explanation:
        say(finished.explanation)
