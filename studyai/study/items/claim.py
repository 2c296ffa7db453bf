"""What a claim asks before it runs: a choice or a number, marked by what was then measured."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from studyai.exercise.mark import Mark, Verdict
from studyai.formula.errors import FormulaError
from studyai.formula.typed.answer import read_answer
from studyai.protocol import ClaimCard, Proven
from studyai.study.items.at_once import AtOnce
from studyai.study.items.item import Evidence, Form, Response
from studyai.written import written

CLAIM = "claim"
SAME_SIZE = 0.01  # of a number with the wrong sign
NEAR = 1.25  # a ratio, up to which the difference says more


@dataclass(eq=False)
class ClaimItem(AtOnce):
    """A claim's guess, and how it is found out; ``prove`` raises what the worker raises."""

    card: ClaimCard
    prove: Callable[[], Awaitable[Proven]]
    proven: Proven | None = None

    @property
    def kind(self) -> str:
        """A claim."""
        return CLAIM

    @property
    def id(self) -> str:
        """The claim's name."""
        return self.card.name

    @property
    def section(self) -> int | None:
        """The claim's section."""
        return self.card.section

    @property
    def about(self) -> str:
        """What will happen."""
        return "predict"

    @property
    def ask(self) -> str:
        """What will happen?"""
        return self.card.guess.ask

    @property
    def form(self) -> Form:
        """One of several, or a number."""
        return Form.CHOICE if self.card.guess.choices else Form.TYPED

    @property
    def choices(self) -> Sequence[str]:
        """What could happen."""
        return list(self.card.guess.choices.values())

    @property
    def evidence(self) -> Evidence:
        """It is run to see."""
        return Evidence(run=self._run, claim=self.card.name)

    async def _run(self) -> None:
        self.proven = await self.prove()

    def problem(self, response: Response) -> str:
        """Return why this is no prediction; nothing where it is one."""
        if self.card.guess.choices:
            if isinstance(response, str):
                is_known = response in self.card.guess.choices
            else:
                is_known = len(response) == 1 and 0 <= response[0] < len(self.choices)
            return "" if is_known else f"Choose one of the {len(self.choices)}."
        try:
            _number(self.in_words(response))
        except FormulaError as problem:
            return problem.message
        return ""

    def mark(self, response: Response) -> Mark:
        """Return how near the prediction was; only what has been run can be marked."""
        if self.proven is None:
            raise ValueError(f"{self.id} has not been run")
        problem = self.problem(response)
        if problem:
            return Mark(self.id, Verdict.UNREADABLE, problem)
        outcome = self.proven.outcome
        if isinstance(outcome, str):
            is_right = self.in_words(response) == outcome
            said = "You predicted it." if is_right else f"It was: {self.card.guess.choices[outcome]}"
            return Mark(self.id, Verdict.CORRECT if is_right else Verdict.WRONG, said)
        return self._mark_number(_number(self.in_words(response)), outcome)

    def _mark_number(self, predicted: float, outcome: float) -> Mark:
        if abs(predicted - outcome) <= self.card.guess.within * max(abs(predicted), abs(outcome)):
            said = f"You predicted {written(predicted)}, measured was {written(outcome)}."
            return Mark(self.id, Verdict.CORRECT, said)
        return Mark(self.id, Verdict.WRONG, f"Measured was {written(outcome)}{_off(predicted, outcome)}.")

    @property
    def explanation(self) -> str:
        """What was measured, and why it is so."""
        return f"{self.proven.measured} {self.card.why}" if self.proven else ""

    def in_words(self, response: Response) -> str:
        """Return typed text, or the id of the choice."""
        return response if isinstance(response, str) else list(self.card.guess.choices)[response[0]]


def _number(text: str) -> float:
    """Return the number that was typed; raises FormulaError."""
    value = read_answer(text)
    if not isinstance(value, int | Fraction | float) or not math.isfinite(value):
        raise FormulaError("Type one number.")
    return float(value)


def _off(predicted: float, outcome: float) -> str:
    """Return how a prediction differs from what was measured, after its value."""
    if not predicted or not outcome:
        return f", not {written(predicted)}"
    if (predicted < 0) != (outcome < 0):
        is_size_right = math.isclose(abs(predicted), abs(outcome), rel_tol=SAME_SIZE)
        return f"; {written(predicted)} {'is right but for its sign' if is_size_right else 'has the other sign'}"
    ratio = predicted / outcome
    if 1 / NEAR <= ratio <= NEAR:
        side = "high" if predicted > outcome else "low"
        return f"; {written(predicted)} is {written(abs(predicted - outcome), 2)} too {side}"
    return f"; {written(predicted)} is {written(ratio, 3)} times as much"
