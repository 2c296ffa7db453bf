"""Back to the formula language: text that reads as the same tree, with values put in as exact numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from studyai.formula.tree import (
    Binary,
    Call,
    Compare,
    Index,
    Items,
    Name,
    Negate,
    Node,
    Number,
    Put,
    Transpose,
)

COMPARED, SUM, PRODUCT, SIGNED, POWER, POSTFIX = range(6)


def to_text(node: Node) -> str:
    """Return the formula as text; parsing it gives the same tree (a value put in: the same value)."""
    return _write(node)[0]


def _write(node: Node) -> tuple[str, int]:
    match node:
        case Number(value):
            return _number(value)
        case Put(value):
            return _value(value)
        case Name(name):
            return name, POSTFIX
        case Negate(operand):
            return f"-{_held(operand, SIGNED)}", SIGNED
        case Binary("**", left, right):
            return f"{_held(left, POSTFIX)}**{_held(right, SIGNED)}", POWER
        case Binary(operator, left, right):
            level = SUM if operator in "+-" else PRODUCT
            spaced = f" {operator} " if level == SUM or operator in ("@", "%") else operator
            return f"{_held(left, level)}{spaced}{_held(right, level + 1)}", level
        case Compare(operator, left, right):
            return f"{_held(left, SUM)} {operator} {_held(right, SUM)}", COMPARED
        case Call(function, arguments):
            return f"{function}({', '.join(map(to_text, arguments))})", POSTFIX
        case Transpose(operand):
            return f"{_before_dot(operand)}.T", POSTFIX
        case Index(operand, indices):
            return f"{_before_dot(operand)}[{', '.join(map(to_text, indices))}]", POSTFIX
        case Items(items):
            return f"[{', '.join(map(to_text, items))}]", POSTFIX


def _held(node: Node, least: int) -> str:
    text, level = _write(node)
    return text if level >= least else f"({text})"


def _before_dot(node: Node) -> str:
    text = _held(node, POSTFIX)
    # `2.T` would read as the number 2. followed by T.
    return f"({text})" if isinstance(node, Number) and not text.isidentifier() else text


def _value(value: Any) -> tuple[str, int]:
    if hasattr(value, "node"):  # an expression, whose module builds on this one
        return _write(value.node)
    if getattr(value, "ndim", 0):
        return _listed(value.tolist()), POSTFIX
    return _number(value.item() if hasattr(value, "item") else value)


def _listed(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_listed, value))}]"
    return _number(value)[0]


def _number(value: int | Fraction | float) -> tuple[str, int]:
    """Return an exact number as a short decimal where it has one, else as a fraction; a float in full."""
    if isinstance(value, bool):
        value = int(value)
    text = _exact(value) if isinstance(value, Fraction) else repr(value)
    if text.startswith("-"):
        return text, SIGNED
    return text, PRODUCT if "/" in text else POSTFIX


def _exact(value: Fraction) -> str:
    short = repr(float(value)) if abs(value) < 1e300 else ""
    if short and Fraction(short) == value:
        return short.removesuffix(".0")
    return f"{value.numerator}/{value.denominator}"
