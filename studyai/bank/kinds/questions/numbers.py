"""The number that a question asks for: the answer of an exercise of one step."""

from __future__ import annotations

from studyai.bank.kinds.questions.question import Number
from studyai.exercise.precision import rounded
from studyai.exercise.present import value_text
from studyai.exercise.sample import Variant, sample
from studyai.exercise.solve import Line
from studyai.formula.arrays import entries
from studyai.formula.values import Value


def variant_of(number: Number) -> Variant:
    """Return the exercise, solved."""
    return sample(number.exercise, 1, 0)


def line_of(number: Number) -> Line:
    """Return its one step."""
    (line,) = variant_of(number).solution.lines
    return line


def number_text(line: Line, value: Value) -> str:
    """Return a value of the step in as many decimals as are asked."""
    (entry,) = entries(value)
    return value_text(rounded(entry, line.step.decimals))
