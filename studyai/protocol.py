"""What the app and its torch worker say to each other: JSON lines, one message a line.

The app writes *requests* to the worker's standard input, the worker writes *reports* to its standard
output. Every request carries an ``id`` and gets exactly one reply with that ``id``: the report named
in the request's docstring, or a `Problem`. `Frame` and `Finished` come unasked while something trains.

Scalars travel exactly (the shortest decimal that reads back as the same float64; fractions as text,
``"1/10"``; what is not finite as ``"nan"``, ``"inf"``, ``"-inf"``). Tensors travel as base64 float32.
This module imports neither torch nor numpy: both sides use it.
"""

from __future__ import annotations

import sys
from array import array
from math import prod
from typing import Any, Literal

import msgspec

VERSION = 3
LONGEST_LINE = 16 * 1024 * 1024  # bytes; a longer line is refused by either side
FRAMES_PER_SECOND = 12  # the most telemetry frames a training sends

Value = int | float | str | list[Any]
"""A number, an exact number as text (``"1/10"``, ``"0.1"``), or nested lists of these."""

Values = dict[str, Any]
"""Symbol (``theta_1``) to `Value`."""

SettingValue = bool | int | float | str

State = Literal["running", "paused", "finished", "diverged"]


class Tensor(msgspec.Struct, frozen=True):
    """A tensor's numbers as little-endian float32 in row-major order, with its shape."""

    shape: tuple[int, ...]
    data: bytes  # msgspec writes bytes as base64

    def flat(self) -> array[float]:
        """Return all entries in row-major order."""
        numbers = array("f")
        numbers.frombytes(self.data)
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers

    def values(self) -> Any:
        """Return nested lists in the tensor's shape; a bare number if it has no dimension."""
        numbers = self.flat().tolist()
        if len(numbers) != prod(self.shape):
            raise ValueError(f"a tensor of shape {self.shape} came with {len(numbers)} numbers")
        return _nest(numbers, self.shape)


def _nest(numbers: list[float], shape: tuple[int, ...]) -> Any:
    if not shape:
        return numbers[0]
    size = prod(shape[1:])
    return [_nest(numbers[row * size : (row + 1) * size], shape[1:]) for row in range(shape[0])]


# Requests


class Request(msgspec.Struct, frozen=True, tag_field="type", tag=str.lower, kw_only=True):
    """Anything the app asks; ``id`` comes back in the reply."""

    id: int


class Hello(Request, frozen=True, kw_only=True):
    """The first request. Reply: `Welcome`, or a `Problem` when the versions differ."""

    version: int = VERSION
    threads: int | None = None  # that torch may use; None: all cores but one


class Ping(Request, frozen=True, kw_only=True):
    """Are you alive? Answered at once, whatever else is being computed. Reply: `Pong`."""


class Check(Request, frozen=True, kw_only=True):
    """Compute an oracle's answer. Reply: `Checked`."""

    oracle: str
    givens: Values


class CheckMany(Request, frozen=True, kw_only=True):
    """Compute one oracle's answer for each of many givens. Reply: `CheckedMany`."""

    oracle: str
    many: list[Values]


class Source(Request, frozen=True, kw_only=True):
    """The oracle's source, as run. Reply: `SourceText`."""

    oracle: str


class Race(Request, frozen=True, kw_only=True):
    """Let optimisers race down a surface, or to train the MLP ("mlp"). Reply: `Raced`.

    No names mean all of them; an optimiser without a rate takes the one it has for that surface.
    """

    surface: str
    optimisers: list[str] = []
    learning_rates: dict[str, float] = {}
    steps: int = 200
    seed: int = 0  # of the MLP's weights and batches


class AskRace(Request, frozen=True, kw_only=True):
    """Make a question of an update of a race, counted from 1. Reply: `AskedRace`."""

    surface: str
    optimiser: str
    step: int
    learning_rate: float | None = None  # None: the one it takes there
    steps: int = 200  # of the race


class Train(Request, frozen=True, kw_only=True):
    """Build a model and train it, or wait at step 0 if ``paused``. Reply: `Started`.

    ``architecture`` is a name, or the whole line of an earlier run (`Frame.replay`), which is done again.
    ``settings`` stand over those of the line; what nobody names is taken from the architecture's recipe; text is
    read as a value. The run finishes when an evaluation reaches the target (unless ``until_target`` is
    false), at the latest after so many ``steps``. A finished run can be resumed and then goes on without an end.
    """

    architecture: str
    settings: dict[str, SettingValue] = {}
    until_target: bool = True
    paused: bool = False
    device: str = "cpu"  # "auto" takes a GPU if there is one


