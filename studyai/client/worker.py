"""The torch worker as the app sees it: a subprocess that answers requests and can be lost at any moment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import TypeVar

from studyai import protocol
from studyai.client.connection import Connection, Patience
from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.run import Run
from studyai.protocol import Adjusted, Finished, Frame, Reply, Report, Request, SettingValue, Started, Values, Welcome

CHECKS_PER_MESSAGE = 200

_ReplyT = TypeVar("_ReplyT", bound=Reply)


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
        self._connection: Connection | None = None
        self._runs: dict[int, Run] = {}
        self._on_points: Callable[[list[protocol.Point]], None] | None = None

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

    @property
    def trainings(self) -> list[Run]:
        """The runs that are there, in the order in which they were begun."""
        return list(self._runs.values())

    @property
    def process_number(self) -> int | None:
        """The system's number of the subprocess, from `start` to `stop`."""
        return self._connection.process.number if self._connection is not None else None

    async def start(self) -> Welcome:
        """Start the subprocess and greet it. Raises `WorkerLost` if that fails."""
        if self._connection is not None:
            raise RuntimeError("the worker is started already; use restart()")
        self.lost = None
        try:
            self._connection = await Connection.open(
                self.command, self.patience, on_report=self._receive, on_lost=self._lose
            )
        except WorkerLost as lost:
            self.lost = lost
            raise
        try:
            self.hello = await self._connection.ask(protocol.Hello(threads=self.threads), self.patience.start)
        except WorkerProblem as problem:
            raise self._connection.lose(f"The worker cannot start: {problem.message}") from problem
        self._connection.watch()
        return self.hello

    async def stop(self) -> None:
        """End the worker: close its input, then terminate, then kill. Safe to call at any time."""
        connection, self._connection = self._connection, None
        if connection is not None:
            if self.lost is None:
                self._give_up(WorkerLost("The worker was stopped."))
            await connection.close()
        self.hello = None

    async def restart(self) -> Welcome:
        """Stop what is left of the worker and start a new one. Raises `WorkerLost`."""
        await self.stop()
        return await self.start()

    async def check(self, oracle: str, givens: Values) -> Values:
        """Return the answer by real torch: symbol to number, text (``"3/10"``, ``"nan"``) or nested lists."""
        request = protocol.Check(oracle=oracle, givens=givens)
        return (await self._ask(request)).values

    async def check_many(self, oracle: str, many: Sequence[Values]) -> list[Values | str]:
        """Return one answer for each of the givens, in order; a str says why the oracle refused those."""
        answers: list[Values | str] = []
        for start in range(0, len(many), CHECKS_PER_MESSAGE):
            part = list(many[start : start + CHECKS_PER_MESSAGE])
            request = protocol.CheckMany(oracle=oracle, many=part)
            answers += (await self._ask(request)).answers
        return answers

    async def source(self, oracle: str) -> str:
        """Return the oracle's source as run, with the imports it needs."""
        return (await self._ask(protocol.Source(oracle=oracle))).text

    async def claims(self) -> list[protocol.ClaimCard]:
        """Return every claim, by section and name."""
        return (await self._ask(protocol.Claims())).claims

    async def claim_source(self, claim: str) -> str:
        """Return the claim's source as run, with the imports it needs."""
        return (await self._ask(protocol.ClaimSource(claim=claim))).text

    async def prove(
        self,
        claim: str,
        knobs: Mapping[str, SettingValue] | None = None,
        on_points: Callable[[list[protocol.Point]], None] | None = None,
    ) -> protocol.Proven:
        """Run a claim, one at a time; ``on_points`` is given its curves as they grow."""
        self._on_points = on_points
        try:
            return await self._ask(protocol.Prove(claim=claim, knobs=dict(knobs or {})))
        finally:
            self._on_points = None

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
            surface=surface,
            optimisers=list(optimisers),
            learning_rates=dict(learning_rates or {}),
            steps=steps,
            seed=seed,
        )
        return await self._ask(request)

    async def race_question(
        self, surface: str, optimiser: str, step: int, *, learning_rate: float | None = None, steps: int = 200
    ) -> protocol.LiveNumber:
        """Return the question of an update, counted from 1, of a race of so many steps."""
        request = protocol.AskRace(
            surface=surface, optimiser=optimiser, step=step, learning_rate=learning_rate, steps=steps
        )
        return (await self._ask(request)).question

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
            architecture=architecture,
            settings={**(settings or {}), **{name: value for name, value in named.items() if value is not None}},
            until_target=until_target,
            paused=paused,
            device=device,
        )
        started = await self._ask(request)
        return self._runs[started.run]

    async def _ask(self, request: Request[_ReplyT]) -> _ReplyT:
        if self._connection is None or self.lost is not None:
            raise self.lost or WorkerLost("The worker is not started.")
        reply = await self._connection.ask(request)
        if isinstance(request, protocol.Stop):
            self._runs.pop(request.run, None)
        return reply

    def _receive(self, report: Report) -> None:
        """Hand a run what is its; a new run is known before its reply is, so that it misses no frame."""
        match report:
            case Frame() | Finished():
                if run := self._runs.get(report.run):
                    run.receive(report)
            case protocol.Growing() if self._on_points is not None:
                self._on_points(report.points)
            case Started():
                self._runs[report.run] = Run(report, self._ask)
            case Adjusted():
                if run := self._runs.get(report.started.run):
                    run.started = report.started

    def _lose(self, lost: WorkerLost) -> None:
        self._give_up(lost)
        if self.on_lost is not None:
            self.on_lost(lost)

    def _give_up(self, lost: WorkerLost) -> None:
        self.lost = lost
        for run in self._runs.values():
            run.lose(lost)
        self._runs.clear()
