"""A practice session of one variant: its steps asked one by one, marked, hinted, recorded. No screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studyai.bank.bank import Bank
from studyai.exercise.choices import Choice, mark_choice, offered
from studyai.exercise.hints import RUNGS, Hint, hint
from studyai.exercise.mark import Mark, Verdict, followed, mark
from studyai.exercise.sample import Variant, sample
from studyai.exercise.solve import Line, Override, solve
from studyai.exercise.symbolic import read_typed
from studyai.formula.draw.text import to_text
from studyai.formula.errors import EvaluationError, FormulaError
from studyai.formula.evaluate import evaluate
from studyai.formula.tree import Put, Value
from studyai.study.next_up import Chosen
from studyai.study.record.review import STEP, Place, Review
from studyai.study.record.store import Record

HINT_COST = 0.25
WORKED = "worked"  # recorded in the verdict's place where the step was shown


@dataclass(frozen=True)
class Entry:
    """A settled step: what was typed, its mark (None where it was shown), hints used, credit earned."""

    line: Line
    typed: str
    mark: Mark | None
    hints: int
    credit: float


class Practice:
    """One sitting. Variants of a user's own givens have no seed and are not recorded."""

    def __init__(self, variant: Variant, record: Record | None = None):
        self.variant = variant
        self.record = record if variant.seed is not None else None
        self.entries: list[Entry] = []
        self.values: dict[str, Value] = {}
        self.hints_used = 0
        self.tries = 0
        self.last: Mark | None = None
        self.last_typed = ""
        self._resume()

    @property
    def current(self) -> Line | None:
        """The step now asked; None when all are settled."""
        lines = self.variant.solution.lines
        return lines[len(self.entries)] if len(self.entries) < len(lines) else None

    @property
    def finished(self) -> bool:
        """Whether every step is settled."""
        return self.current is None

    @property
    def score(self) -> float:
        """The share of the credit earned so far, 0 to 1, of the settled steps."""
        return sum(entry.credit for entry in self.entries) / len(self.entries) if self.entries else 0.0

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

    def answer(self, text: str) -> Mark:
        """Mark the answer to the current step and records it; right or carried, the step is settled."""
        line = self._asked()
        return self._take(line, text, mark(self.variant.solution, line.key, text, self.values))

    def choices(self) -> list[Choice]:
        """Return the current step's values to choose from: the right one and what slips lead to; one where none do."""
        return offered(self.variant, self._asked())

    def choose(self, choice: Choice) -> Mark:
        """Do as `answer`, for a value that was chosen instead of typed."""
        line = self._asked()
        text = to_text(Put(choice.value))
        return self._take(line, text, mark_choice(self.variant.solution, line.key, choice, self.values))

    def _take(self, line: Line, text: str, given: Mark) -> Mark:
        self.last, self.last_typed = given, text
        if not given.uses_attempt:
            return given
        credit = self._credit() if given.earns_credit else 0.0
        self._write(line, text, given.verdict, given.slip, credit, settled=given.earns_credit)
        if given.earns_credit:
            self._settle(line, text, given, credit, given.value)
        else:
            self.tries += 1
        return given

    def keep(self) -> None:
        """Go on with the last wrong value: later steps are marked from it. Needs a wrong or slipped mark."""
        line = self._asked()
        if self.last is None or self.last.verdict not in (Verdict.SLIP, Verdict.WRONG):
            raise ValueError("there is no wrong value to go on with")
        self._write(line, self.last_typed, self.last.verdict, self.last.slip, 0.0, settled=True)
        fits = self.last.value is not None and _shape(self.last.value) == _shape(line.value)
        self._settle(line, self.last_typed, self.last, 0.0, self.last.value if fits else line.value)

    def hint(self) -> Hint:
        """Return the next rung of the ladder, in the learner's own numbers.

        The last is the value and settles nothing.
        """
        rung = min(self.hints_used, len(RUNGS) - 1)
        given = hint(followed(self.variant.solution, self._asked().key, self.values), rung)
        self.hints_used = min(self.hints_used + 1, len(RUNGS))
        return given

    def work(self) -> Line:
        """Show the step worked out and goes on with the true value; costs the credit of this step only."""
        line = self._asked()
        self._write(line, "", WORKED, "", 0.0, settled=True)
        self._settle(line, "", None, 0.0, line.value)
        return line

    def _asked(self) -> Line:
        line = self.current
        if line is None:
            raise ValueError("every step of this exercise is settled")
        return line

    def _credit(self) -> float:
        if self.hints_used >= len(RUNGS):
            return 0.0
        return max(0.0, 1.0 - HINT_COST * self.hints_used) * (1.0 if self.tries == 0 else 0.5)

    def _settle(self, line: Line, text: str, given: Mark | None, credit: float, value: Value | None) -> None:
        self.entries.append(Entry(line, text, given, self.hints_used, credit))
        self.values[line.key] = line.value if value is None else value
        self.hints_used, self.tries, self.last, self.last_typed = 0, 0, None, ""

    def _write(self, line: Line, text: str, verdict: str, slip: str, credit: float, settled: bool) -> None:
        if self.record is None or self.variant.seed is None:
            return
        exercise = self.variant.exercise
        is_last = len(self.entries) + 1 == len(self.variant.solution.lines)
        self.record.add(
            Review(
                kind=STEP,
                item=f"{exercise.id}/{line.key}",
                section=exercise.section,
                typed=text,
                verdict=str(verdict),
                slip=slip,
                hints=self.hints_used,
                credit=credit,
                settled=settled,
                place=Place(
                    self.variant.id, exercise.id, self.variant.level, self.variant.seed, line.key, is_last=is_last
                ),
            )
        )

    def _resume(self) -> None:
        """Take up the sitting where the record left it."""
        for review in self.record.reviews(self.variant.id) if self.record else []:
            step = review.place.step if review.place else ""
            if self.entries and step == self.variant.solution.lines[0].key:
                self._start_over()  # the learner retried from the first step
            line = self.current
            if line is None or line.key != step:
                return  # the exercise has changed since: what still fits is kept
            self.hints_used = review.hints
            if not review.settled:
                self.tries += 1
                continue
            given = None
            if review.verdict != WORKED:
                # A chosen value is recorded as its text; which slip it was, only the record knows.
                given = mark(self.variant.solution, line.key, review.typed, self.values)
                given = replace(given, verdict=Verdict(review.verdict), slip=review.slip)
            self._settle(line, review.typed, given, review.credit, self._typed_value(review.typed, line))

    def _start_over(self) -> None:
        self.entries, self.values = [], {}
        self.hints_used, self.tries = 0, 0

    def _typed_value(self, text: str, line: Line) -> Value:
        if not text:
            return line.value
        try:
            value = read_typed(line, text)
        except FormulaError:
            return line.value
        return value if _shape(value) == _shape(line.value) else line.value


def sit_down(bank: Bank, record: Record, chosen: Chosen) -> Practice:
    """Return a sitting on an exercise, taken up where it was left; raises what bank and record raise."""
    seed = record.next_seed(chosen.exercise, chosen.level) if chosen.seed is None else chosen.seed
    return Practice(sample(bank.exercise(chosen.exercise), chosen.level, seed), record)


def _shape(value: Value) -> tuple[int, ...]:
    shape: tuple[int, ...] = getattr(value, "shape", ())
    return shape