class RunRequest(Request, frozen=True, kw_only=True):
    """Anything asked about a run. Reply: `Done`; a new `Frame` follows it."""

    run: int


class Pause(RunRequest, frozen=True, kw_only=True):
    """Wait after the update in hand."""


class Resume(RunRequest, frozen=True, kw_only=True):
    """Go on from where it stands."""


class Step(RunRequest, frozen=True, kw_only=True):
    """Pause, then do ``count`` updates."""

    count: int = 1


class Reset(RunRequest, frozen=True, kw_only=True):
    """Build the model anew, from the same seed or another, and wait at step 0. Reply: `Adjusted`."""

    seed: int | None = None


class Adjust(RunRequest, frozen=True, kw_only=True):
    """Change settings while it trains, all or none; text is read as a value. Reply: `Adjusted`."""

    settings: dict[str, SettingValue]


class Look(RunRequest, frozen=True, kw_only=True):
    """Choose the inner tensor, the test example and the word that frames show; None leaves it as it is."""

    probe: str | None = None
    example: int | None = None
    word: str | None = None  # whose neighbours are shown: one of the run's classes


class Save(RunRequest, frozen=True, kw_only=True):
    """Hand the weights over. Reply: `Saved`."""


class Load(RunRequest, frozen=True, kw_only=True):
    """Go on from these weights, a safetensors file's content, if they fit. Reply: `Done`."""

    data: bytes


class Ask(RunRequest, frozen=True, kw_only=True):
    """Make questions from the run as it stands, about its layers while it sees this test example. Reply: `Asked`."""

    example: int = 0


class See(RunRequest, frozen=True, kw_only=True):
    """Find a `Prediction` out: by a copy of the run as it stood when it was last asked. Reply: `Seen`."""

    prediction: str


class Explain(RunRequest, frozen=True, kw_only=True):
    """Say what an entry of the inner tensor that frames show was computed from. Reply: `Explained`.

    ``place`` is its index in the tensor as it is shown; of a probe "….neighbours" the neighbour's, nearest first.
    """

    place: tuple[int, ...]


class Stop(RunRequest, frozen=True, kw_only=True):
    """End the run and forget it. `Finished` follows unless it was sent before."""


_Asked = Hello | Ping | Check | CheckMany | Source | Race | AskRace | Train
AnyRequest = _Asked | Pause | Resume | Step | Reset | Adjust | Look | Save | Load | Ask | See | Explain | Stop


# Reports


class Report(msgspec.Struct, frozen=True, tag_field="type", tag=str.lower, kw_only=True):
    """Anything the worker says."""


class Welcome(Report, frozen=True, kw_only=True):
    """Who the worker is and what it can do."""

    id: int
    version: int
    torch: str  # torch's version
    devices: list[str]
    threads: int
    oracles: list[str]
    architectures: list[str]


class Pong(Report, frozen=True, kw_only=True):
    """The worker is alive."""

    id: int


class Checked(Report, frozen=True, kw_only=True):
    """An oracle's answer: symbol to value."""

    id: int
    values: Values


class CheckedMany(Report, frozen=True, kw_only=True):
    """For each of the givens, in order: the answer, or why the oracle refused."""

    id: int
    answers: list[Values | str]


class SourceText(Report, frozen=True, kw_only=True):
    """An oracle's source: it runs by itself in any Python that has torch and studyai."""

    id: int
    text: str


class Track(msgspec.Struct, frozen=True):
    """What one optimiser did in a race: ``points[t]`` and ``losses[t]`` after t updates, ``gradients[t]`` there.

    ``points`` and ``gradients`` are empty where there are more than two parameters.
    """

    optimiser: str  # the id of its exercise: adam
    title: str
    learning_rate: float
    more: dict[str, float | bool]  # its other hyper-parameters, where they are not torch's defaults
    points: list[tuple[float, float]]
    losses: list[float]
    gradients: list[tuple[float, float]]
    diverged: bool  # it left for good; what it did before is here


class Raced(Report, frozen=True, kw_only=True):
    """A race and the ground it was run on. ``heights`` has the largest y in its first row; None for the MLP."""

    id: int
    surface: str
    title: str
    words: str  # the surface's formula
    lesson: str  # what to look at
    across: tuple[float, float]
    up: tuple[float, float]
    minima: list[tuple[float, float]]
    heights: Tensor | None
    tracks: list[Track]
    surfaces: list[str]  # all there are


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


