"""The tree of a formula: what parsing yields, and what evaluating and drawing read.

A node is immutable and compares by content, so two texts that mean the same tree are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ELEMENTWISE = "⊙"  # a product of arrays entry by entry, told from a matrix product


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: exact, `0.1` is one tenth."""

    value: int | Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A given, an earlier step, or the running index of a repeated block."""

    name: str


@dataclass(frozen=True, slots=True)
class Negate:
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """`left operator right`, operator one of `+ - * / // % ** @`; `ELEMENTWISE` is only ever drawn."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare:
    """`left operator right`, operator one of `== != < <= > >=`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A listed function with its arguments, by position."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Transpose:
    """`operand.T`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Index:
    """`operand[i]` or `operand[i, j]`, counted from 0 in the text and drawn counted from 1."""

    operand: Node
    indices: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list literal: a vector, or a matrix when its items are lists of one length."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Put:
    """A value put in the place of a name, to draw a formula with its numbers.

    `value` is a `studyai.formula.values.Value`, which cannot be named here: an expression is made of nodes.
    """

    value: Any


Node = Number | Name | Negate | Binary | Compare | Call | Transpose | Index | Items | Put


def children(node: Node) -> tuple[Node, ...]:
    """Return the node's direct parts, in reading order."""
    match node:
        case Negate(operand) | Transpose(operand):
            return (operand,)
        case Binary(_, left, right) | Compare(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case Index(operand, indices):
            return (operand, *indices)
        case Items(items):
            return items
        case _:
            return ()


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the same node with `change` applied to each direct part."""
    match node:
        case Negate(operand):
            return Negate(change(operand))
        case Transpose(operand):
            return Transpose(change(operand))
        case Binary(operator, left, right):
            return Binary(operator, change(left), change(right))
        case Compare(operator, left, right):
            return Compare(operator, change(left), change(right))
        case Call(function, arguments):
            return Call(function, tuple(change(part) for part in arguments))
        case Index(operand, indices):
            return Index(change(operand), tuple(change(part) for part in indices))
        case Items(items):
            return Items(tuple(change(part) for part in items))
        case _:
            return node


def walk(node: Node) -> Iterator[Node]:
    """Yield every node of the tree, the root first."""
    ahead = [node]
    while ahead:  # no generators in generators: deriving walks every tree many times
        part = ahead.pop()
        yield part
        ahead.extend(reversed(children(part)))


def names(node: Node) -> frozenset[str]:
    """Return the names a formula reads."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Name))


def put_in(node: Node, values: Mapping[str, Any]) -> Node:
    """Return the formula with the numbers put in: each known name replaced by its value."""
    if isinstance(node, Name) and node.name in values:
        return Put(values[node.name])
    return rebuild(node, lambda part: put_in(part, values))
