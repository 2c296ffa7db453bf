"""A formula of a block in the two languages of paper."""

from __future__ import annotations

from collections.abc import Callable

from studyai.document.blocks import Formula
from studyai.exercise.present import DIGITS
from studyai.formula.draw.latex import draw_latex
from studyai.formula.draw.typst import draw_typst
from studyai.formula.tree import Compare, Name, Node, Put


def latex(formula: Formula) -> str:
    """Return the formula as LaTeX, without delimiters."""
    return _chain(formula, lambda node: draw_latex(node, subscripts=formula.subscripts, digits=DIGITS), r"\approx")


def typst(formula: Formula) -> str:
    """Return the formula as Typst mathematics, without delimiters."""
    return _chain(formula, lambda node: draw_typst(node, subscripts=formula.subscripts, digits=DIGITS), "approx")


def _chain(formula: Formula, draw: Callable[[Node], str], about: str) -> str:
    node = Compare("==", Name(formula.symbol), formula.node) if formula.symbol else formula.node
    if formula.value is None:
        return draw(node)
    sign = "=" if formula.known is None else about
    return f"{draw(node)} {sign} {draw(Put(formula.value))}"
