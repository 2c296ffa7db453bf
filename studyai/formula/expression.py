"""A formula as a value: what a symbolic given is, and what a step yields whose answer is an expression.

Its operators build trees and leave out what is plainly superfluous: terms of 0, factors of 1, scattered
numbers, a factor both above and below the line. Nothing is expanded, so a derivative keeps the form that its
rules gave it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TypeAlias, Union

from studyai.formula.text import to_text
from studyai.formula.tree import Binary, Name, Negate, Node, Number

ZERO, ONE = Number(0), Number(1)
Operand: TypeAlias = Union["Expression", int, Fraction]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression in its own variables; equal where the trees are."""

    node: Node

    def __str__(self) -> str:
        return to_text(self.node)

    def __neg__(self) -> Expression:
        return Expression(negated(self.node))

    def __add__(self, other: Operand) -> Expression:
        return Expression(plus(self.node, node_of(other)))

    def __radd__(self, other: Operand) -> Expression:
        return Expression(plus(node_of(other), self.node))

    def __sub__(self, other: Operand) -> Expression:
        return Expression(minus(self.node, node_of(other)))

    def __rsub__(self, other: Operand) -> Expression:
        return Expression(minus(node_of(other), self.node))

    def __mul__(self, other: Operand) -> Expression:
        return Expression(times(self.node, node_of(other)))

    def __rmul__(self, other: Operand) -> Expression:
        return Expression(times(node_of(other), self.node))

    def __truediv__(self, other: Operand) -> Expression:
        return Expression(over(self.node, node_of(other)))

    def __rtruediv__(self, other: Operand) -> Expression:
        return Expression(over(node_of(other), self.node))

    def __pow__(self, other: Operand) -> Expression:
        return Expression(power(self.node, node_of(other)))

    def __rpow__(self, other: Operand) -> Expression:
        return Expression(power(node_of(other), self.node))


def variable(name: str) -> Expression:
    """Return a name that stands for itself."""
    return Expression(Name(name))


def node_of(value: object) -> Node:
    """Return the tree of an expression or of an exact number; raises TypeError for any other value."""
    if isinstance(value, Expression):
        return value.node
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Number(value)
    raise TypeError("an expression and this kind of value do not go together")


def negated(node: Node) -> Node:
    """`-node`."""
    return scaled(-1, node)


def plus(left: Node, right: Node) -> Node:
    """`left + right`."""
    one, other = _factors(left), _factors(right)
    if not (one.above or one.below or other.above or other.below):
        return _Factors(one.number + other.number).node
    if left == ZERO or right == ZERO:
        return right if left == ZERO else left
    if other.number < 0 or isinstance(right, Negate):
        return Binary("-", left, negated(right))
    return Binary("+", left, right)


def minus(left: Node, right: Node) -> Node:
    """`left - right`."""
    return plus(left, negated(right))


def times(left: Node, right: Node) -> Node:
    """`left*right`: the numbers in front, one fraction, and nothing both above and below."""
    one, other = _factors(left), _factors(right)
    return _Factors(one.number * other.number, one.above + other.above, one.below + other.below).node


def over(top: Node, bottom: Node) -> Node:
    """`top/bottom`; raises ZeroDivisionError for a bottom of 0."""
    one, other = _factors(top), _factors(bottom)
    return _Factors(one.number / other.number, one.above + other.below, one.below + other.above).node


def power(base: Node, exponent: Node) -> Node:
    """`base**exponent`."""
    if exponent == ZERO:
        return ONE
    return base if exponent == ONE else Binary("**", base, exponent)


def scaled(factor: int | Fraction, node: Node) -> Node:
    """`factor*node`; a fraction is written below: `3*x/2`."""
    return times(Number(factor), node)


def terms(node: Node) -> list[Node]:
    """Return the terms of a sum, each with its sign; any other formula is its only term."""
    match node:
        case Binary("+", left, right):
            return [*terms(left), *terms(right)]
        case Binary("-", left, right):
            return [*terms(left), *(negated(term) for term in terms(right))]
        case Negate(operand) if len(inner := terms(operand)) > 1:
            return [negated(term) for term in inner]
    return [node]


def factors(node: Node) -> list[Node]:
    """Return what a product is made of above the line, numbers aside; any other formula is its only factor."""
    return list(_factors(node).above)


@dataclass(frozen=True, slots=True)
class _Factors:
    """A product taken apart: its number, the other factors above and below the line."""

    number: Fraction
    above: tuple[Node, ...] = ()
    below: tuple[Node, ...] = ()

    @property
    def node(self) -> Node:
        if self.number == 0:
            return ZERO
        above, below = list(self.above), list(self.below)
        for factor in self.above:
            if factor in below:
                above.remove(factor)
                below.remove(factor)
        top = _product(abs(self.number.numerator), above)
        bottom = _product(self.number.denominator, below)
        whole = top if bottom == ONE else Binary("/", top, bottom)
        return _with_minus(whole) if self.number < 0 else whole


def _factors(node: Node) -> _Factors:
    match node:
        case Number(value):
            return _Factors(Fraction(value))
        case Negate(operand):
            inner = _factors(operand)
            return _Factors(-inner.number, inner.above, inner.below)
        case Binary("*", left, right):
            one, other = _factors(left), _factors(right)
            return _Factors(one.number * other.number, one.above + other.above, one.below + other.below)
        case Binary("/", top, bottom):
            one, other = _factors(top), _factors(bottom)
            if other.number:
                return _Factors(one.number / other.number, one.above + other.below, one.below + other.above)
    return _Factors(Fraction(1), (node,))


def _product(number: int, factors: list[Node]) -> Node:
    parts = factors if number == 1 and factors else [Number(number), *factors]
    return reduce(lambda left, right: Binary("*", left, right), parts)


def _with_minus(node: Node) -> Node:
    """Return the node with its minus at the very front, as one writes it: -y*x, not -(y*x)."""
    if isinstance(node, Binary) and node.operator in ("*", "/"):
        return Binary(node.operator, _with_minus(node.left), node.right)
    return Negate(node)
