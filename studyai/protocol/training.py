"""Beginning a training, and controlling it."""

from __future__ import annotations

from typing import Literal

import msgspec

from studyai.protocol.base import Done, Reply, Report, Request, RunRequest, SettingValue

Reason = Literal["finished", "diverged", "stopped", "failed"]


class Layer(msgspec.Struct, frozen=True):
    """A row of the layer table."""

    name: str  # conv1
    kind: str  # Conv2d
    shape: tuple[int, ...]  # of its output for a training batch, batch first
    parameters: int


class Probe(msgspec.Struct, frozen=True):
    """A named inner tensor that frames can show."""

    name: str  # conv1.feature_maps
    axes: tuple[str, ...]  # what each dimension is: ("map", "row", "column")
    shape: tuple[int, ...]


class Setting(msgspec.Struct, frozen=True):
    """One thing that can be chosen for a training. ``rebuild``: changing it begins a new model at step 0."""

    name: str
    kind: Literal["number", "whole", "choice", "flag"]
    value: SettingValue
    default: SettingValue
    when: Literal["live", "rebuild"]
    help: str
    low: float | None = None  # of numbers, both inclusive
    high: float | None = None
    choices: tuple[str, ...] = ()


class Started(Reply, frozen=True, kw_only=True):
    """A run is built: what it is, what can be looked at, and what can be changed."""

    run: int
    architecture: str
    task: str
    seed: int
    learning_rate: float
    batch_size: int
    steps: int  # updates after which it finishes at the latest
    evaluate_every: int  # updates after each of which it ends if the target is reached; it is measured more often
    steps_per_epoch: int
    metric: str  # "test accuracy"
    target: float
    structure: str  # the model's repr
    source: str  # the architecture's source, as run
    layers: list[Layer]
    probes: list[Probe]
    classes: list[str]
    examples: int  # test examples one can leaf through
    settings: list[Setting] = []  # all there are, with their values now
    replay: str = ""  # see `Frame`
    device: str = "cpu"
    notice: str = ""  # what there is to say about the device: that there is no GPU


class Train(Request[Started], frozen=True, kw_only=True):
    """Build a model and train it, or wait at step 0 if ``paused``.

    ``architecture`` is a name, or the whole line of an earlier run (`Frame.replay`), which is done again.
    ``settings`` stand over those of the line; what nobody names is taken from the architecture's recipe; text is
    read as a value. The run finishes when, after some whole epochs, an evaluation reaches the target (unless
    ``until_target`` is false), at the latest after so many ``steps``. A finished run can be resumed, see `Resume`.
    """

    architecture: str
    settings: dict[str, SettingValue] = {}
    until_target: bool = True
    paused: bool = False
    device: str = "cpu"  # "auto" takes a GPU if there is one


class Pause(RunRequest[Done], frozen=True, kw_only=True):
    """Wait after the update in hand."""


class Resume(RunRequest[Done], frozen=True, kw_only=True):
    """Go on from where it stands.

    A finished run does as many updates again as it has done; one that missed its target ends when it reaches it.
    """


class Step(RunRequest[Done], frozen=True, kw_only=True):
    """Pause, then do ``count`` updates."""

    count: int = 1


class Pace(RunRequest[Done], frozen=True, kw_only=True):
    """Do at most so many updates a second from now on, so that one can watch; None: as fast as it can.

    It changes when updates are done, and no number.
    """

    updates_per_second: float | None


class Adjusted(Reply, frozen=True, kw_only=True):
    """Settings were changed. If the model was ``rebuilt`` for it, it begins at step 0, in a new generation."""

    rebuilt: bool
    started: Started  # the run as it is now


class Reset(RunRequest[Adjusted], frozen=True, kw_only=True):
    """Build the model anew, from the same seed or another, and wait at step 0."""

    seed: int | None = None


class Adjust(RunRequest[Adjusted], frozen=True, kw_only=True):
    """Change settings while it trains, all or none; text is read as a value."""

    settings: dict[str, SettingValue]


class Stop(RunRequest[Done], frozen=True, kw_only=True):
    """End the run and forget it. `Finished` follows unless it was sent before."""


class Finished(Report, frozen=True, kw_only=True):
    """A run came to its end: its last step, a divergence, `Stop`, or a fault that nobody foresaw."""

    run: int
    reason: Reason
    metric: str
    value: float
    target: float
    reached: bool
    steps: int
    seconds: float  # spent computing: pauses, and waiting for the pace, are left out
    explanation: str | None = None
