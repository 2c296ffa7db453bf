"""A request names its reply, and its handler is found by its class: three places, and the third is who asks."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from studyai import protocol
from studyai.backend.refusal import Refusal
from studyai.backend.registry import Unknown
from studyai.backend.worker import handling
from studyai.backend.worker.handling import handles
from studyai.backend.worker.serve import Server
from studyai.client.worker import Worker
from studyai.protocol import Problem, Reply, Report, Request

KINDS = ("oracle", "architecture", "task", "surface", "racer", "prediction", "run")  # of what can be unknown


class Doubled(Reply, frozen=True, kw_only=True):
    number: int


class Double(Request[Doubled], frozen=True, kw_only=True):
    number: int


class TooLarge(Refusal):
    problem = "refused"


@handles(Double)
def double(request: Double) -> Doubled:
    if request.number > 100:
        raise TooLarge(f"{request.number} is more than 100")
    return Doubled(number=2 * request.number)


def served(*requests: Request[Reply]) -> list[Report]:
    """What a server answers."""
    reports = io.BytesIO()
    Server(io.BytesIO(b"".join(map(protocol.encode, requests))), reports).serve()
    return [protocol.decode_report(line) for line in reports.getvalue().splitlines()]


def test_a_new_request_needs_a_class_and_a_handler() -> None:
    assert served(Double(id=7, number=21), Double(id=8, number=101)) == [
        Doubled(id=7, number=42),
        Problem(id=8, name="refused", message="101 is more than 100"),
    ]


async def test_who_asks_gets_the_reply_that_the_request_names() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import {__name__.rpartition('.')[2]}\n"
        "from studyai.backend.__main__ import main; main()"
    )
    async with Worker([sys.executable, "-c", code]) as worker:
        assert (await worker._ask(Double(number=4))).number == 8


def test_every_request_has_a_handler_and_every_refusal_a_name() -> None:
    handling.load()
    assert not [kind.__name__ for kind in protocol.messages(Request) if kind not in handling._handlers]
    fixed = {kind.problem for kind in _derived(Refusal) if kind is not Unknown}
    named = {Unknown(kind, "", ()).problem for kind in KINDS}
    assert fixed | named <= protocol.PROBLEMS.keys()


def _derived(kind: type[Refusal]) -> list[type[Refusal]]:
    return [one for derived in kind.__subclasses__() for one in (derived, *_derived(derived))]
