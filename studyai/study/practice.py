"""Practising an exercise: a sitting of its steps, marked with what follows from the learner's own values."""

from __future__ import annotations

from dataclasses import replace

from studyai.bank.bank import Bank
from studyai.exercise.choices import Choice
from studyai.exercise.mark import Mark, Verdict
from studyai.exercise.sample import Variant, sample
from studyai.exercise.solve import Line, Override, solve
from studyai.formula.arrays import shape_of
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.values import Value
from studyai.study.items.step import StepItem
from studyai.study.next_up import Chosen
from studyai.study.record.store import Record
from studyai.study.sitting import Sitting


class Practice(Sitting[StepItem]):
    """One sitting of a variant, taken up where it was left, or begun ``afresh``.

    Variants of a user's own givens have no seed and are not recorded.
    """

    def __init__(self, variant: Variant, record: Record | None = None, *, afresh: bool = False) -> None:
        self.variant = variant
        self.values: dict[str, Value] = {}
        steps = [StepItem(variant, line, self.values) for line in variant.solution.lines]
        super().__init__(steps, record if variant.seed is not None else None)
        if self.record is not None and not afresh:
            self.take_up(self.record.reviews(variant.id))

    @property
    def current(self) -> Line | None:
        """The step now asked; None when all are settled."""
        return self.item.line if self.item else None

    @property
    def may_keep(self) -> bool:
        """Whether there is a wrong value to go on with."""
        return self.last is not None and self.last.verdict in (Verdict.SLIP, Verdict.WRONG)

    def choices(self) -> list[Choice]:
        """Return the current step's values to choose from; to choose one, answer with its place."""
        return self._asked().offered

    def keep(self) -> None:
        """Go on with the last wrong value: later steps are marked from it. Needs a wrong or slipped mark."""
        if self.last is None or not self.may_keep:
            raise ValueError("there is no wrong value to go on with")
        self._write(self.last_typed, self.last.verdict, self.last.slip, 0.0, settled=True)
        self._settle(self.last_typed, self.last, 0.0)

    def settled_lines(self) -> list[Line]:
        """Return the settled steps, each worked out from the learner's values of those before it."""
        lines = self.variant.solution.lines
        try:
            lines = solve(self.variant.exercise, self.variant.givens, Override({}, self.values)).lines
            return [
                replace(line, value=evaluate(line.formula.node, line.values)) for line in lines[: len(self.entries)]
            ]
        except EvaluationError:
            return list(lines[: len(self.entries)])  # nothing follows from these values

    def _settle(self, typed: str, mark: Mark | None, credit: float) -> None:
        line = self._asked().line
        self.values[line.key] = line.value if mark is None else _gone_on_with(mark, line)
        super()._settle(typed, mark, credit)

    def _start_over(self) -> None:
        super()._start_over()
        self.values.clear()


def _gone_on_with(mark: Mark, line: Line) -> Value:
    """Return the learner's value, or the true one where it is none or of another shape than the step's."""
    if mark.value is None or not (mark.earns_credit or shape_of(mark.value) == shape_of(line.value)):
        return line.value
    return mark.value


def sit_down(bank: Bank, record: Record, chosen: Chosen) -> Practice:
    """Return a sitting on an exercise, taken up where it was left; raises what bank and record raise."""
    seed = record.next_seed(chosen.exercise, chosen.level) if chosen.seed is None else chosen.seed
    return Practice(sample(bank.exercise(chosen.exercise), chosen.level, seed), record)
