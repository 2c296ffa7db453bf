"""Several workers at the runs of one sweep. A worker that is lost is told, and its run tried once again."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Sequence

import msgspec

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.run import Run
from studyai.client.sweep.errors import SweepError
from studyai.client.sweep.findings import is_plain
from studyai.client.sweep.plan import Cell
from studyai.client.sweep.record import Curved, Outcome, Record, value_words
from studyai.client.worker import Worker

ATTEMPTS = 2
MOST_WORKERS = 32  # each has a torch of its own in memory


class BrokenOff(Exception):
    """A run that nobody can finish: why."""


class Crew:
    """Does what is left of a sweep; ``record`` grows with every run that is done.

    ``running`` are the runs in hand, ``told`` what went wrong, ``given_up`` the runs that are not done for it.
    ``on_change`` is called whenever one of these has grown.
    """

    def __init__(self, record: Record, workers: Sequence[Worker]) -> None:
        self.record = record
        self.running: dict[Cell, Run] = {}
        self.told: list[str] = []
        self.given_up: list[Cell] = []
        self.on_change: Callable[[], None] = lambda: None
        self._left = deque(record.left)
        self._lost: Counter[Cell] = Counter()
        self._workers = workers[: len(self._left)]
        self._last_loss: WorkerLost | None = None

    async def work(self) -> None:
        """Do every run that is left. Raises `SweepError` for a value that is refused, `WorkerLost` without workers."""
        try:
            async with asyncio.TaskGroup() as group:
                for worker in self._workers:
                    group.create_task(self._employ(worker))
        except* SweepError as refused:
            raise refused.exceptions[0] from refused
        if self._left and self._last_loss is not None:
            raise self._last_loss

    async def _employ(self, worker: Worker) -> None:
        """Let a worker do one run after the other, until none is left or it cannot be started."""
        try:
            if not worker.alive:
                await worker.start()
            while self._left:
                await self._do(worker, self._left.popleft())
        except WorkerLost as lost:
            self._last_loss = lost
        finally:
            await worker.stop()

    async def _do(self, worker: Worker, cell: Cell) -> None:
        try:
            outcome = await self._trained(worker, cell)
        except WorkerProblem as problem:
            raise SweepError(f"{self._words(cell)}: {problem.message}") from problem
        except BrokenOff as broken:
            self._give_up(cell, str(broken))
        except WorkerLost as lost:
            self._lose(cell, lost)
            await worker.restart()
        else:
            self.record = self.record.with_outcome(outcome)
        finally:
            self.running.pop(cell, None)
            self.on_change()

    def _lose(self, cell: Cell, lost: WorkerLost) -> None:
        self._lost[cell] += 1
        if self._lost[cell] < ATTEMPTS:
            self.told.append(f"{self._words(cell)}: {lost.reason} It is tried once again.")
            self._left.append(cell)
        else:
            self._give_up(cell, lost.reason)

    def _give_up(self, cell: Cell, why: str) -> None:
        self.told.append(f"{self._words(cell)} is left out: {why}")
        self.given_up.append(cell)

    def _words(self, cell: Cell) -> str:
        return f"{self.record.sweep.setting} {value_words(cell.value)}, seed {cell.seed}"

    async def _trained(self, worker: Worker, cell: Cell) -> Outcome:
        """Train one run to its end; what is measured is the model before its first update and after its last."""
        sweep = self.record.sweep
        run = await worker.train(sweep.architecture, settings=sweep.settings(cell), until_target=False, paused=True)
        self.running[cell] = run
        start = await run.training_loss()
        await self._measure_curvature(run, cell)
        await run.resume()
        finished = await run.wait()
        if finished.reason == "failed":
            raise BrokenOff(finished.explanation or "the training broke off")
        diverged = finished.reason == "diverged"
        loss = None if diverged else await run.training_loss()
        self._note(run)
        await run.stop()
        measured = run.history.evaluations
        return Outcome(
            value=cell.value,
            seed=cell.seed,
            start=start,
            loss=loss,
            metric=measured[-1].value if measured else None,
            diverged=diverged or loss is None,
            steps=finished.steps,
            replay=run.latest.replay if run.latest else run.started.replay,
            explanation=finished.explanation or "",
        )

    def _note(self, run: Run) -> None:
        started = run.started
        if not self.record.metric:
            self.record = msgspec.structs.replace(self.record, metric=started.metric, batch_size=started.batch_size)

    async def _measure_curvature(self, run: Run, cell: Cell) -> None:
        """Measure it once for each seed, where a learning rate is swept and 2/λ_max says something about it."""
        known = any(one.seed == cell.seed for one in self.record.curved)
        rows = {row.name: row for row in run.started.settings}
        if self.record.sweep.setting != "learning_rate" or cell.value != self.record.sweep.values[0] or known:
            return
        if not is_plain(rows):
            return
        try:
            found = await run.curvature()
        except WorkerProblem as problem:  # it is too large: the sweep goes on without
            self.record = msgspec.structs.replace(self.record, not_curved=problem.message)
            return
        self.record = self.record.with_curvature(Curved(cell.seed, found.largest, found.examples))
