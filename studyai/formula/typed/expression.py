"""Reads a typed expression in given variables: bounded, and refused with the place of what cannot be used."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from studyai.formula.errors import EvaluationError, FormulaError
from studyai.formula.expression import Expression
from studyai.formula.parse import Bounds, check_length, parse_tokens
from studyai.formula.probing import CALLS, CONSTANTS, SIGNS, fingerprint
from studyai.formula.tokens import Token
from studyai.formula.tree import Binary, Call, Name, Negate, Number, walk
from studyai.formula.typed.latex import from_latex, is_latex
from studyai.formula.typed.written import written_tokens

EXPRESSION_BOUNDS = Bounds(length=600, depth=60, digits=20, exponent=20)
EXPRESSION_FUNCTIONS = frozenset(CALLS)


def read_expression(text: str, variables: Collection[str], bounds: Bounds = EXPRESSION_BOUNDS) -> Expression:
    """Return the expression; raises FormulaError with what is wrong and where.

    Made of the variables, numbers, `pi`, `e`, + − * / **, and exp, log, sqrt, sin, cos, tanh, sigmoid, abs.
    """
    check_length(text, bounds)
    if is_latex(text):
        try:
            return _read(from_latex(text), variables, bounds)
        except FormulaError as problem:
            raise FormulaError(problem.message) from problem  # its place is in what nobody typed
    return _read(text, variables, bounds)


def _read(text: str, variables: Collection[str], bounds: Bounds) -> Expression:
    tokens = written_tokens(text, EXPRESSION_FUNCTIONS, variables)
    node = parse_tokens(tokens, EXPRESSION_FUNCTIONS, bounds)
    for part in walk(node):
        if isinstance(part, Name) and part.name not in variables and part.name not in CONSTANTS:
            raise FormulaError(_unknown(part.name, variables), _place(tokens, part.name))
        if isinstance(part, Binary) and part.operator not in SIGNS:
            raise FormulaError(f"{part.operator} has no place in an expression", _place(tokens, part.operator))
        if not isinstance(part, (Name, Binary, Negate, Number, Call)):
            raise FormulaError("an expression is one formula: no lists, comparisons or parts of lists", 0)
    expression = Expression(node)
    try:
        fingerprint(expression)
    except EvaluationError as problem:
        raise FormulaError(str(problem)) from problem
    return expression


def _unknown(name: str, variables: Collection[str]) -> str:
    product = f"; for a product write {'*'.join(name)}" if len(name) > 1 and set(name) <= {*variables} else ""
    return f"{name} is not known here; the variables are {', '.join(variables)}{product}"


def _place(tokens: Sequence[Token], sought: str) -> int:
    return next((token.position for token in tokens if token.text == sought), 0)
