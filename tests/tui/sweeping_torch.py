"""A worker without torch whose runs end as soon as they are resumed, with a loss in closed form."""

from __future__ import annotations

from typing import Any

from fake_torch import FakeWorker

from studyai import protocol
from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.run import Run
from studyai.protocol import Finished

START, LARGEST = 0.7, 4.0
DIVERGES_OVER = 2 / LARGEST


class SweepingWorker(FakeWorker):
    """At rate r and seed s a run ends with the loss 0.7·(1 − 2r)² + s/100, and diverges at 2/λ_max.

    ``waits`` holds runs back: a test lets them go on. ``deaths`` are how many runs at each rate lose it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.waits = False
        self.deaths: dict[float, int] = {}
        self.ended: set[int] = set()
        self.curvature_is_too_large = False

    async def _note(self, request: protocol.RunRequest[Any]) -> protocol.Reply:
        run = self.runs[request.run]
        if isinstance(request, protocol.MeasureLoss):
            return protocol.MeasuredLoss(loss=loss_of(run) if request.run in self.ended else START)
        if isinstance(request, protocol.MeasureCurvature) and self.curvature_is_too_large:
            raise WorkerProblem("refused", "the curvature of 300,000 parameters would take too long")
        if isinstance(request, protocol.MeasureCurvature):
            return protocol.MeasuredCurvature(largest=LARGEST, error=0.0, products=3, parameters=354, examples=600)
        reply = await super()._note(request)
        if isinstance(request, protocol.Resume):
            if self.deaths.get(run.started.learning_rate):
                self.deaths[run.started.learning_rate] -= 1
                self.lost = WorkerLost("The worker was killed (signal 9).")
                raise self.lost
            if not self.waits:
                self.end(request.run)
        return reply

    def end(self, number: int) -> None:
        """Let a run come to its end."""
        run = self.runs[number]
        diverges = run.started.learning_rate > DIVERGES_OVER
        self.ended.add(number)
        self.report(23, "diverged" if diverges else "finished", number=number)
        run.receive(
            Finished(
                run=number, reason="diverged" if diverges else "finished", metric="test accuracy", value=0.9,
                target=0.9, reached=True, steps=23, seconds=0.1,
            )
        )  # fmt: skip


def loss_of(run: Run) -> float:
    """The final loss."""
    return START * (1 - 2 * run.started.learning_rate) ** 2 + run.started.seed / 100
