"""Compiles a tree to a closure from named values to its value.

Exact numbers stay exact (0.1 + 0.2 − 0.3 is 0) until a function forces floating point.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from studyai.formula import numeric
from studyai.formula.arrays import as_array, check_fit, describe, entries, shape_of, tidy, type_of_float
from studyai.formula.errors import EvaluationError
from studyai.formula.expression import Expression
from studyai.formula.functions import FUNCTIONS
from studyai.formula.tree import Binary, Call, Compare, Index, Items, Name, Negate, Node, Number, Put, Transpose
from studyai.formula.values import Array, Value

Values = Mapping[str, Value]
Compiled = Callable[[Values], Any]

LARGEST = int(sys.float_info.max)
MOST_BITS = sys.float_info.max_exp - 1  # of a fraction that surely fits
PROBLEMS = (ArithmeticError, ValueError, IndexError, TypeError)


def compile_formula(node: Node) -> Compiled:
    """Return the formula as a function of its names' values; that function raises what the arithmetic raises."""
    match node:
        case Number(value):
            return lambda values: value
        case Put(value):
            return lambda values: value
        case Name(name):
            return operator.itemgetter(name)
        case Negate(operand):
            inner = compile_formula(operand)
            return lambda values: -inner(values)
        case Binary(sign, left, right):
            return _binary(sign, compile_formula(left), compile_formula(right))
        case Compare(sign, left, right):
            return _compare(COMPARISONS[sign], compile_formula(left), compile_formula(right))
        case Call(function, arguments):
            return _call(function, [compile_formula(part) for part in arguments])
        case Transpose(operand):
            turned = compile_formula(operand)
            return lambda values: _transpose(turned(values))
        case Index(operand, indices):
            return _index(compile_formula(operand), [compile_formula(part) for part in indices])
        case Items(items):
            parts = [compile_formula(part) for part in items]
            return lambda values: as_array([part(values) for part in parts])


def evaluate(node: Node, values: Values | None = None) -> Value:
    """Return the value of a formula; raises EvaluationError where it has none or is not finite."""
    return run(compile_formula(node), values or {})


def run(compiled: Compiled, values: Values) -> Value:
    """Return the value of a compiled formula, checked to be finite; raises EvaluationError."""
    with strict_arithmetic():
        return run_strictly(compiled, values)


def strict_arithmetic() -> np.errstate:
    """Return a context in which NumPy raises instead of warning and going on with inf or nan."""
    return np.errstate(all="raise", under="ignore")


def run_strictly(compiled: Compiled, values: Values) -> Value:
    """Do as `run`, inside `strict_arithmetic` entered once for many formulas."""
    try:
        value: Value = compiled(values)
    except KeyError as missing:
        raise EvaluationError(f"{missing.args[0]} has no value") from missing
    except PROBLEMS as problem:
        raise EvaluationError(_said(problem)) from problem
    return held(value)


def holds(compiled: Compiled, values: Values) -> bool:
    """Return whether a condition is not 0; raises EvaluationError, also where it is no single number."""
    value = run(compiled, values)
    if isinstance(value, (np.ndarray, Expression)):
        raise EvaluationError("a condition is a single number, not a list or an expression")
    return bool(value)


def held(value: Value) -> Value:
    """Return the value itself; raises EvaluationError where floating point cannot hold it."""
    if type(value) is Fraction:
        # By size in bits, for comparing fractions is slow and this is asked of every step.
        fits = value.numerator.bit_length() - value.denominator.bit_length() < MOST_BITS or abs(value) <= LARGEST
    elif type(value) is int or isinstance(value, float):
        fits = -LARGEST <= value <= LARGEST  # false for nan too
    elif isinstance(value, np.ndarray) and value.dtype == type_of_float:
        fits = bool(np.isfinite(value).all())
    else:
        fits = isinstance(value, Expression) or all(-LARGEST <= entry <= LARGEST for entry in entries(value))
    if not fits:
        raise EvaluationError("a number too large to hold")
    return value


def _said(problem: Exception) -> str:
    if isinstance(problem, ZeroDivisionError) or any(words in str(problem) for words in DIVIDED_BY_ZERO):
        return "a division by zero"
    if isinstance(problem, (OverflowError, FloatingPointError)):
        return "a number too large to hold"
    if isinstance(problem, TypeError):
        return "the kinds of value do not fit this operation"
    return str(problem)


DIVIDED_BY_ZERO = ("divide by zero", "invalid value encountered in remainder")  # in NumPy's words

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
}


def _binary(sign: str, left: Compiled, right: Compiled) -> Compiled:
    if sign == "/":
        return lambda values: numeric.divide(left(values), right(values))
    if sign == "**":
        return lambda values: numeric.power(left(values), right(values))
    if sign == "@":
        return lambda values: matrix_product(left(values), right(values))
    apply = SIGNS[sign]

    def entry_by_entry(values: Values) -> Any:
        one, other = left(values), right(values)
        if type(one) is np.ndarray or type(other) is np.ndarray:
            check_fit(one, other)
            return tidy(apply(one, other))
        return apply(one, other)

    return entry_by_entry


def matrix_product(left: Any, right: Any) -> Value:
    """`left @ right`; exact for exact arrays. Raises ValueError when the inner sizes differ."""
    if not all(isinstance(side, np.ndarray) and side.ndim <= 2 for side in (left, right)):
        raise ValueError("a matrix product needs vectors or matrices on both sides")
    if left.shape[-1] != right.shape[0]:
        raise ValueError(
            f"{describe(left.shape)} times {describe(right.shape)}: the inner sizes "
            f"{left.shape[-1]} and {right.shape[0]} differ"
        )
    result: Any = left @ right
    if isinstance(result, np.ndarray):
        return tidy(result)
    return float(result) if isinstance(result, float) else result


def _transpose(value: Any) -> Array:
    if not isinstance(value, np.ndarray) or value.ndim != 2:
        raise ValueError(f".T needs a matrix, not {describe(shape_of(value))}")
    return value.T


def _compare(apply: Callable[[Any, Any], Any], left: Compiled, right: Compiled) -> Compiled:
    def compared(values: Values) -> Any:
        one, other = left(values), right(values)
        if type(one) is np.ndarray or type(other) is np.ndarray:
            check_fit(one, other)
        result = apply(one, other)
        return result.astype(object) if isinstance(result, np.ndarray) else bool(result)

    return compared


def _call(name: str, arguments: list[Compiled]) -> Compiled:
    function = FUNCTIONS[name].evaluate
    if len(arguments) == 1:
        (only,) = arguments

        def call(values: Values) -> Value:
            argument = only(values)
            return Expression(Call(name, (argument.node,))) if type(argument) is Expression else function(argument)

        return call
    return lambda values: function(*[argument(values) for argument in arguments])


def _index(operand: Compiled, indices: list[Compiled]) -> Compiled:
    def indexed(values: Values) -> Any:
        array = operand(values)
        if not isinstance(array, np.ndarray):
            raise ValueError("only a list can be indexed")
        place = tuple(index(values) for index in indices)
        if not all(isinstance(index, int) and index >= 0 for index in place) or len(place) > array.ndim:
            raise ValueError("an index is a whole number from 0")
        for index, size in zip(place, array.shape, strict=False):  # fewer indices than axes give a part
            if index >= size:
                raise ValueError(f"there is no index {index}: the last is {size - 1}")
        return array.item(*place) if len(place) == array.ndim else array[place]

    return indexed
