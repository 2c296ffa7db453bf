"""Reads what a learner types as an answer: the formula language, smaller and bounded."""

from __future__ import annotations

import math
from collections.abc import Sequence

from studyai.formula.arrays import as_array, entries
from studyai.formula.errors import EvaluationError, FormulaError
from studyai.formula.evaluate import evaluate
from studyai.formula.parse import Bounds, parse_formula
from studyai.formula.tokens import tokenize
from studyai.formula.tree import Name, Scalar, Value, walk

TYPED_BOUNDS = Bounds(length=2000, depth=60, digits=40, exponent=100)
TYPED_FUNCTIONS = frozenset({"sqrt", "exp", "log", "tanh", "sigmoid", "abs", "max", "min", "floor", "ceil"})
LARGEST_ANSWER = 10**100
CONSTANTS: dict[str, Value] = {"pi": math.pi, "e": math.e}


def read_answer(text: str, bounds: Bounds = TYPED_BOUNDS) -> Value:
    """The value of a typed answer; raises FormulaError with what is wrong and where.

    Accepts numbers, fractions, arithmetic, a few functions, `pi`, `e`, and lists as vectors and matrices.
    """
    node = parse_formula(text, TYPED_FUNCTIONS, bounds)
    for part in walk(node):
        if isinstance(part, Name) and part.name not in CONSTANTS:
            raise FormulaError(_unknown(part.name), _place(text, part.name))
    try:
        value = evaluate(node, CONSTANTS)
    except EvaluationError as problem:
        raise FormulaError(str(problem), 0) from problem
    if any(isinstance(entry, bool) for entry in entries(value)):
        raise FormulaError("a comparison is not a value", 0)
    if not all(_is_finite(entry) for entry in entries(value)):
        raise FormulaError("a number too large to be an answer", 0)
    return value


def read_cells(cells: Sequence[Sequence[str]]) -> Value:
    """A matrix typed cell by cell (a vector if it has one row); the error names the cell, counted from 1."""
    rows = [[_cell(text, row, column) for column, text in enumerate(line, 1)] for row, line in enumerate(cells, 1)]
    try:
        return as_array(rows)
    except ValueError as problem:
        raise FormulaError(str(problem)) from problem


def _cell(text: str, row: int, column: int) -> Value:
    try:
        return read_answer(text)
    except FormulaError as problem:
        raise FormulaError(f"row {row}, column {column}: {problem.message}", problem.position) from problem


def _unknown(name: str) -> str:
    if name.lower() in ("nan", "inf", "infinity"):
        return f"{name} is not a number that can be an answer"
    if name == "ln":
        return "the natural logarithm is written log(...)"
    if name.lower() in ("none", "true", "false"):
        return f"{name} is not a value; write a number"
    return f"{name} is not known here; an answer is a number, such as 13/2, 0.125 or sqrt(2)/2"


def _place(text: str, name: str) -> int:
    return next(token.position for token in tokenize(text) if token.kind == "name" and token.text == name)


def _is_finite(entry: Scalar) -> bool:
    if isinstance(entry, float):
        return math.isfinite(entry)
    return -LARGEST_ANSWER <= entry <= LARGEST_ANSWER
