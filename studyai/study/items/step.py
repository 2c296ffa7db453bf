"""A step of an exercise: typed or chosen, marked with what follows from the learner's values before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from studyai.exercise import present
from studyai.exercise.choices import Choice, mark_choice, offered
from studyai.exercise.hints import RUNGS, Hint, hint
from studyai.exercise.mark import Mark, followed, mark
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line
from studyai.formula.arrays import entries
from studyai.formula.expression import Expression
from studyai.formula.text import to_text
from studyai.formula.tree import Put
from studyai.formula.values import Value
from studyai.study.items.budget import PER_EXPRESSION, PER_NUMBER, TO_CALCULATE
from studyai.study.items.item import Evidence, Form, Response, Working
from studyai.study.record.review import STEP


@dataclass(frozen=True, eq=False)
class StepItem:
    """A line of a variant's solution. ``values`` are the learner's own of the steps before, as they come about."""

    variant: Variant
    line: Line
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """A step."""
        return STEP

    @property
    def id(self) -> str:
        """The exercise and the step."""
        return f"{self.variant.exercise.id}/{self.line.key}"

    @property
    def section(self) -> int | None:
        """The exercise's section."""
        return self.variant.exercise.section

    @property
    def about(self) -> str:
        """The exercise."""
        return self.variant.exercise.title

    @property
    def ask(self) -> str:
        """The exercise's question."""
        return present.ask_line(self.variant)

    @property
    def working(self) -> Working:
        """The numbers and the line."""
        return Working(self.variant, self.line)

    @property
    def form(self) -> Form:
        """Typed; who would rather choose is offered values."""
        return Form.TYPED

    @property
    def choices(self) -> Sequence[str]:
        """None in words: what is offered are values."""
        return ()

    @property
    def partners(self) -> Sequence[str]:
        """None."""
        return ()

    @property
    def is_settled_at_once(self) -> bool:
        """It may be tried again."""
        return False

    @cached_property
    def offered(self) -> list[Choice]:
        """Values to choose from: the right one and what slips lead to; one where none do."""
        return offered(self.variant, self.line)

    @property
    def hints(self) -> int:
        """The rungs of the ladder."""
        return len(RUNGS)

    def hint(self, number: int) -> Hint:
        """Return a rung, in the learner's own numbers."""
        return hint(followed(self.variant.solution, self.line.key, self.values), number)

    @property
    def evidence(self) -> Evidence:
        """Torch, and the exercise's source."""
        return Evidence(check=self.variant, source=self.variant.exercise.source)

    @property
    def budget(self) -> float:
        """The time to work out every number of it, or the expression that it is."""
        value = self.line.value
        return TO_CALCULATE + (PER_EXPRESSION if isinstance(value, Expression) else PER_NUMBER * len(entries(value)))

    def mark(self, response: Response) -> Mark:
        """Return the mark of a typed value, or of one of those offered."""
        if isinstance(response, str):
            return mark(self.variant.solution, self.line.key, response, self.values)
        return mark_choice(self.variant.solution, self.line.key, self._chosen(response), self.values)

    @property
    def explanation(self) -> str:
        """Nothing beyond the mark."""
        return ""

    def in_words(self, response: Response) -> str:
        """Return the text, or that of the value chosen: marked again, it gives the same value."""
        return response if isinstance(response, str) else to_text(Put(self._chosen(response).value))

    def _chosen(self, places: tuple[int, ...]) -> Choice:
        (place,) = places
        return self.offered[place]
