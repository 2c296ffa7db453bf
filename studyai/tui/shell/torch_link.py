"""The app's hold on the torch worker: started in the background, watched, restarted on request, ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from studyai.client.errors import TorchMissing, WorkerLost

if TYPE_CHECKING:
    from studyai.client.worker import Worker
    from studyai.protocol import Frame

LinkState = Literal["off", "starting", "ready", "lost"]


class TorchLink:
    """One worker for all screens. `ready` waits for it; `state` says how it is; nothing here raises at the app.

    `on_change` is called in the event loop whenever `state` changes.
    """

    def __init__(self, make_worker: Callable[[], Worker], on_change: Callable[[], None]) -> None:
        self._make_worker = make_worker
        self.state: LinkState = "off"
        self.lost: WorkerLost | None = None  # why, when it last was
        self._on_change = on_change
        self._starting: asyncio.Task[None] | None = None

    @cached_property
    def worker(self) -> Worker:
        """The worker; made when first needed, for its module would hold up the first paint."""
        worker = self._make_worker()
        worker.on_lost = self._lose
        return worker

    def another(self) -> Worker:
        """Return one more worker, not started, for who needs several at once and ends them."""
        return self._make_worker()

    @property
    def missing(self) -> bool:
        """Whether it is lost because no torch is installed."""
        return self.state == "lost" and isinstance(self.lost, TorchMissing)

    def told(self, then: str = "") -> str:
        """Return why it is lost, and what starts it again, unless torch must be installed first."""
        reason = "The torch worker is not running." if self.lost is None else self.lost.reason
        return reason if self.missing or not then else f"{reason} {then}"

    def begin(self) -> None:
        """Start the worker, or start it anew after it was lost; returns at once."""
        if self.state in ("off", "lost"):
            self._starting = asyncio.create_task(self._start(again=self.state == "lost"))
            self._become("starting")

    async def ready(self) -> Worker:
        """Wait until the worker answers and return it. Raises `WorkerLost` if it does not."""
        if self.state == "off":
            self.begin()
        if self._starting is not None:
            await asyncio.shield(self._starting)
        if self.state != "ready":
            raise self.lost or WorkerLost("The torch worker is not running.")
        return self.worker

    def training(self) -> Frame | None:
        """Return the newest frame of the run that trains; where none does, of one that has come to its end."""
        frames = (
            [run.latest for run in self.worker.trainings if run.latest is not None] if self.state == "ready" else []
        )
        told = [frame for frame in frames if frame.state != "paused"]
        return max(told, key=lambda frame: (frame.state == "running", frame.step), default=None)

    async def close(self) -> None:
        """End the worker, whatever state it is in."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        was, self.state = self.state, "off"
        if was != "off":
            await self.worker.stop()

    async def renew(self) -> None:
        """End the worker whatever it does, and start another; returns once the old one has ended."""
        await self.close()
        self.begin()

    async def _start(self, *, again: bool) -> None:
        await asyncio.to_thread(import_module, "studyai.client.worker")  # not in the way of the keys
        try:
            await (self.worker.restart() if again else self.worker.start())
        except WorkerLost as lost:
            self._lose(lost)
        else:
            self._become("ready")

    def _lose(self, lost: WorkerLost) -> None:
        if self.state not in ("off", "lost"):
            self.lost = lost
            self._become("lost")

    def _become(self, state: LinkState) -> None:
        self.state = state
        self._on_change()
