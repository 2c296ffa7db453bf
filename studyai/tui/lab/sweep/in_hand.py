"""The sweep in hand: what is typed of it, what has come out of it so far, and its workers while it goes on."""

from __future__ import annotations

import shlex
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

from studyai.client.errors import WorkerLost
from studyai.client.run import Run
from studyai.client.sweep.agreeing import agreed
from studyai.client.sweep.crew import MOST_WORKERS, Crew
from studyai.client.sweep.errors import SweepError
from studyai.client.sweep.plan import RATES, STEPS, Cell, Sweep, Wish
from studyai.client.sweep.record import Record, value_words
from studyai.client.worker import Worker
from studyai.cores import cores
from studyai.protocol import Setting, SettingValue, Started
from studyai.tui.lab.plan import Plan, plan_of

NEVER_SWEPT = ("seed",)
LIMITS = {"points": (2, 100), "seeds": (1, 20), "steps": (1, 10_000_000)}


class SweepInHand:
    """The sweep of a run's settings. ``texts`` are the fields as typed; what is in them is read when it runs."""

    def __init__(self, started: Started) -> None:
        self.started = started
        self.plan = plan_of(started)
        self.setting = "learning_rate"
        self.texts = {"values": RATES, "points": "9", "seeds": "3", "steps": str(STEPS)}
        self.crew: Crew | None = None  # that works at it, or did last
        self.problem = ""  # why it could not be run
        self._turn: object | None = None  # of who runs it now
        self._record: Record | None = None

    @property
    def record(self) -> Record | None:
        """What has come out of it so far."""
        return self.crew.record if self.crew is not None else self._record

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self._turn is not None

    @property
    def running(self) -> Mapping[Cell, Run]:
        """The runs in hand."""
        return self.crew.running if self.crew is not None and self.is_running else {}

    @property
    def left_out(self) -> Sequence[Cell]:
        """The runs that could not be done."""
        return self.crew.given_up if self.crew is not None else ()

    @property
    def told(self) -> str:
        """What went wrong last."""
        return self.crew.told[-1] if self.crew is not None and self.crew.told else ""

    def choose(self, setting: str) -> None:
        """Sweep another setting, over values that it may have."""
        row = next(row for row in self.started.settings if row.name == setting)
        self.setting, self.texts["values"] = setting, usual_values(row)
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.crew, self._record, self.problem = None, None, ""

    def stop(self) -> None:
        """Let nobody run it; whoever does is to be cancelled."""
        self._turn = None

    def wish(self) -> Wish:
        """Return what is typed. Raises `SweepError`."""
        fixed: dict[str, SettingValue] = {
            name: value
            for name, value in self.plan.settings.items()
            if name not in (self.setting, "steps", *NEVER_SWEPT)
        }
        if self.setting != "steps":
            fixed["steps"] = self._whole("steps")
        text = self.texts["values"]
        return Wish(self.plan.architecture, self.setting, text, fixed, self._whole("points"), self._whole("seeds"))

    def command(self) -> str:
        """Return the command line that does the same. Raises `SweepError`."""
        wish = self.wish()
        settings = {wish.setting: wish.text, **{name: value_words(value) for name, value in wish.fixed.items()}}
        words = [f"--set {shlex.quote(f'{name}={text}')}" for name, text in settings.items()]
        return " ".join(["studyai sweep", wish.architecture, *words, f"--points {wish.points} --seeds {wish.seeds}"])

    async def run(self, ready: Callable[[], Awaitable[Worker]], another: Callable[[], Worker]) -> None:
        """Do what is left of it, with a worker that is ``ready`` to be asked, and others; ``problem`` says why not."""
        turn = self._turn = object()
        self.problem = ""
        try:
            record = self._beginning(await agreed(await ready(), self.wish()))
            self.crew = Crew(record, [_single(another()) for _ in range(_hands(len(record.left)))])
            await self.crew.work()
        except (SweepError, WorkerLost) as problem:
            self.problem = str(problem)
        finally:
            if self._turn is turn:
                self.stop()

    def _beginning(self, sweep: Sweep) -> Record:
        """Return what there is by now, where it belongs to that sweep."""
        if self.record is not None:
            with suppress(SweepError):
                return self.record.going_on_with(sweep)
        return Record(sweep)

    def _whole(self, name: str) -> int:
        text, (low, high) = self.texts[name].strip(), LIMITS[name]
        if not (text.isascii() and text.isdecimal()) or not low <= int(text[:20]) <= high:
            raise SweepError(f"{name} {text!r} is not a whole number from {low} to {high}")
        return int(text)


def sweep_of(started: Started, before: SweepInHand | None) -> SweepInHand:
    """Return the sweep there was before, if a run is still built the same; else a new one."""
    plan = plan_of(started)
    return before if before is not None and _as_swept(before.plan) == _as_swept(plan) else SweepInHand(started)


def _as_swept(plan: Plan) -> tuple[str, dict[str, SettingValue]]:
    return plan.architecture, {name: value for name, value in plan.settings.items() if name not in NEVER_SWEPT}


def _hands(runs: int) -> int:
    """Return how many workers to employ: one core is left to the screen."""
    return max(1, min(cores() - 1, MOST_WORKERS, runs))


def _single(worker: Worker) -> Worker:
    worker.threads = 1
    return worker


def usual_values(row: Setting) -> str:
    """Return values of a setting to begin with."""
    if row.name == "learning_rate":
        return RATES
    if row.kind == "choice":
        return ",".join(row.choices)
    if row.kind == "flag":
        return "false,true"
    low, high = row.low or 0.0, row.high if row.high is not None else float(row.value)
    value = float(row.value)
    if row.kind == "whole":
        around = (max(low, 1.0, value // 2), max(2.0, value), min(high, max(4.0, value * 2)))
        return ",".join(dict.fromkeys(f"{number:.0f}" for number in around))
    if value:
        return f"{max(low, value / 10):g}..{min(high, value * 10):g}"
    return "1e-4..1" if high > 1 else f"0..{round(0.9 * high, 1):g}"
