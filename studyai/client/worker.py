"""The torch worker as the app sees it: a subprocess that answers requests and can be lost at any moment."""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TypeVar

import msgspec

from studyai import protocol
from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.run import Run
from studyai.protocol import AnyReport, Finished, Frame, Problem, SettingValue, Started, Values, Welcome

STDERR_LINES = 50
CHECKS_PER_MESSAGE = 200

_Reply = TypeVar("_Reply", bound=protocol.Report)
_Message = TypeVar("_Message", bound=protocol.Request)


@dataclass(frozen=True)
class Patience:
    """How long, in seconds, the worker may take before it counts as lost."""

    start: float = 120.0  # importing torch from a cold disk
    request: float = 60.0
    heartbeat: float = 10.0  # between pings, and for an answer to one
    goodbye: float = 2.0  # after closing its input, and again after terminating it


class Worker:
    """Starts the worker, asks it things, notices when it is gone.

    >>> async with Worker() as worker:                                     # doctest: +SKIP
    ...     await worker.check("softmax", {"z": [1, 2, 3]})
    {'p': [0.09003057317038046, 0.24472847105479764, 0.6652409557748218]}

    ``command`` runs the worker (default: this Python, ``-m studyai.backend``; ``["ssh", "host", "studyai",
    "worker"]`` puts it elsewhere). ``on_lost`` is called once, in the event loop, when it is lost: show
    the reason and offer `restart`. Runs do not survive a restart.

    Every asking method raises `WorkerLost` (dead, hanging, rubbish, never started) or `WorkerProblem`
    (the worker is well but refuses), and may be called while a training runs.
    """

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        patience: Patience | None = None,
        threads: int | None = None,
        on_lost: Callable[[WorkerLost], None] | None = None,
    ) -> None:
        self.command = tuple(command or (sys.executable, "-m", "studyai.backend"))
        self.patience = patience or Patience()
        self.threads = threads  # that torch may use; None: all cores but one
        self.on_lost = on_lost
        self.hello: Welcome | None = None  # who the worker is, once started
        self.lost: WorkerLost | None = None  # why it is gone
        self._process: asyncio.subprocess.Process | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._stderr: deque[str] = deque(maxlen=STDERR_LINES)
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[AnyReport]] = {}
        self._runs: dict[int, Run] = {}

    async def __aenter__(self) -> Worker:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def alive(self) -> bool:
        """Started, greeted, and not lost since."""
        return self.hello is not None and self.lost is None

    async def start(self) -> Welcome:
        """Start the subprocess and greet it. Raises `WorkerLost` if that fails."""
        if self._process is not None:
            raise RuntimeError("the worker is started already; use restart()")
        self.lost = None
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=protocol.LONGEST_LINE,
            )
        except OSError as error:
            self.lost = WorkerLost(f"The worker could not be started: {error}")
            raise self.lost from error
        self._tasks = [asyncio.create_task(self._drain_stderr()), asyncio.create_task(self._read())]
        try:
            self.hello = await self._ask(protocol.Hello(id=0, threads=self.threads), Welcome, self.patience.start)
        except WorkerProblem as problem:
            raise self._lose(problem.message) from problem
        self._tasks.append(asyncio.create_task(self._heartbeat()))
        return self.hello

    async def stop(self) -> None:
        """End the worker: close its input, then terminate, then kill. Safe to call at any time."""
        process, self._process = self._process, None
        if self.lost is None and process is not None:
            self._give_up(WorkerLost("The worker was stopped."))
        if process is not None:
            await self._end(process)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks, self.hello = [], None

    async def restart(self) -> Welcome:
        """Stop what is left of the worker and start a new one. Raises `WorkerLost`."""
        await self.stop()
        self._stderr.clear()
        return await self.start()

    async def check(self, oracle: str, givens: Values) -> Values:
        """Return the answer by real torch: symbol to number, text (``"3/10"``, ``"nan"``) or nested lists."""
        request = protocol.Check(id=0, oracle=oracle, givens=givens)
        return (await self._ask(request, protocol.Checked)).values

    async def check_many(self, oracle: str, many: Sequence[Values]) -> list[Values | str]:
        """Return one answer for each of the givens, in order; a str says why the oracle refused those."""
        answers: list[Values | str] = []
        for start in range(0, len(many), CHECKS_PER_MESSAGE):
            part = list(many[start : start + CHECKS_PER_MESSAGE])
            request = protocol.CheckMany(id=0, oracle=oracle, many=part)
            answers += (await self._ask(request, protocol.CheckedMany)).answers
        return answers

    async def source(self, oracle: str) -> str:
        """Return the oracle's source as run, with the imports it needs."""
        return (await self._ask(protocol.Source(id=0, oracle=oracle), protocol.SourceText)).text

    async def race(
        self,
        surface: str,
        optimisers: Sequence[str] = (),
        learning_rates: Mapping[str, float] | None = None,
        *,
        steps: int = 200,
        seed: int = 0,
    ) -> protocol.Raced:
        """Let optimisers race down a surface, or train the MLP ("mlp"); no names mean all nine."""
        request = protocol.Race(
            id=0,
            surface=surface,
            optimisers=list(optimisers),
            learning_rates=dict(learning_rates or {}),
            steps=steps,
            seed=seed,
        )
        return await self._ask(request, protocol.Raced)

    async def race_question(
        self, surface: str, optimiser: str, step: int, *, learning_rate: float | None = None, steps: int = 200
    ) -> protocol.LiveNumber:
        """Return the question of an update, counted from 1, of a race of so many steps."""
        request = protocol.AskRace(
            id=0, surface=surface, optimiser=optimiser, step=step, learning_rate=learning_rate, steps=steps
        )
        return (await self._ask(request, protocol.AskedRace)).question

    async def train(
        self,
        architecture: str,
        task: str | None = None,
        *,
        settings: Mapping[str, SettingValue] | None = None,
        seed: int | None = None,
        learning_rate: float | None = None,
        batch_size: int | None = None,
        steps: int | None = None,
        until_target: bool = True,
        paused: bool = False,
        device: str = "cpu",
    ) -> Run:
        """Build a model and train it in the worker; None takes the architecture's own recipe.

        ``architecture`` may be the whole line of an earlier run (`Frame.replay`). The other settings there are
        stand in `Run.started`. The run finishes when an evaluation reaches the target (unless
        ``until_target`` is false), at the latest after ``steps`` updates. ``paused`` waits at step 0 for `Run.resume`.
        """
        named = {
            "task": task, "seed": seed, "learning_rate": learning_rate, "batch_size": batch_size, "steps": steps
        }  # fmt: skip
        request = protocol.Train(
            id=0,
            architecture=architecture,
            settings={**(settings or {}), **{name: value for name, value in named.items() if value is not None}},
            until_target=until_target,
            paused=paused,
            device=device,
        )
        started = await self._ask(request, Started)
        return self._runs[started.run]

    # Asking

    async def _ask(self, request: _Message, reply: type[_Reply], patience: float | None = None) -> _Reply:
        if self._process is None or self._process.stdin is None or self.lost is not None:
            raise self.lost or WorkerLost("The worker is not started.")
        request = msgspec.structs.replace(request, id=next(self._ids))
        line = _line(request)
        answer: asyncio.Future[AnyReport] = asyncio.get_running_loop().create_future()
        self._waiting[request.id] = answer
        what = type(request).__name__.lower()
        try:
            async with asyncio.timeout(patience or self.patience.request):
                self._process.stdin.write(line)
                await self._process.stdin.drain()
                report = await answer
        except TimeoutError:
            raise self._lose(f"The worker hangs: no answer to “{what}”.") from None
        except ConnectionError:
            raise self.lost or self._lose("The worker closed its input.") from None
        finally:
            self._waiting.pop(request.id, None)
            if answer.done() and not answer.cancelled():
                answer.exception()  # looked at, so asyncio does not complain
        if isinstance(report, Problem):
            raise WorkerProblem(report.name, report.message)
        if not isinstance(report, reply):
            raise self._lose(f"The worker answered “{what}” with {type(report).__name__}.")
        return report

    async def _ask_run(self, request: protocol.RunRequest) -> AnyReport | None:
        reply = await self._ask(request, _replies(request))
        if isinstance(request, protocol.Stop):
            self._runs.pop(request.run, None)
        return reply

    async def _heartbeat(self) -> None:
        try:
            while True:
                await asyncio.sleep(self.patience.heartbeat)
                await self._ask(protocol.Ping(id=0), protocol.Pong, self.patience.heartbeat)
        except WorkerLost:
            return  # everybody who waits has been told

    # Listening

    async def _read(self) -> None:
        process = self._process
        assert process is not None
        assert process.stdout is not None
        try:
            while (line := await process.stdout.readline()).endswith(b"\n"):
                self._receive(protocol.decode_report(line))
        except (
            ValueError,
            RecursionError,
        ):  # a line over the limit, or (DecodeError is a ValueError) no report
            self._lose("The worker printed something that is no message of the protocol.")
            return
        code = await process.wait()
        await asyncio.wait(self._tasks[:1], timeout=self.patience.goodbye)  # its last words on stderr
        self._lose(_how_it_ended(code))

    def _receive(self, report: AnyReport) -> None:
        if isinstance(report, Frame | Finished):
            if run := self._runs.get(report.run):
                run.receive(report)
            return
        if isinstance(report, Started):  # here, so that the run misses no frame behind this line
            self._runs[report.run] = Run(report, self._ask_run)
        elif isinstance(report, protocol.Adjusted) and (run := self._runs.get(report.started.run)):
            run.started = report.started
        if report.id is None:
            self._lose(f"The worker could not read a request: {report.message}")
        elif (answer := self._waiting.get(report.id)) and not answer.done():
            answer.set_result(report)

    async def _drain_stderr(self) -> None:
        process = self._process
        assert process is not None
        assert process.stderr is not None
        rest = b""
        while part := await process.stderr.read(65536):
            *lines, rest = (rest + part).split(b"\n")
            self._stderr.extend(line.decode(errors="replace") for line in lines)
            rest = rest[-65536:]

    # Losing and ending

    def _lose(self, reason: str) -> WorkerLost:
        if self.lost is not None:
            return self.lost
        lost = WorkerLost(reason, tuple(self._stderr))
        self._give_up(lost)
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
        if self.on_lost is not None:
            self.on_lost(lost)
        return lost

    def _give_up(self, lost: WorkerLost) -> None:
        self.lost = lost
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(lost)
        for run in self._runs.values():
            run.lose(lost)
        self._runs.clear()

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        process.stdin.close()
        for last_resort in (process.terminate, process.kill):
            try:
                await asyncio.wait_for(process.wait(), self.patience.goodbye)
            except TimeoutError:
                last_resort()
        await process.wait()


_RunReply = protocol.Done | protocol.Adjusted | protocol.Saved | protocol.Asked | protocol.Seen | protocol.Explained
_REPLIES: dict[type[protocol.RunRequest], type[_RunReply]] = {
    protocol.Adjust: protocol.Adjusted,
    protocol.Reset: protocol.Adjusted,
    protocol.Save: protocol.Saved,
    protocol.Ask: protocol.Asked,
    protocol.See: protocol.Seen,
    protocol.Explain: protocol.Explained,
}


def _replies(request: protocol.RunRequest) -> type[_RunReply]:
    return _REPLIES.get(type(request), protocol.Done)


def _line(request: protocol.Request) -> bytes:
    line = protocol.encode(request)
    if len(line) > protocol.LONGEST_LINE:
        raise WorkerProblem("bad-message", f"{len(line)} bytes are too much for one request")
    return line


def _how_it_ended(code: int) -> str:
    if code < 0:
        return f"The worker was killed (signal {-code})."
    return f"The worker ended by itself (exit code {code})."
