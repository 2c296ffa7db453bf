"""What came out of a sweep, as it is kept in a file and printed as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

import msgspec

from studyai.client.sweep.errors import SweepError
from studyai.client.sweep.plan import Cell, Sweep
from studyai.protocol import SettingValue


class Outcome(msgspec.Struct, frozen=True):
    """How a run ended. Losses are means over all training examples, without dropout or noise."""

    value: SettingValue
    seed: int
    start: float | None  # the loss before the first update
    loss: float | None  # and after the last; None if it diverged
    metric: float | None  # on the validation examples
    diverged: bool
    steps: int
    replay: str
    explanation: str = ""

    @property
    def cell(self) -> Cell:
        """Which run of the sweep it was."""
        return Cell(self.value, self.seed)

    @property
    def is_worse(self) -> bool:
        """Whether it ended no better than it began."""
        return self.loss is None or (self.start is not None and self.loss >= self.start)


class Curved(msgspec.Struct, frozen=True):
    """The largest eigenvalue of the Hessian of the training loss before a seed's first update."""

    seed: int
    largest: float
    examples: int

    @property
    def rate(self) -> float:
        """2/λ_max: where gradient descent on all examples, without momentum, begins to diverge on a quadratic loss."""
        return 2 / self.largest if self.largest > 0 else math.inf


class Record(msgspec.Struct, frozen=True):
    """A sweep with what has come out of it so far."""

    sweep: Sweep
    metric: str = ""  # its name
    batch_size: int = 0
    curved: tuple[Curved, ...] = ()
    not_curved: str = ""  # why the curvature was not measured, where it could not be
    outcomes: tuple[Outcome, ...] = ()

    def with_outcome(self, outcome: Outcome) -> Record:
        """Return it with a run more, in the order of the sweep."""
        place = {cell: number for number, cell in enumerate(self.sweep.cells)}
        outcomes = sorted((*self.outcomes, outcome), key=lambda one: place[one.cell])
        return msgspec.structs.replace(self, outcomes=tuple(outcomes))

    def with_curvature(self, curved: Curved) -> Record:
        """Return it with the curvature at one more seed's start."""
        return msgspec.structs.replace(self, curved=tuple(sorted((*self.curved, curved), key=lambda one: one.seed)))

    def going_on_with(self, sweep: Sweep) -> Record:
        """Return it as the beginning of that sweep: the same, or one with more values or seeds. Raises `SweepError`."""
        cells = set(sweep.cells)
        if not sweep.is_about_the_same(self.sweep) or any(one.cell not in cells for one in self.outcomes):
            raise SweepError(f"it has runs of another sweep: {described(self.sweep)}")
        return msgspec.structs.replace(self, sweep=sweep)

    @property
    def left(self) -> list[Cell]:
        """The runs still to be done, in order."""
        done = {one.cell for one in self.outcomes}
        return [cell for cell in self.sweep.cells if cell not in done]

    @property
    def points(self) -> list[Point]:
        """Each value with its runs."""
        found: dict[SettingValue, list[Outcome]] = {value: [] for value in self.sweep.values}
        for one in self.outcomes:
            found[one.value].append(one)
        return [Point(value, tuple(outcomes)) for value, outcomes in found.items()]

    def encoded(self) -> bytes:
        """Return the file's content."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


class Point(msgspec.Struct, frozen=True):
    """A value with its runs, as many as there are by now."""

    value: SettingValue
    outcomes: tuple[Outcome, ...]

    @property
    def loss(self) -> float | None:
        """The mean of the final losses; None where one diverged, or there is none yet."""
        return _mean([one.loss for one in self.outcomes])

    @property
    def metric(self) -> float | None:
        """The mean of the metrics; None where one diverged, or there is none yet."""
        return _mean([None if one.diverged else one.metric for one in self.outcomes])

    @property
    def diverged(self) -> int:
        """How many diverged."""
        return sum(one.diverged for one in self.outcomes)

    @property
    def worse(self) -> int:
        """How many ended no better than they began, those that diverged among them."""
        return sum(one.is_worse for one in self.outcomes)


def _mean(numbers: Sequence[float | None]) -> float | None:
    known = [one for one in numbers if one is not None]
    return fmean(known) if known and len(known) == len(numbers) else None


def read(content: bytes) -> Record:
    """Return what a file holds. Raises `SweepError`."""
    try:
        record = msgspec.json.decode(content, type=Record)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise SweepError(f"it is no file of a sweep ({problem})") from problem
    cells = set(record.sweep.cells)
    if any(one.cell not in cells for one in record.outcomes):
        raise SweepError("it is no file of a sweep (it has runs that its sweep has not)")
    return record


def value_words(value: SettingValue) -> str:
    """Return a value as it is typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def described(sweep: Sweep) -> str:
    """Return a sweep in a line: `mlp, learning_rate 0.0001 … 1, seeds 0 … 2, optimiser=sgd`."""
    fixed = ", ".join(f"{name}={value_words(value)}" for name, value in sweep.fixed.items())
    ends = f"{sweep.setting} {value_words(sweep.values[0])} … {value_words(sweep.values[-1])}"
    return f"{sweep.architecture}, {ends}, {sweep.seeds} seeds{', ' if fixed else ''}{fixed}"
