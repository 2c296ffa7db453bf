"""A training that goes on in the worker, as the app sees it."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator
from typing import Protocol, TypeVar

import msgspec

from studyai import protocol
from studyai.client.errors import WorkerLost
from studyai.protocol import Evaluation, Finished, Frame, Reply, RunRequest, SettingValue, Started

_ReplyT = TypeVar("_ReplyT", bound=Reply)


class Ask(Protocol):
    """Sends a request about a run, and returns its reply."""

    async def __call__(self, request: RunRequest[_ReplyT], /) -> _ReplyT:
        """Raise `WorkerLost` and `WorkerProblem`."""
        ...


class History:
    """Every scalar of the run since its last reset; ``losses[k]`` is the loss of update k + 1."""

    def __init__(self) -> None:
        self.losses: array[float] = array("d")
        self.evaluations: list[Evaluation] = []
        self.generation = 0

    def add(self, frame: Frame) -> None:
        """Take a frame in; a frame of a newer generation clears what came before."""
        if frame.generation != self.generation:
            self.losses, self.evaluations, self.generation = array("d"), [], frame.generation
        self.losses.extend(frame.losses)
        self.evaluations.extend(frame.evaluations)


class Run:
    """Controls one training and holds what it has reported. Made by `Worker.train`.

    - ``started``: what was built (layer table, probes, classes, target, structure, source).
    - ``latest``: the newest `Frame`, or None before the first. Draw it on a timer of your own.
    - ``history``: every loss and every evaluation; complete, however seldom you look.
    - ``finished``: the `Finished` report while the run is at its end, else None.
    - ``lost``: the `WorkerLost` if the worker went away under this run, else None.

    Every method that asks the worker raises `WorkerLost` when it is gone and `WorkerProblem` when the
    request is refused (a learning rate out of range, a probe that does not exist).
    """

    def __init__(self, started: Started, ask: Ask) -> None:
        self.started = started
        self.latest: Frame | None = None
        self.history = History()
        self.finished: Finished | None = None
        self.lost: WorkerLost | None = None
        self._ask = ask
        self._changed = asyncio.Event()

    async def pause(self) -> None:
        """Wait after the update in hand."""
        await self._ask(protocol.Pause(run=self.started.run))

    async def resume(self) -> None:
        """Go on; a finished run does as many updates again as it has done (`Frame.last_step` says up to where)."""
        await self._ask(protocol.Resume(run=self.started.run))

    async def set_pace(self, updates_per_second: float | None) -> None:
        """Do at most so many updates a second, so that one can watch; None: as fast as it can."""
        await self._ask(protocol.Pace(run=self.started.run, updates_per_second=updates_per_second))

    async def step(self, count: int = 1) -> None:
        """Pause, then do ``count`` updates (at least 1); their frame follows."""
        await self._ask(protocol.Step(run=self.started.run, count=count))

    async def reset(self, seed: int | None = None) -> None:
        """Back to step 0, paused, with the same seed or another; ``history`` clears with the next frame."""
        await self._ask(protocol.Reset(run=self.started.run, seed=seed))

    async def set_learning_rate(self, learning_rate: float) -> None:
        """Change the learning rate from the next update on; it outlives a reset."""
        await self.adjust(learning_rate=learning_rate)

    async def adjust(self, **settings: SettingValue) -> bool:
        """Change settings, all or none; true if the model was built anew for it and begins at step 0.

        ``started`` is then the new model's. What there is to change stands in ``started.settings``.
        """
        return (await self._ask(protocol.Adjust(run=self.started.run, settings=settings))).rebuilt

    async def view(self, probe: str) -> None:
        """Let frames show this inner tensor: the name of one of ``started.probes``."""
        await self._ask(protocol.Look(run=self.started.run, probe=probe))

    async def example(self, index: int) -> None:
        """Let frames show test example ``index``, from 0 to ``started.examples`` − 1."""
        await self._ask(protocol.Look(run=self.started.run, example=index))

    async def word(self, word: str) -> None:
        """Let frames show this word's neighbours, if they show neighbours: one of ``started.classes``."""
        await self._ask(protocol.Look(run=self.started.run, word=word))

    async def save(self) -> bytes:
        """Return the weights of now, as a safetensors file's content."""
        return (await self._ask(protocol.Save(run=self.started.run))).data

    async def load(self, data: bytes) -> None:
        """Go on from the weights of a safetensors file; `WorkerProblem` says where they do not fit."""
        await self._ask(protocol.Load(run=self.started.run, data=data))

    async def ask(self, example: int = 0) -> protocol.Asked:
        """Return questions about the model as it is now, some of them about what it does with a test example."""
        return await self._ask(protocol.Ask(run=self.started.run, example=example))

    async def see(self, prediction: str) -> protocol.Seen:
        """Find out what one of the predictions last asked asks for; takes as long as some trainings of 50 updates."""
        return await self._ask(protocol.See(run=self.started.run, prediction=prediction))

    async def explain(self, place: tuple[int, ...]) -> protocol.Explained:
        """Return what an entry of the inner tensor that frames show was computed from."""
        return await self._ask(protocol.Explain(run=self.started.run, place=place))

    async def training_loss(self) -> float | None:
        """Return the mean loss on all training examples as the model stands; None where it is no number."""
        return (await self._ask(protocol.MeasureLoss(run=self.started.run))).loss

    async def curvature(self) -> protocol.MeasuredCurvature:
        """Return the largest eigenvalue of the training loss's Hessian; `WorkerProblem` where it is too much work."""
        return await self._ask(protocol.MeasureCurvature(run=self.started.run))

    async def stop(self) -> None:
        """End the run for good."""
        await self._ask(protocol.Stop(run=self.started.run))

    async def events(self) -> AsyncIterator[Frame | Finished]:
        """Yield frames as they come, and `Finished` at the end. Raises `WorkerLost`.

        A slow reader misses no scalar: frames it was too late for are merged into the next one. After a
        reset the first frame has a new ``generation``. Several readers may listen at once.
        """
        generation, losses, evaluations, seen = 0, 0, 0, None
        while True:
            changed = self._changed
            if self.latest is not None and self.latest is not seen:
                seen, history = self.latest, self.history
                if history.generation != generation:
                    generation, losses, evaluations = history.generation, 0, 0
                merged = msgspec.structs.replace(
                    seen,
                    first_step=losses + 1,
                    losses=history.losses[losses:].tolist(),
                    evaluations=history.evaluations[evaluations:],
                )
                losses, evaluations = len(history.losses), len(history.evaluations)
                yield merged
            elif self.finished is not None:
                yield self.finished
                return
            elif self.lost is not None:
                raise self.lost
            else:
                await changed.wait()

    async def wait(self) -> Finished:
        """Wait for the end. Raises `WorkerLost`."""
        while self.finished is None:
            if self.lost is not None:
                raise self.lost
            await self._changed.wait()
        return self.finished

    def receive(self, report: Frame | Finished) -> None:
        """Take in what the worker reports (called by `Worker`)."""
        if isinstance(report, Frame):
            self.history.add(report)
            self.latest = report
            if report.state in ("running", "paused"):
                self.finished = None
        else:
            self.finished = report
        self._wake()

    def lose(self, lost: WorkerLost) -> None:
        """Take in that the worker is gone (called by `Worker`)."""
        self.lost = lost
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
