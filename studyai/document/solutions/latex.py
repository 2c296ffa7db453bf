"""A worked solution as a LaTeX document."""

from __future__ import annotations

from studyai.document.blocks import Heading
from studyai.document.compose import MOST_CELLS, solution, statement
from studyai.document.latex import END, LatexRenderer, preamble
from studyai.exercise.sample import Variant


def worked(variant: Variant, width: int) -> str:
    """Return the question and its worked solution as a document of its own."""
    blocks = [
        Heading(variant.exercise.title, 1, aside=variant.id),
        *statement(variant),
        *solution(variant, most_cells=MOST_CELLS, brief=False),
    ]
    return (preamble() + LatexRenderer().render(blocks) + END).rstrip()
