"""Two runs built, trained and stopped together, and how many of a demo's pauses they have reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine

from studyai.client.errors import WorkerProblem
from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.protocol import Frame
from studyai.tui.lab.beside.demos import Demo
from studyai.tui.lab.curves import Losses
from studyai.tui.lab.pace import DEFAULT, Pace, usual_updates
from studyai.tui.lab.plan import built, first_probe
from studyai.tui.lab.text import BROKEN_OFF
from studyai.tui.widgets.thin import Envelope


class Bench:
    """One of the two: its run, what was drawn of it, its losses kept short."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.probe = first_probe(run.started)
        self.drawn: Frame | None = None
        self._losses = Losses()

    @property
    def losses(self) -> Envelope:
        """All losses since the last reset."""
        return self._losses.taken_from(self.run)


class Comparison:
    """The two runs of a demo. What asks the worker raises `WorkerLost` and `WorkerProblem`."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.benches: list[Bench] = []
        self._example = 0
        self._reached = 0  # pauses
        self.pace = DEFAULT  # at which both are trained

    async def build(self, worker: Worker) -> None:
        """Build both; if one is refused, there is none."""
        benches: list[Bench] = []
        try:
            for side in (self.demo.first, self.demo.second):
                benches.append(Bench(await built(worker, side.plan(), until_target=False)))
                await benches[-1].run.view(benches[-1].probe)
                await benches[-1].run.set_pace(self._updates_per_second)
        except WorkerProblem:
            for bench in benches:
                await bench.run.stop()
            raise
        self.benches, self._reached, self._example = benches, 0, 0

    async def play(self) -> None:
        """Train both, in a demo up to the next pause; or pause both."""
        if any(bench.run.latest is not None and bench.run.latest.state == "running" for bench in self.benches):
            await self._both(Run.pause)
            return
        target = next((pause.at for pause in self.demo.pauses[self._reached :]), None)
        await self._both(Run.resume if target is None else lambda run: _train_up_to(run, target))

    def set_pace(self, pace: Pace) -> Coroutine[None, None, None]:
        """Train both at that pace from now on; what is returned asks the worker."""
        self.pace = pace
        return self._both(lambda run: run.set_pace(self._updates_per_second))

    @property
    def _updates_per_second(self) -> float | None:
        """Both do equally many: from pause to pause takes as long as a usual training."""
        pauses = [pause.at for pause in self.demo.pauses if pause.at]
        sides = self.demo.first.architecture, self.demo.second.architecture
        return self.pace.updates_per_second(pauses[-1] // len(pauses) if pauses else usual_updates(*sides))

    async def step(self) -> None:
        """Do one update of both."""
        await self._both(Run.step)

    async def reset(self) -> None:
        """Build both anew, from the same seeds."""
        self._reached = 0
        await self._both(Run.reset)

    async def leaf(self, step: int) -> None:
        """Look at another example, the same number for both."""
        count = min((bench.run.started.examples for bench in self.benches), default=0)
        if count:
            self._example = example = (self._example + step) % count
            await self._both(lambda run: run.example(example))

    async def stop(self) -> None:
        """End both."""
        benches, self.benches = self.benches, []
        for bench in benches:
            await bench.run.stop()

    async def _both(self, request: Callable[[Run], Awaitable[object]]) -> None:
        for bench in self.benches:
            await request(bench.run)

    def reach_pause(self) -> str:
        """Say what there is to look at once both have done as many updates as a pause waits for; "" where not."""
        frames = [bench.run.latest for bench in self.benches]
        done = min((_updates(frame) if frame is not None else -1 for frame in frames), default=-1)
        reached = [pause for pause in self.demo.pauses if pause.at <= done]
        if len(reached) <= self._reached:
            return ""
        self._reached = len(reached)
        return f"{reached[-1].text}   ({len(reached)} of {len(self.demo.pauses)})"


def _updates(frame: Frame) -> float:
    """Return the updates done; a training that broke off is past every pause."""
    return float("inf") if frame.state in BROKEN_OFF else frame.step


async def _train_up_to(run: Run, target: int) -> None:
    """Train to a pause, if it is not there yet and can still be trained."""
    frame = run.latest
    if frame is not None and frame.state not in BROKEN_OFF and frame.step < target:
        await run.step(target - frame.step)
