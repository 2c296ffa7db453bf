"""The curves that questions keep as numbers, run again: every `run:` line and claim, and each point compared."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.figure import Figure
from studyai.bank.bank import Bank
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.bank.kinds.questions.question import Curve
from studyai.bank.packs import built_in
from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.protocol import Evaluation, Finished, Point

ALL = 1_000_000  # updates
AVERAGED = 10  # updates, where a series is said to be a mean
ROUNDED = 0.51  # of the last digit kept: half of it, and what another order of the same sums makes of that
SHOWN = 5


def kept() -> dict[str, Curve]:
    """Every curve of the built-in bank, by its question."""
    bank = Bank([built_in()])
    curves = {name: bank.entry(QUESTIONS, name).curve for name in bank.ids(QUESTIONS)}
    return {name: curve for name, curve in curves.items() if curve is not None}


async def disagreements(worker: Worker, curve: Curve, updates: int = ALL) -> list[str]:
    """Run what a curve was drawn from, so many updates of it; say which points up to there came out otherwise."""
    if curve.claim:
        points: list[Point] = []
        await worker.prove(curve.claim, curve.knobs, points.extend)
        return [one for name, at in curve.series.items() for one in _apart(name, at, _of_claim(name, points))]
    run = await worker.train(curve.run, paused=True)  # the line is read as `studyai train --replay` reads it
    await run.step(updates)
    steps = await _stopped(run)
    known = {
        name: [point for point in at if point[0] <= (steps if steps == updates else ALL)]
        for name, at in curve.series.items()
    }
    found = [one for name, at in known.items() for one in _apart(name, at, _of_run(name, run))]
    await run.stop()
    return found


async def _stopped(run: Run) -> int:
    """Wait for the pause or the end; return how many updates were done."""
    async for event in run.events():
        if isinstance(event, Finished):
            return event.steps
        if event.state == "paused" and event.step:
            return event.step
    raise AssertionError("a run pauses or finishes")


def _of_run(name: str, run: Run) -> dict[float, float]:
    """What a series of this name is, after so many updates."""
    losses, evaluations = run.history.losses, run.history.evaluations
    if "mean of the last ten" in name:
        return {end: sum(losses[end - AVERAGED : end]) / AVERAGED for end in range(AVERAGED, len(losses) + 1)}
    if "training" in name or "batch" in name:
        return {float(update): loss for update, loss in enumerate(losses, 1)}
    return {float(one.step): value for one in evaluations if (value := _evaluated(name, one)) is not None}


def _evaluated(name: str, one: Evaluation) -> float | None:
    return one.loss if "loss" in name else one.value


def _of_claim(name: str, points: Sequence[Point]) -> dict[float, float]:
    """The claim's curve that the series' name begins with."""
    return {point.x: value for point in points for key, value in point.values.items() if name.startswith(key)}


def _apart(name: str, points: Sequence[tuple[float, float]], measured: Mapping[float, float]) -> Iterator[str]:
    digits = max((len(str(y).partition(".")[2]) for _, y in points), default=0)
    for x, y in points:
        found = measured.get(x)
        if found is None:
            yield f"{name} at {x:g}: {y:g} is kept, nothing is measured there"
        elif not abs(found - y) <= ROUNDED * 10.0**-digits:
            yield f"{name} at {x:g}: {y:g} is kept, {found:.{digits + 2}f} is measured"


async def _found(curves: Mapping[str, Curve]) -> dict[str, list[str]]:
    async with Worker(threads=1) as worker:
        return {name: await disagreements(worker, curve) for name, curve in curves.items()}


def measure() -> list[Figure]:
    curves = kept()
    found = {name: apart for name, apart in asyncio.run(_found(curves)).items() if apart}
    points = sum(len(at) for curve in curves.values() for at in curve.series.values())
    shown = "".join(f"; {name}: {apart[0]}" for name, apart in list(found.items())[:SHOWN])
    apart = sum(map(len, found.values()))
    return [
        Figure(
            f"points of {len(curves)} curves of questions, from the run that each names",
            "–",
            f"{points - apart} of {points} as kept{shown}",
            "all",
            not found,
        )
    ]
