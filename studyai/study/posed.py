"""A question whose numbers come from something that is going on: a race, a model in training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studyai.bank.bank import Bank
from studyai.exercise.mark import Mark, mark
from studyai.exercise.sample import Variant, with_own_givens
from studyai.exercise.solve import Line


@dataclass(frozen=True)
class Posed:
    """One step of an exercise with givens of its own. ``about`` says where the numbers come from."""

    about: str
    variant: Variant
    key: str  # of the step that is asked: theta_3

    @property
    def line(self) -> Line:
        """The step that is asked."""
        return self.variant.solution.line(self.key)

    def mark(self, text: str) -> Mark:
        """Return the mark of a typed answer, by the marker of every exercise."""
        return mark(self.variant.solution, self.key, text)


def pose(bank: Bank, exercise: str, givens: Mapping[str, Any], key: str, about: str) -> Posed:
    """Return the exercise with those givens. Raises GivenError where they do not fit, UnknownExerciseError."""
    found = bank.exercise(exercise)
    return Posed(about, with_own_givens(found, next(iter(found.levels)), 0, givens), key)
