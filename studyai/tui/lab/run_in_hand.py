"""The run that is trained and looked into: what it is, where one looks, what outlives a lost worker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress

from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.protocol import SettingValue
from studyai.tui.lab.pace import DEFAULT, Pace, usual_updates
from studyai.tui.lab.plan import Plan, built, first_probe, plan_of

LONGEST_WAIT = 2.0  # seconds for the frame that follows a request


class RunInHand:
    """One run, the test example and the inner tensor that one looks at.

    What asks the worker raises `WorkerLost` and `WorkerProblem`, and does nothing while there is no run.
    """

    def __init__(self) -> None:
        self.run: Run | None = None
        self.plan = Plan()
        self.example = 0
        self.probe = ""
        self.pace = DEFAULT  # at which it is trained
        self._paced: tuple[Run, Pace] | None = None  # what was asked of which run
        self._turn = asyncio.Lock()  # a key means the run as the key before has left it

    # What it is

    async def build(self, worker: Worker, plan: Plan, *, look_afresh: bool = False) -> Run:
        """Put a new run, waiting at step 0, in the place of the old one; one that is refused leaves all as it was.

        One looks at the same example and inner tensor where it has them, unless one is to ``look_afresh``.
        """
        run = await built(worker, plan)
        old, self.run, self.plan = self.run, run, plan
        if look_afresh:
            self.example, self.probe = 0, ""
        self._look_at_what_exists(run)
        if old is not None and old.lost is None:
            await old.stop()
        return run

    def remember(self) -> None:
        """Keep the plan of the run as it is: its worker is lost."""
        if self.run is not None:
            self.plan = plan_of(self.run.started)

    def _look_at_what_exists(self, run: Run) -> None:
        self.example = min(self.example, max(run.started.examples - 1, 0))
        self.probe = first_probe(run.started, self.probe)

    # Training

    async def start_or_pause(self) -> None:
        """Train; while it trains, pause."""
        async with self._turn:
            run = self.run
            if run is None:
                return
            before = run.latest
            if self.is_running:
                await run.pause()
                await _seen(run, lambda: not self.is_running)
            else:
                await self._keep_pace(run)
                await run.resume()
                await _seen(run, lambda: run.latest is not before)

    @property
    def is_running(self) -> bool:
        """Whether it trains now."""
        return self.run is not None and self.run.latest is not None and self.run.latest.state == "running"

    def set_pace(self, pace: Pace) -> Coroutine[None, None, None]:
        """Train at that pace, also what is built later; what is returned asks the worker."""
        self.pace = pace
        return self._change_pace()

    async def _change_pace(self) -> None:
        if self.run is not None and self.is_running:
            await self._keep_pace(self.run)

    async def _keep_pace(self, run: Run) -> None:
        if self._paced != (run, self.pace):
            self._paced = run, self.pace
            await run.set_pace(self.pace.updates_per_second(usual_updates(run.started.architecture)))

    async def pause(self) -> None:
        """Wait, if it can still hear."""
        if self.run is not None and self.run.lost is None:
            await self.run.pause()

    async def step(self) -> None:
        """Do one update."""
        if self.run is not None:
            await self.run.step()

    async def reset(self, seed: int | None = None) -> None:
        """Begin anew, from the same seed or another one."""
        async with self._turn:
            run = self.run
            if run is None:
                return
            generation = run.history.generation
            await run.reset(seed)
            await _seen(run, lambda: run.history.generation != generation)

    async def adjust(self, name: str, value: SettingValue) -> bool:
        """Change a setting; return whether the model was built anew for it."""
        run = self.run
        rebuilt = run is not None and await run.adjust(**{name: value})
        if run is not None and rebuilt:
            before = self.probe
            self._look_at_what_exists(run)
            if self.probe != before:
                await self.look_at(self.probe)
        return rebuilt

    # Where one looks

    async def look(self) -> None:
        """Look at the example and the inner tensor in hand: a new run shows its own."""
        if self.run is not None and self.example:
            await self.run.example(self.example)
        await self.look_at(self.probe)

    def look_at(self, probe: str) -> Coroutine[None, None, None]:
        """Look at an inner tensor: from now on, and what is returned asks the worker."""
        self.probe = probe
        return self._view(probe)

    async def _view(self, probe: str) -> None:
        if self.run is not None and probe:
            await self.run.view(probe)

    def leaf(self, step: int) -> Coroutine[None, None, None]:
        """Go on to another test example, after the last the first; what is returned asks the worker for it."""
        examples = self.run.started.examples if self.run is not None else 0
        self.example = (self.example + step) % examples if examples else 0
        return self._show_example(self.example, examples)

    async def _show_example(self, example: int, examples: int) -> None:
        if self.run is not None and examples:
            await self.run.example(example)

    async def find_neighbours(self, word: str) -> None:
        """Look at the neighbours of a word."""
        if self.run is not None:
            await self.run.word(word)


async def _seen(run: Run, happened: Callable[[], bool]) -> None:
    """Wait for the frame that shows what was asked, if it comes soon."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_WAIT):
            async for _ in run.events():
                if happened():
                    return
