"""What every message is made of: requests, reports, and the values that travel in them."""

from __future__ import annotations

import sys
from array import array
from math import prod
from typing import Any, Generic, TypeVar

import msgspec

VERSION = 5
LONGEST_LINE = 16 * 1024 * 1024  # bytes; a longer line is refused by either side
SAID_WHY = 78  # the exit code of a worker that has no torch: the last line on stderr says so, and what mends it

Value = int | float | str | list[Any]
"""A number, an exact number as text (``"1/10"``, ``"0.1"``), or nested lists of these."""

Values = dict[str, Any]
"""Symbol (``theta_1``) to `Value`."""

SettingValue = bool | int | float | str


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


class Report(msgspec.Struct, frozen=True, tag_field="type", tag=str.lower, kw_only=True):
    """Anything the worker says."""


class Reply(Report, frozen=True, kw_only=True):
    """A report that answers a request; whoever sends it puts the request's ``id`` in."""

    id: int = 0


ReplyT = TypeVar("ReplyT", bound=Reply, covariant=True)


class Request(msgspec.Struct, Generic[ReplyT], frozen=True, tag_field="type", tag=str.lower, kw_only=True):
    """Anything the app asks, of the type of its reply; whoever sends it puts an ``id`` in."""

    id: int = 0


class RunRequest(Request[ReplyT], Generic[ReplyT], frozen=True, kw_only=True):
    """Anything asked about a run; a new `Frame` follows the reply."""

    run: int


class Done(Reply, frozen=True, kw_only=True):
    """The request was carried out."""


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
    "unknown-claim": "no claim of that name",
    "bad-knob": "a knob that the claim does not have, or a value that it does not take",
    "bad-weights": "weights that do not fit this model",
    "missing-package": "a package that only some requests need is not installed beside the worker",
    "broken-file": "a file of oracles, claims, architectures or tasks that cannot be imported",
    "bug": "nobody foresaw this; the message says where it happened",
}
