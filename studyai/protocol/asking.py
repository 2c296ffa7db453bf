"""Questions about a live model, and predictions that are found out."""

from __future__ import annotations

import msgspec

from studyai.protocol.base import Reply, RunRequest, Value, Values


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


class Asked(Reply, frozen=True, kw_only=True):
    """Questions about a run after so many updates."""

    step: int
    questions: list[LiveNumber]
    predictions: list[Prediction]


class Ask(RunRequest[Asked], frozen=True, kw_only=True):
    """Make questions from the run as it stands, about its layers while it sees this test example."""

    example: int = 0


class Seen(Reply, frozen=True, kw_only=True):
    """What did happen."""

    right: int  # index into the prediction's choices
    measured: str  # in words, with the numbers


class See(RunRequest[Seen], frozen=True, kw_only=True):
    """Find a `Prediction` out: by a copy of the run as it stood when it was last asked."""

    prediction: str