class Started(Report, frozen=True, kw_only=True):
    """A run is built: what it is, what can be looked at, and what can be changed."""

    id: int
    run: int
    architecture: str
    task: str
    seed: int
    learning_rate: float
    batch_size: int
    steps: int  # updates after which it finishes at the latest
    evaluate_every: int  # updates
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


class Adjusted(Report, frozen=True, kw_only=True):
    """Settings were changed. If the model was ``rebuilt`` for it, it begins at step 0, in a new generation."""

    id: int
    rebuilt: bool
    started: Started  # the run as it is now


class Saved(Report, frozen=True, kw_only=True):
    """The weights as a safetensors file's content, with the architecture and the settings in its metadata."""

    id: int
    data: bytes


class Plane(msgspec.Struct, frozen=True):
    """The part of the plane that a view's tensor covers, row 0 at the top, and examples that lie there."""

    across: tuple[float, float]  # from the first column's middle to the last one's
    up: tuple[float, float]  # from the last row's middle to the first one's
    points: Tensor  # (N, 2): some of the training examples
    labels: list[int]  # (N)


class Neighbour(msgspec.Struct, frozen=True):
    """A word, and how near its vector is."""

    word: str
    similarity: float  # the cosine of the angle between the vectors


class View(msgspec.Struct, frozen=True):
    """The chosen inner tensor while the model looks at the chosen test example.

    ``kind`` says what the answer is: a "class" (then there are ``label`` and ``prediction``, and the
    ``probabilities`` where the model gives some), a "sequence" of classes, or a "number" (or several).
    ``expected`` and ``answered`` are the same in words for every kind, an entry for each token or number.
    """

    probe: str
    axes: tuple[str, ...]
    tensor: Tensor  # down-sampled if large
    full_shape: tuple[int, ...]
    example: int
    input: Tensor  # the first of the inputs
    label: int = -1  # index into the run's classes; -1: no single class
    prediction: int = -1
    probabilities: list[float] = []
    kind: Literal["class", "sequence", "number"] = "class"
    expected: list[str] = []
    answered: list[str] = []
    words: list[list[str]] = []  # every input that is made of tokens, in words
    plane: Plane | None = None  # of the probe "plane": class scores, (row, column, class)
    word: str = ""  # of a probe "….neighbours": whose
    neighbours: list[Neighbour] = []  # nearest first


class Evaluation(msgspec.Struct, frozen=True):
    """What was measured after an update, on examples that are not trained on."""

    step: int
    value: float  # the metric
    loss: float | None = None  # the mean loss, without dropout or noise


class Signal(msgspec.Struct, frozen=True):
    """One layer at one update; its weights and biases count as one vector w."""

    layer: str
    gradient: float  # ‖∂L/∂w‖ of the loss alone, before penalties and clipping
    weight: float  # ‖w‖ before the update
    update: float  # ‖Δw‖
    ratio: float | None  # ‖Δw‖/‖w‖; None if w was 0


class LiveNumber(msgspec.Struct, frozen=True):
    """A step of one of the bank's exercises, with numbers from a live model.

    Questions of one ``kind`` stand for each other: the first one that makes a good question is asked.
    """

    kind: str  # "gate"
    about: str  # where the numbers come from, in words
    exercise: str
    givens: Values  # rounded, as exact text; the others have their default
    key: str  # of the step that is asked: theta_4
    truth: Value  # what the model's own tensors have, unrounded


class Prediction(msgspec.Struct, frozen=True):
    """A question about what would happen, which is found out by doing it (`See`)."""

    name: str  # "ten-times-the-rate"
    ask: str
    choices: list[str]


class Asked(Report, frozen=True, kw_only=True):
    """Questions about a run after so many updates."""

    id: int
    step: int
    questions: list[LiveNumber]
    predictions: list[Prediction]


class AskedRace(Report, frozen=True, kw_only=True):
    """The question of one update of a race; its truth is where torch went."""

    id: int
    question: LiveNumber


class Seen(Report, frozen=True, kw_only=True):
    """What did happen."""

    id: int
    right: int  # index into the prediction's choices
    measured: str  # in words, with the numbers


class Part(msgspec.Struct, frozen=True):
    """A part of a sum: what it is ("W x"), and its terms, each a product of numbers."""

    label: str
    terms: list[list[float]]


Operation = Literal[
    "sum", "quotient", "root", "max", "softmax",
    "relu", "leaky_relu", "elu", "gelu", "silu", "sigmoid", "tanh", "softplus",
]  # fmt: skip


