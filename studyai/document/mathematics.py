"""A formula of a block in the languages of paper and of browsers."""

from __future__ import annotations

from collections.abc import Callable

from studyai.document.blocks import Formula
from studyai.exercise.present import DIGITS
from studyai.formula.draw.latex import draw_latex
from studyai.formula.draw.mathml import draw_mathml
from studyai.formula.draw.typst import draw_typst
from studyai.formula.tree import Compare, Name, Node, Put


def latex(formula: Formula) -> str:
    """Return the formula as LaTeX, without delimiters."""
    return _chain(formula, lambda node: draw_latex(node, subscripts=formula.subscripts, digits=DIGITS), r"\approx")


def typst(formula: Formula) -> str:
    """Return the formula as Typst mathematics, without delimiters."""
    return _chain(formula, lambda node: draw_typst(node, subscripts=formula.subscripts, digits=DIGITS), "approx")


def mathml(formula: Formula) -> str:
    """Return the formula as MathML, without the element `math` around it."""
    return _chain(
        formula,
        lambda node: draw_mathml(node, subscripts=formula.subscripts, digits=DIGITS),
        "<mo>≈</mo>",
        "<mo>=</mo>",
    )


def _chain(formula: Formula, draw: Callable[[Node], str], about: str, equal: str = "=") -> str:
    node = Compare("==", Name(formula.symbol), formula.node) if formula.symbol else formula.node
    if formula.value is None:
        return draw(node)
    sign = equal if formula.known is None else about
    return f"{draw(node)} {sign} {draw(Put(formula.value))}"
