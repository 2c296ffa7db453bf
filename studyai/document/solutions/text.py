"""A worked solution as plain lines for the terminal."""

from __future__ import annotations

from studyai.document.compose import MOST_CELLS, solution, statement
from studyai.document.renderer import printable
from studyai.document.text import TextRenderer
from studyai.exercise.sample import Variant
from studyai.exercise.stack import stack_lines


def worked(variant: Variant, width: int) -> str:
    """Return the question and its worked solution in lines of about this width."""
    renderer = TextRenderer(width)
    drawn = stack_lines(variant)
    stack = "".join(f"{line}\n" for line in ["", *(f"  {line}" for line in drawn)]) if drawn else ""
    head = f"{printable(variant.exercise.title)}    {variant.id}\n\n"
    steps = renderer.render(solution(variant, most_cells=MOST_CELLS, brief=False))
    return f"{head}{renderer.render(statement(variant))}{stack}{steps}".rstrip("\n")
