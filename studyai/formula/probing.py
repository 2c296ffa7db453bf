"""Two expressions held against each other at points, in floating point: quick, bounded, and never stuck.

Each name has its own values at the points, always the same, so that the values of an expression are its
fingerprint. Where two fingerprints differ the expressions differ; where they agree, they are equal but
for a difference too small to be seen here (`equivalence` looks for one).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from studyai.formula.errors import EvaluationError
from studyai.formula.expression import Expression
from studyai.formula.tree import Binary, Call, Name, Negate, Node, Number, names
from studyai.formula.values import Array

POINTS = 24
POSITIVE = 10  # points at which every variable is between 0 and 1, where logarithms and roots have values
LEAST_SHARED = 3  # points at which both must have a value
AGREED = 1e-9

CONSTANTS = {"pi": math.pi, "e": math.e}

CALLS: dict[str, Callable[[Any], Any]] = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "abs": np.abs,
}
SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}


def values_at(node: Node, columns: Mapping[str, Array]) -> Array:
    """Return the formula's value at each point (points,), nan where it has none.

    Raises EvaluationError for what cannot be.
    """
    with np.errstate(all="ignore"):
        found = np.broadcast_to(_values(node, columns), next(iter(columns.values())).shape)
    return np.where(np.isfinite(found), found, np.nan)


def _values(node: Node, columns: Mapping[str, Array]) -> Any:
    match node:
        case Number(value):
            return _float(value)
        case Name(name):
            return columns[name] if name in columns else np.float64(CONSTANTS[name])
        case Negate(operand):
            return -_values(operand, columns)
        case Binary(sign, left, right) if sign in SIGNS:
            return SIGNS[sign](_values(left, columns), _values(right, columns))
        case Call(function, (argument,)) if function in CALLS:
            return CALLS[function](_values(argument, columns))
    raise EvaluationError("this kind of formula has no place in an expression")


def _float(value: int | Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


@lru_cache(maxsize=64)
def column(name: str) -> Array:
    """Return a variable's values at the points (points,), two decimals each."""
    chance = random.Random(name)
    values = [chance.uniform(0.1, 0.95) if place < POSITIVE else chance.uniform(-1.9, 1.9) for place in range(POINTS)]
    return np.array([round(value, 2) for value in values])


def columns_of(variables: Sequence[str]) -> dict[str, Array]:
    """Return the points at which expressions in these variables are compared."""
    return {"": np.zeros(POINTS), **{name: column(name) for name in variables}}


@lru_cache(maxsize=4096)
def fingerprint(expression: Expression) -> tuple[float, ...]:
    """Return the expression's values at the points, nan where it has none."""
    variables = sorted(names(expression.node) - CONSTANTS.keys())
    return tuple(values_at(expression.node, columns_of(variables)).tolist())


def alike(one: Expression, other: Expression) -> bool:
    """Return whether two expressions have the same values wherever both have one."""
    return same_values(fingerprint(one), fingerprint(other))


def same_values(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    """Return whether two fingerprints agree; nowhere comparable, they do not."""
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if math.isfinite(a) and math.isfinite(b)]
    if len(pairs) < LEAST_SHARED:
        return all(math.isnan(value) for value in (*ours, *theirs))
    scale = max(abs(value) for pair in pairs for value in pair)
    return all(abs(a - b) <= AGREED * max(abs(a), abs(b), 1e-3 * min(scale, 1.0)) for a, b in pairs)
