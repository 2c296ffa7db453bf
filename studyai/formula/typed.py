"""Reads what a learner types as an answer: the formula language, smaller and bounded."""

from __future__ import annotations

import math
from collections.abc import Sequence

from studyai.formula.arrays import as_array, entries, shape_of
from studyai.formula.errors import EvaluationError, FormulaError
from studyai.formula.evaluate import evaluate
from studyai.formula.parse import Bounds, parse_formula
from studyai.formula.tokens import tokenize
from studyai.formula.tree import Binary, Name, Node, Put, rebuild, walk
from studyai.formula.values import Scalar, Value

TYPED_BOUNDS = Bounds(length=2000, depth=60, digits=40, exponent=100, entries=1000)
TYPED_FUNCTIONS = frozenset({"sqrt", "exp", "log", "tanh", "sigmoid", "abs", "max", "min", "floor", "ceil"})
LARGEST_ANSWER = 10**100
MOST_AXES = 4  # a batch of images, or kernels, with their channels
MOST_BITS = 1023  # of an exact number on the way to the answer: it stays cheap, and a float can hold it
CONSTANTS: dict[str, Value] = {"pi": math.pi, "e": math.e}


def read_answer(text: str, bounds: Bounds = TYPED_BOUNDS) -> Value:
    """Return the value of a typed answer; raises FormulaError with what is wrong and where.

    Accepts numbers, fractions, arithmetic, a few functions, `pi`, `e`, and lists as vectors, matrices and deeper.
    """
    node = parse_formula(text, TYPED_FUNCTIONS, bounds)
    for part in walk(node):
        if isinstance(part, Name) and part.name not in CONSTANTS:
            raise FormulaError(_unknown(part.name), _place(text, part.name))
        if isinstance(part, Binary) and part.operator == "@":
            raise FormulaError("an answer is a value: matrix products are not worked out here", _sign(text, "@"))
    try:
        value = _worked_out(node, bounds)
    except EvaluationError as problem:
        raise FormulaError(str(problem), 0) from problem
    if any(isinstance(entry, bool) for entry in entries(value)):
        raise FormulaError("a comparison is not a value", 0)
    if not all(_is_finite(entry) for entry in entries(value)):
        raise FormulaError("a number too large to be an answer", 0)
    return value


def read_cells(cells: Sequence[Sequence[str]]) -> Value:
    """Return a matrix typed cell by cell (a vector if it has one row); the error names the cell, counted from 1."""
    rows = [[_cell(text, row, column) for column, text in enumerate(line, 1)] for row, line in enumerate(cells, 1)]
    try:
        return as_array(rows)
    except ValueError as problem:
        raise FormulaError(str(problem)) from problem


def _worked_out(node: Node, bounds: Bounds) -> Value:
    """Return the value, part by part, so that no part grows beyond what is quick to go on with."""
    value = evaluate(rebuild(node, lambda part: Put(_worked_out(part, bounds))), CONSTANTS)
    numbers = entries(value)
    if len(numbers) > bounds.entries or len(shape_of(value)) > MOST_AXES:
        raise EvaluationError(
            f"an answer is a number, a list, a matrix or lists {MOST_AXES} deep, of {bounds.entries} entries at most"
        )
    if any(_bits(number) > MOST_BITS for number in numbers):
        raise EvaluationError("a number too large, or too fine, to be an answer")
    return value


def _bits(number: Scalar) -> int:
    if isinstance(number, float):
        return 0
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def _cell(text: str, row: int, column: int) -> Value:
    try:
        value = read_answer(text)
        if shape_of(value):
            raise FormulaError("a cell holds one number, not a list")
    except FormulaError as problem:
        raise FormulaError(f"row {row}, column {column}: {problem.message}", problem.position) from problem
    return value


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


def _sign(text: str, sign: str) -> int:
    return next(token.position for token in tokenize(text) if token.text == sign)


def _is_finite(entry: Scalar) -> bool:
    if isinstance(entry, float):
        return math.isfinite(entry)
    return -LARGEST_ANSWER <= entry <= LARGEST_ANSWER
