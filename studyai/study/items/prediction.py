"""A question about what a live model would do, answered by doing it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from studyai.exercise.mark import Mark, Verdict
from studyai.protocol import Prediction, Seen
from studyai.study.items.at_once import AtOnce
from studyai.study.items.budget import TO_CHOOSE, reading
from studyai.study.items.item import Evidence, Form, Response


@dataclass(eq=False)
class PredictionItem(AtOnce):
    """A prediction, and how it is found out; ``see`` raises `WorkerLost` and `WorkerProblem`."""

    prediction: Prediction
    see: Callable[[], Awaitable[Seen]]
    about: str = "what would happen"
    seen: Seen | None = None

    @property
    def kind(self) -> str:
        """A prediction."""
        return "prediction"

    @property
    def id(self) -> str:
        """The experiment's name."""
        return self.prediction.name

    @property
    def section(self) -> int | None:
        """None: it is about a whole training."""
        return None

    @property
    def ask(self) -> str:
        """What would happen?"""
        return self.prediction.ask

    @property
    def form(self) -> Form:
        """One of several."""
        return Form.CHOICE

    @property
    def choices(self) -> Sequence[str]:
        """What could happen."""
        return self.prediction.choices

    @property
    def budget(self) -> float:
        """The time to read it and to decide."""
        return reading([self.ask, *self.choices]) + TO_CHOOSE

    @property
    def evidence(self) -> Evidence:
        """It is run to see."""
        return Evidence(run=self._run)

    async def _run(self) -> None:
        self.seen = await self.see()

    def mark(self, response: Response) -> Mark:
        """Return whether it happened as predicted; only what has been run can be marked."""
        if self.seen is None:
            raise ValueError(f"{self.id} has not been run")
        predicted, truth = self.in_words(response), self.choices[self.seen.right]
        if predicted not in self.choices:
            return Mark(self.id, Verdict.UNREADABLE, f"This is not one of: {', '.join(self.choices)}.")
        if predicted != truth:
            return Mark(self.id, Verdict.WRONG, f"It was: {truth}.")
        return Mark(self.id, Verdict.CORRECT, "Correct.")

    @property
    def explanation(self) -> str:
        """What was measured."""
        return self.seen.measured if self.seen else ""

    def in_words(self, response: Response) -> str:
        """Return the choice's words."""
        return response if isinstance(response, str) else self.choices[response[0]]
