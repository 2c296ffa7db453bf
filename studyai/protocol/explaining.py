"""What an entry of an inner tensor was computed from."""

from __future__ import annotations

from typing import Literal

import msgspec

from studyai.protocol.base import Reply, RunRequest

Operation = Literal[
    "sum", "quotient", "root", "max", "softmax",
    "relu", "leaky_relu", "elu", "gelu", "silu", "sigmoid", "tanh", "softplus",
]  # fmt: skip


class Part(msgspec.Struct, frozen=True):
    """A part of a sum: what it is ("W x"), and its terms, each a product of numbers."""

    label: str
    terms: list[list[float]]


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


class Explained(Reply, frozen=True, kw_only=True):
    """What an entry was computed from: the last stage gives its ``value``, those before it what that needs.

    There are no stages where nothing simple made it; then ``note`` says what did.
    """

    step: int  # updates done by then
    probe: str
    place: tuple[int, ...]
    value: float
    stages: list[Stage]
    note: str = ""


class Explain(RunRequest[Explained], frozen=True, kw_only=True):
    """Say what an entry of the inner tensor that frames show was computed from.

    ``place`` is its index in the tensor as it is shown; of a probe "….neighbours" the neighbour's, nearest first.
    """

    place: tuple[int, ...]
