"""Statements that are proven by running them: what there is, a run with its knobs, and what it measured."""

from __future__ import annotations

import msgspec

from studyai.protocol.base import Reply, Report, Request, SettingValue


class Knob(msgspec.Struct, frozen=True):
    """What can be turned: a number in its range (both ends included), a switch, or one of some words."""

    name: str
    help: str
    default: SettingValue
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


class Guess(msgspec.Struct, frozen=True):
    """What is asked before it runs: one of the ``choices`` (id to words), or a number where there are none.

    A number counts as predicted within ``within`` of what was measured, as a share of the larger of the two.
    """

    ask: str
    choices: dict[str, str] = {}
    within: float = 0.1


class Plot(msgspec.Struct, frozen=True):
    """The axes of the curves that grow while it runs; each perhaps logarithmic."""

    x: str
    y: str
    logarithmic: bool = False  # the y axis: powers of ten
    x_logarithmic: bool = False  # what is tried grows by factors, and is above 0


class ClaimCard(msgspec.Struct, frozen=True):
    """A claim as it is told of before it runs. ``fails`` is a setting of its knobs at which it is false."""

    name: str
    section: int
    says: str
    guess: Guess
    why: str
    knobs: tuple[Knob, ...]
    fails: dict[str, SettingValue]
    plot: Plot | None = None


class Point(msgspec.Struct, frozen=True):
    """One more place on the curves: their values there, by name."""

    x: float
    values: dict[str, float]


class Heat(msgspec.Struct, frozen=True):
    """A matrix to be seen as colours, with words for its rows and columns."""

    values: list[list[float]]
    rows: list[str] = []
    columns: list[str] = []
    title: str = ""


class Bars(msgspec.Struct, frozen=True):
    """Numbers to be compared by their length."""

    values: dict[str, float]
    title: str = ""


class ClaimList(Reply, frozen=True, kw_only=True):
    """Every claim, by section and name."""

    claims: list[ClaimCard]


class Claims(Request[ClaimList], frozen=True, kw_only=True):
    """Say which claims there are."""


class ClaimText(Reply, frozen=True, kw_only=True):
    """A claim's source."""

    text: str


class ClaimSource(Request[ClaimText], frozen=True, kw_only=True):
    """The claim's source, as run."""

    claim: str


class Growing(Report, frozen=True, kw_only=True):
    """More of the curves of the claim that is running."""

    claim: str
    points: list[Point]


class Proven(Reply, frozen=True, kw_only=True):
    """What a run measured, and whether the statement holds.

    ``outcome`` is what the guess was about: the id of a choice, or a number. ``measured`` says the verdict in a
    sentence with its ``numbers``.
    """

    claim: str
    knobs: dict[str, SettingValue]
    holds: bool
    outcome: str | float
    measured: str
    numbers: dict[str, float]
    heat: Heat | None = None
    bars: Bars | None = None
    seconds: float = 0.0


class Prove(Request[Proven], frozen=True, kw_only=True):
    """Run a claim with its knobs turned so; those that are not named have their default."""

    claim: str
    knobs: dict[str, SettingValue] = {}
