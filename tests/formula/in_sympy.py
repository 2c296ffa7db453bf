"""Our trees as sympy's expressions: its word on what ours are worth. Expressions are built; sympy reads no text."""

from __future__ import annotations

from typing import Any

import sympy

from studyai.formula.tree import Binary, Call, Name, Negate, Node, Number

OPERATIONS: dict[str, Any] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
    "**": lambda one, other: one**other,
}
FUNCTIONS: dict[str, Any] = {
    "exp": sympy.exp,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tanh": sympy.tanh,
    "abs": sympy.Abs,
    "sigmoid": lambda z: 1 / (1 + sympy.exp(-z)),
}
CONSTANTS = {"pi": sympy.pi, "e": sympy.E}


def to_sympy(node: Node) -> Any:
    """The tree as a sympy expression of real symbols."""
    match node:
        case Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Name(name):
            return CONSTANTS[name] if name in CONSTANTS else sympy.Symbol(name, real=True)
        case Negate(operand):
            return -to_sympy(operand)
        case Binary(sign, left, right):
            return OPERATIONS[sign](to_sympy(left), to_sympy(right))
        case Call(function, (argument,)):
            return FUNCTIONS[function](to_sympy(argument))
    raise AssertionError(node)
