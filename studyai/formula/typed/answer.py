"""Reads what a learner types as an answer: the formula language, smaller and bounded."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from studyai.formula.arrays import as_array, entries, nested, same, shape_of
from studyai.formula.errors import EvaluationError, FormulaError
from studyai.formula.evaluate import evaluate
from studyai.formula.parse import Bounds, check_length, parse_tokens
from studyai.formula.tokens import Token
from studyai.formula.tree import Binary, Index, Items, Name, Node, Put, rebuild, walk
from studyai.formula.typed.latex import from_latex, is_latex
from studyai.formula.typed.pasted import drawn_array, is_drawn_row, spaced_list, table, unwrapped
from studyai.formula.typed.written import written_tokens
from studyai.formula.values import Scalar, Value

MOST_DIGITS = 310  # of a number as it is typed: an exact value that is copied has as many
TYPED_BOUNDS = Bounds(length=2000, depth=60, digits=MOST_DIGITS, exponent=300, entries=1000)
TYPED_FUNCTIONS = frozenset(
    {"sqrt", "exp", "log", "sin", "cos", "tanh", "sigmoid", "relu", "abs", "max", "min", "floor", "ceil"}
)
LARGEST_ANSWER = 10**100
MOST_AXES = 4  # a batch of images, or kernels, with their channels
MOST_BITS = 1023  # of an exact number on the way to the answer: it stays cheap, and a float can hold it
CONSTANTS: dict[str, Value] = {"pi": math.pi, "e": math.e}


def read_answer(text: str, bounds: Bounds = TYPED_BOUNDS) -> Value:
    """Return the value of a typed or pasted answer; raises FormulaError with what is wrong and where.

    Accepts numbers, fractions, arithmetic, a few functions, `pi`, `e`, lists as vectors, matrices and deeper, and the
    same as people, NumPy, torch, LaTeX and this program's own screens write it.
    """
    check_length(text, bounds)
    inside, begun = unwrapped(text)
    try:
        return _read_whole(table(inside), bounds)
    except FormulaError as problem:
        raise FormulaError(problem.message, problem.position + begun) from problem


def _read_whole(text: str, bounds: Bounds) -> Value:
    cells = drawn_array(text)
    if cells is not None:
        return _drawn(cells, bounds)
    if is_latex(text):
        return _at_start(from_latex(text), bounds)
    spaced = spaced_list(text)
    if spaced is None:
        return _read(text, bounds)
    try:
        value = _read(text, bounds)
    except FormulaError:
        return _checked(spaced, bounds)
    if same(value, spaced):
        return value
    if is_drawn_row(text):
        return _checked(spaced, bounds)
    raise FormulaError(
        f"{text.strip()} can be read as {_plain(spaced)} or as {_plain(value)}: put commas between the entries"
    )


def _drawn(cells: list[Any], bounds: Bounds) -> Value:
    def read(cell: Any) -> Any:
        return [read(one) for one in cell] if isinstance(cell, list) else _at_start(cell, bounds)

    try:
        return _checked(as_array(read(cells)), bounds)
    except ValueError as problem:
        raise FormulaError(str(problem)) from problem


def _at_start(written: str, bounds: Bounds) -> Value:
    """Return the value of a text that nobody typed, so that no place in it can be pointed at."""
    try:
        return _read(written, bounds)
    except FormulaError as problem:
        raise FormulaError(problem.message) from problem


def _plain(value: Value) -> str:
    shown = nested(value, str)
    return re.sub(r"'", "", str(shown))


def _read(text: str, bounds: Bounds) -> Value:
    _check_decimal_commas(text)
    tokens = written_tokens(text, TYPED_FUNCTIONS, ())
    node = parse_tokens(tokens, TYPED_FUNCTIONS, bounds)
    for part in walk(node):
        if isinstance(part, Name) and part.name not in CONSTANTS:
            raise FormulaError(_unknown(part.name), _place(tokens, part.name))
        if isinstance(part, Binary) and part.operator == "@":
            raise FormulaError("an answer is a value: matrix products are not worked out here", _place(tokens, "@"))
        if isinstance(part, Index) and isinstance(part.operand, Items):
            raise FormulaError("a comma is missing between the rows", _missing_comma(tokens))
    try:
        value = _worked_out(node, bounds)
    except EvaluationError as problem:
        raise FormulaError(str(problem), 0) from problem
    if any(isinstance(entry, bool) for entry in entries(value)):
        raise FormulaError("a comparison is not a value", 0)
    return _checked(value, bounds)


def _checked(value: Value, bounds: Bounds) -> Value:
    """Return the value, once it is known to be finite and no larger than an answer."""
    _check_size(value, bounds)
    if not all(_is_finite(entry) for entry in entries(value)):
        raise FormulaError("a number too large to be an answer", 0)
    return value


def _check_decimal_commas(text: str) -> None:
    """Refuse −0,5: nobody means minus zero."""
    comma = re.search(r"[-−]0,(?=\d)", text)
    if comma is not None:
        raise FormulaError(f"the decimal sign is a point: write {comma[0][:-1]}.…", comma.end() - 1)


def _missing_comma(tokens: Sequence[Token]) -> int:
    pairs = pairwise(tokens)
    return next(after.position for before, after in pairs if (before.text, after.text) == ("]", "["))


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
    _check_size(value, bounds)
    return value


def _check_size(value: Value, bounds: Bounds) -> None:
    numbers = entries(value)
    if len(numbers) > bounds.entries or len(shape_of(value)) > MOST_AXES:
        raise FormulaError(
            f"an answer is a number, a list, a matrix or lists {MOST_AXES} deep, of {bounds.entries} entries at most"
        )
    if any(_bits(number) > MOST_BITS for number in numbers):
        raise FormulaError("a number too large, or too fine, to be an answer")


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
    if name.lower() in ("none", "true", "false"):
        return f"{name} is not a value; write a number"
    return f"{name} is not known here; an answer is a number, such as 13/2, 0.125 or sqrt(2)/2"


def _place(tokens: Sequence[Token], text: str) -> int:
    return next(token.position for token in tokens if token.text == text)


def _is_finite(entry: Scalar) -> bool:
    if isinstance(entry, float):
        return math.isfinite(entry)
    return -LARGEST_ANSWER <= entry <= LARGEST_ANSWER
