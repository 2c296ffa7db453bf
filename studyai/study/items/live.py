"""A step whose numbers come from something that is going on: a race, a model in training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studyai.bank.bank import Bank
from studyai.exercise.sample import with_own_givens
from studyai.study.items.step import StepItem


@dataclass(frozen=True, eq=False, kw_only=True)
class LiveItem(StepItem):
    """One step, nothing before it. ``origin`` says where its numbers come from."""

    origin: str

    @property
    def kind(self) -> str:
        """A live number."""
        return "live"

    @property
    def about(self) -> str:
        """Where the numbers come from."""
        return self.origin

    @property
    def id(self) -> str:
        """The exercise and the step's symbol: which update it is the next of, changes."""
        return f"{self.variant.exercise.id}/{self.line.step.symbol}"


def pose(bank: Bank, exercise: str, givens: Mapping[str, Any], key: str, about: str) -> LiveItem:
    """Return the exercise with those givens. Raises GivenError where they do not fit, UnknownExerciseError."""
    definition = bank.exercise(exercise)
    variant = with_own_givens(definition, next(iter(definition.levels)), 0, givens)
    return LiveItem(variant, variant.solution.line(key), origin=about)
