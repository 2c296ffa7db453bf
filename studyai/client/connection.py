"""Asking the worker: every request gets its reply, or whoever waits is told that the worker is lost."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

import msgspec

from studyai import protocol
from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.process import LAST_WORDS, Process
from studyai.log import log_detail
from studyai.protocol import Ping, Problem, Reply, Report, Request

_ReplyT = TypeVar("_ReplyT", bound=Reply)


@dataclass(frozen=True)
class Patience:
    """How long, in seconds, the worker may take before it counts as lost."""

    start: float = 120.0  # importing torch from a cold disk
    request: float = 60.0
    heartbeat: float = 10.0  # between pings, and for an answer to one
    goodbye: float = 2.0  # after closing its input, and again after terminating it


class Connection:
    """One worker process from its start to its end.

    ``on_report`` is given every report before whoever waits for it; ``on_lost`` is called once, unless it is closed.
    """

    def __init__(
        self,
        process: Process,
        patience: Patience,
        *,
        on_report: Callable[[Report], None],
        on_lost: Callable[[WorkerLost], None],
    ) -> None:
        self.process = process
        self.lost: WorkerLost | None = None
        self._patience = patience
        self._on_report = on_report
        self._on_lost = on_lost
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Reply | Problem]] = {}
        self._tasks = [asyncio.create_task(self._read())]

    @classmethod
    async def open(
        cls,
        command: Sequence[str],
        patience: Patience,
        *,
        on_report: Callable[[Report], None],
        on_lost: Callable[[WorkerLost], None],
    ) -> Connection:
        """Start the process. Raises `WorkerLost` if there is no such command."""
        return cls(await Process.start(command), patience, on_report=on_report, on_lost=on_lost)

    async def ask(self, request: Request[_ReplyT], patience: float | None = None) -> _ReplyT:
        """Return the reply. Raises `WorkerLost` and `WorkerProblem`."""
        if self.lost is not None:
            raise self.lost
        request = msgspec.structs.replace(request, id=next(self._ids))
        line = _line(request)
        answer: asyncio.Future[Reply | Problem] = asyncio.get_running_loop().create_future()
        self._waiting[request.id] = answer
        what, began = type(request).__name__.lower(), monotonic()
        try:
            async with asyncio.timeout(patience or self._patience.request):
                await self.process.write(line)
                report = await answer
        except TimeoutError:
            raise self.lose(f"The worker hangs: no answer to “{what}”.") from None
        except ConnectionError:
            raise await self._lose_at_its_end() from None
        finally:
            self._waiting.pop(request.id, None)
            if answer.done() and not answer.cancelled():
                answer.exception()  # looked at, so asyncio does not complain
        log_detail("the worker answered %s %d in %.0f ms", what, request.id, 1000 * (monotonic() - began))
        if isinstance(report, Problem):
            raise WorkerProblem(report.name, report.message)
        if not isinstance(report, protocol.reply_of(type(request))):
            raise self.lose(f"The worker answered “{what}” with {type(report).__name__}.")
        return report

    def watch(self) -> None:
        """Ping from now on, to notice a worker that hangs."""
        self._tasks.append(asyncio.create_task(self._heartbeat()))

    def lose(self, reason: str) -> WorkerLost:
        """Tell everybody that the worker is gone; what is left of it is killed."""
        return self._lose(WorkerLost(reason, self.process.stderr))

    def _lose(self, lost: WorkerLost) -> WorkerLost:
        if self.lost is not None:
            return self.lost
        log_detail("the worker is lost: %s; its last lines: %s", lost.reason, lost.stderr)
        self._give_up(lost)
        self.process.kill()
        self._on_lost(lost)
        return lost

    async def close(self) -> None:
        """End the process; whoever still waits is told."""
        if self.lost is None:
            self._give_up(WorkerLost("The worker was stopped."))
        await self.process.end(self._patience.goodbye)
        await asyncio.wait(self._tasks[:1], timeout=LAST_WORDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _lose_at_its_end(self) -> WorkerLost:
        """Wait a moment for the reason; a worker that closed its input but does not end is lost without one."""
        await asyncio.wait(self._tasks[:1], timeout=self._patience.goodbye)
        return self.lose("The worker closed its input.")

    async def _heartbeat(self) -> None:
        try:
            while True:
                await asyncio.sleep(self._patience.heartbeat)
                await self.ask(Ping(), self._patience.heartbeat)
        except WorkerLost:
            return  # everybody who waits has been told

    async def _read(self) -> None:
        try:
            async for line in self.process.lines():
                self._receive(protocol.decode_report(line))
        except (ValueError, RecursionError):  # a line over the limit, or (DecodeError is a ValueError) no report
            self.lose("The worker printed something that is no message of the protocol.")
            return
        self._lose(await self.process.how_it_ended(self._patience.goodbye))

    def _receive(self, report: Report) -> None:
        self._on_report(report)
        if isinstance(report, Problem) and report.id is None:
            self.lose(f"The worker could not read a request: {report.message}")
        elif isinstance(report, Reply | Problem):
            answer = self._waiting.get(report.id or 0)
            if answer is not None and not answer.done():
                answer.set_result(report)

    def _give_up(self, lost: WorkerLost) -> None:
        self.lost = lost
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(lost)


def _line(request: Request[Reply]) -> bytes:
    line = protocol.encode(request)
    if len(line) > protocol.LONGEST_LINE:
        raise WorkerProblem("bad-message", f"{len(line)} bytes are too much for one request")
    return line
