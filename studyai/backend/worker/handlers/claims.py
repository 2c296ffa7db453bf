"""Claims: which there are, and running one."""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic

from studyai.backend.claims import registry as claims
from studyai.backend.worker.handling import handles
from studyai.protocol import ClaimList, Claims, ClaimSource, ClaimText, Growing, Point, Prove, Proven

BETWEEN = 1 / 12  # seconds: as often as frames of a training


@handles(Claims)
def every(_: Claims) -> ClaimList:
    """Tell of all."""
    return ClaimList(claims=claims.cards())


@handles(ClaimSource)
def source(request: ClaimSource) -> ClaimText:
    """Return a claim's source."""
    return ClaimText(text=claims.find(request.claim).source())


@handles(Prove)
def prove(request: Prove) -> Generator[Growing, None, Proven]:
    """Run one; its curves are told as they grow."""
    running = claims.find(request.claim).run(request.knobs)
    waiting: list[Point] = []
    told = monotonic()
    while True:
        try:
            waiting.append(next(running))
        except StopIteration as end:
            proven: Proven = end.value
            break
        if monotonic() - told >= BETWEEN:
            yield Growing(claim=request.claim, points=waiting)
            waiting, told = [], monotonic()
    if waiting:
        yield Growing(claim=request.claim, points=waiting)
    return proven
