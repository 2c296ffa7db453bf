"""What one question of another program asks: a value, and what to say about each answer to it."""

from __future__ import annotations

from collections.abc import Iterator

from studyai.document.blocks import Block, Formula, Paragraph
from studyai.document.compose import statement, symbol
from studyai.exercise import present
from studyai.exercise.choices import Choice
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line
from studyai.formula.tree import Put

RIGHT = "Right."


def asked_lines(variant: Variant) -> Iterator[Line]:
    """Yield the steps whose values are asked for in the end."""
    for key in variant.solution.answer:
        yield variant.solution.line(key)


def value(choice: Choice) -> Formula:
    """Return an answer to choose."""
    return Formula(Put(choice.value))


def stem(variant: Variant, line: Line) -> list[Block]:
    """Return the whole question."""
    words = f" ({line.step.name}, {present.asked_precision(line)})"
    return [*statement(variant), Paragraph(("What is ", symbol(line), words + "?"))]


def feedback(choice: Choice) -> str:
    """Return what to say to who chooses it."""
    return RIGHT if choice.slip is None else choice.slip.say
