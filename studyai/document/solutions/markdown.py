"""A worked solution as a Markdown document."""

from __future__ import annotations

from studyai.document.blocks import Heading
from studyai.document.compose import MOST_CELLS, solution, statement
from studyai.document.markdown import MarkdownRenderer
from studyai.exercise.sample import Variant
from studyai.exercise.stack import stack_lines


def worked(variant: Variant, width: int) -> str:
    """Return the question and its worked solution as one document."""
    renderer = MarkdownRenderer()
    asked = renderer.render([Heading(variant.exercise.title, 1, aside=variant.id), *statement(variant)])
    steps = renderer.render(solution(variant, most_cells=MOST_CELLS, brief=False))
    return f"{asked}{_stack(variant)}{steps}".rstrip()


def _stack(variant: Variant) -> str:
    drawn = stack_lines(variant)
    return "\n".join(["```text", *drawn, "```", "", ""]) if drawn else ""