class Stage(msgspec.Struct, frozen=True):
    """One operation on real numbers. With s the sum of all terms of all parts, ``value`` is

    s itself ("sum"), √s ("root") or the activation of s ("tanh"); the first part's sum divided by the second's
    ("quotient"); the largest term ("max"); e to the sum of the ``chosen`` part, as a share of e to the sum of
    each part ("softmax").
    """

    name: str  # "forget gate"
    formula: str  # "σ(W_f x_t + U_f h_{t−1} + b_f)"
    of: Operation
    parts: list[Part]
    value: float
    chosen: int = 0


class Explained(Report, frozen=True, kw_only=True):
    """What an entry was computed from: the last stage gives its ``value``, those before it what that needs.

    There are no stages where nothing simple made it; then ``note`` says what did.
    """

    id: int
    step: int  # updates done by then
    probe: str
    place: tuple[int, ...]
    value: float
    stages: list[Stage]
    note: str = ""


class Frame(Report, frozen=True, kw_only=True):
    """Telemetry. Every update's loss is in exactly one frame: ``losses[0]`` is update ``first_step``.

    ``generation`` counts the resets and rebuilds: losses of an older generation belong to a model that is gone.
    """

    run: int
    generation: int
    seed: int
    state: State
    step: int  # updates done
    epoch: float
    first_step: int
    losses: list[float]
    evaluations: list[Evaluation]  # new since the frame before
    learning_rate: float  # of the next update, by the schedule
    steps_per_second: float
    replay: str = ""  # the run so far in one line: give it to `Train` as the architecture
    signals: list[Signal] = []  # of update ``signals_step``
    signals_step: int = 0  # 0: no update was measured yet
    view: View | None = None
    explanation: str | None = None  # what happened, when diverged


class Finished(Report, frozen=True, kw_only=True):
    """A run came to its end: its last step, a divergence, or `Stop`."""

    run: int
    reason: Literal["finished", "diverged", "stopped"]
    metric: str
    value: float
    target: float
    reached: bool
    steps: int
    seconds: float  # spent training, pauses left out
    explanation: str | None = None


class Done(Report, frozen=True, kw_only=True):
    """The request was carried out."""

    id: int


class Problem(Report, frozen=True, kw_only=True):
    """A request could not be carried out. ``name`` is one of `PROBLEMS`."""

    id: int | None  # None: the line could not be read at all
    name: str
    message: str


PROBLEMS = {
    "bad-message": "a line that is no request of this protocol",
    "wrong-version": "app and worker speak different versions",
    "unknown-oracle": "no oracle of that name",
    "bad-givens": "a given is missing, unknown, or of the wrong kind",
    "refused": "torch itself refuses the givens",
    "unknown-architecture": "no architecture of that name",
    "unknown-task": "no task of that name",
    "unknown-surface": "no surface to race on of that name",
    "unknown-racer": "no optimiser of that name races",
    "no-question": "an update of a race that no exercise can ask about",
    "unknown-run": "no run of that number (any more)",
    "bad-setting": "a training setting that does not exist, is out of range, or does not fit the architecture",
    "unknown-prediction": "no prediction of that name",
    "bad-weights": "weights that do not fit this model",
}

_Told = Welcome | Pong | Checked | CheckedMany | SourceText | Raced | Started | Adjusted
AnyReport = _Told | Saved | Asked | AskedRace | Seen | Explained | Frame | Finished | Done | Problem

_encoder = msgspec.json.Encoder()
_request_decoder: msgspec.json.Decoder[AnyRequest] = msgspec.json.Decoder(AnyRequest)
_report_decoder: msgspec.json.Decoder[AnyReport] = msgspec.json.Decoder(AnyReport)


class _Envelope(msgspec.Struct):
    id: int | None = None


def encode(message: Request | Report) -> bytes:
    """Return one line, with its line end."""
    return _encoder.encode(message) + b"\n"


def decode_request(line: bytes) -> AnyRequest:
    """Read a request; raises msgspec.DecodeError (a ValidationError says where) if it is none."""
    return _request_decoder.decode(line)


def decode_report(line: bytes) -> AnyReport:
    """Read a report; raises msgspec.DecodeError (a ValidationError says where) if it is none."""
    return _report_decoder.decode(line)


def id_of(line: bytes) -> int | None:
    """Return the id of a line that is no good otherwise, so that its sender gets an answer."""
    try:
        return msgspec.json.decode(line, type=_Envelope).id
    except (msgspec.DecodeError, RecursionError):
        return None
