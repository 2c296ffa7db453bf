"""What a worker says to a sweep before it begins: its settings' ranges, and which values it refuses."""

from __future__ import annotations

from studyai.client.errors import WorkerProblem
from studyai.client.sweep.errors import SweepError
from studyai.client.sweep.plan import Cell, Sweep, Wish, planned
from studyai.client.sweep.record import value_words
from studyai.client.worker import Worker
from studyai.protocol import Setting, SettingValue


async def agreed(worker: Worker, wish: Wish) -> Sweep:
    """Return the sweep that was wished for, each of its models built once. Raises `SweepError`, `WorkerLost`."""
    rows = await _built(worker, wish.architecture, {**wish.fixed})
    sweep = planned(wish, rows)
    if rows[sweep.setting].when == "rebuild":
        for value in sweep.values:
            words = f"{sweep.setting} {value_words(value)}: "
            await _built(worker, sweep.architecture, sweep.settings(Cell(value, 0)), words)
    return sweep


async def _built(
    worker: Worker, architecture: str, settings: dict[str, SettingValue], words: str = ""
) -> dict[str, Setting]:
    try:
        run = await worker.train(architecture, settings=settings, paused=True)
    except WorkerProblem as problem:
        raise SweepError(f"{words}{problem.message}") from problem
    await run.stop()
    return {row.name: row for row in run.started.settings}
