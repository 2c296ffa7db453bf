"""What a run shows of itself while it trains, and choosing that."""

from __future__ import annotations

from typing import Literal

import msgspec

from studyai.protocol.base import Done, Report, RunRequest, Tensor

FRAMES_PER_SECOND = 12  # the most telemetry frames a training sends

State = Literal["running", "paused", "finished", "diverged", "failed"]


class Look(RunRequest[Done], frozen=True, kw_only=True):
    """Choose the inner tensor, the test example and the word that frames show; None leaves it as it is."""

    probe: str | None = None
    example: int | None = None
    word: str | None = None  # whose neighbours are shown: one of the run's classes


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


class Frame(Report, frozen=True, kw_only=True):
    """Telemetry. Every update's loss is in exactly one frame: ``losses[0]`` is update ``first_step``.

    Where a run does not train, its newest evaluation is of ``step``: nothing older stands beside it.

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
    last_step: int = 0  # the update after which it ends at the latest
    replay: str = ""  # the run so far in one line: give it to `Train` as the architecture
    signals: list[Signal] = []  # of update ``signals_step``
    signals_step: int = 0  # 0: no update was measured yet
    view: View | None = None
    explanation: str | None = None  # what happened, when diverged or failed
