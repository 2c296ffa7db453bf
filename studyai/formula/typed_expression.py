"""Reads a typed expression in given variables: bounded, and refused with the place of what cannot be used."""

from __future__ import annotations

from collections.abc import Collection

from studyai.formula.errors import EvaluationError, FormulaError
from studyai.formula.expression import Expression
from studyai.formula.parse import Bounds, parse_formula
from studyai.formula.probing import CALLS, CONSTANTS, SIGNS, fingerprint
from studyai.formula.tokens import tokenize
from studyai.formula.tree import Binary, Call, Name, Negate, Number, walk

EXPRESSION_BOUNDS = Bounds(length=600, depth=60, digits=20, exponent=20)
EXPRESSION_FUNCTIONS = frozenset(CALLS)
REMEDIES = {
    "ln": "the natural logarithm is written log(...)",
    "sigma": "the sigmoid is written sigmoid(...)",
    "th": "the hyperbolic tangent is written tanh(...)",
}


def read_expression(text: str, variables: Collection[str], bounds: Bounds = EXPRESSION_BOUNDS) -> Expression:
    """Return the expression; raises FormulaError with what is wrong and where.

    Made of the variables, numbers, `pi`, `e`, + − * / **, and exp, log, sqrt, sin, cos, tanh, sigmoid, abs.
    """
    if len(text) <= bounds.length:
        _check_remedies(text, variables)
    node = parse_formula(text, EXPRESSION_FUNCTIONS, bounds)
    for part in walk(node):
        if isinstance(part, Name) and part.name not in variables and part.name not in CONSTANTS:
            raise FormulaError(_unknown(part.name, variables), _place(text, part.name))
        if isinstance(part, Binary) and part.operator not in SIGNS:
            raise FormulaError(f"{part.operator} has no place in an expression", _place(text, part.operator))
        if not isinstance(part, (Name, Binary, Negate, Number, Call)):
            raise FormulaError("an expression is one formula: no lists, comparisons or parts of lists", 0)
    expression = Expression(node)
    try:
        fingerprint(expression)
    except EvaluationError as problem:
        raise FormulaError(str(problem)) from problem
    return expression


def _unknown(name: str, variables: Collection[str]) -> str:
    if name in EXPRESSION_FUNCTIONS:
        return f"{name} is a function: write {name}(...)"
    return f"{name} is not known here; the variables are {', '.join(variables)}"


def _check_remedies(text: str, variables: Collection[str]) -> None:
    for token in tokenize(text):
        if token.text in REMEDIES and token.text not in variables:
            raise FormulaError(REMEDIES[token.text], token.position)


def _place(text: str, sought: str) -> int:
    return next((token.position for token in tokenize(text) if token.text == sought), 0)
