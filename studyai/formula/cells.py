"""The arithmetic of one cell: any formula of matrices, written out in numbers for one entry of its value."""

from __future__ import annotations

import numpy as np

from studyai.formula import cell_rules
from studyai.formula.arrays import shape_of
from studyai.formula.evaluate import Values, evaluate
from studyai.formula.functions import FUNCTIONS
from studyai.formula.tree import Binary, Call, Compare, Index, Items, Name, Negate, Node, Number, Put, Transpose
from studyai.formula.values import Value

Cell = tuple[int, ...]


def cell_arithmetic(node: Node, values: Values, cell: Cell) -> Node:
    """Return the formula of numbers whose value is entry `cell` of the formula's value; () for a scalar.

    Entry-by-entry operations are followed to their parts; a matrix function is written out once,
    with its arguments' values put in. Raises EvaluationError where a part has no value; the formula as a whole has one.
    """
    match node:
        case Negate(operand):
            return Negate(cell_arithmetic(operand, values, cell))
        case Binary("@", left, right):
            return cell_rules.matrix_product(evaluate(left, values), evaluate(right, values), cell)
        case Binary(operator, left, right):
            return Binary(operator, *(_broadcast(part, values, cell) for part in (left, right)))
        case Compare(operator, left, right):
            return Compare(operator, *(_broadcast(part, values, cell) for part in (left, right)))
        case Call(function, arguments):
            return _call(function, arguments, values, cell)
        case Transpose(operand):
            return cell_arithmetic(operand, values, cell[::-1])
        case Items(items) if cell:
            return cell_arithmetic(items[cell[0]], values, cell[1:])
        case _:
            return _entry(evaluate(node, values), cell)


def own_cell(part: Node, values: Values, cell: Cell) -> Cell:
    """Return the part's cell that enters a cell, as NumPy broadcasts.

    Fewer axes align at the end, an axis of one repeats.
    """
    shape = shape_of(evaluate(part, values))
    aligned = cell[len(cell) - len(shape) :]
    return tuple(0 if size == 1 else index for size, index in zip(shape, aligned, strict=True))


def is_computed(node: Node) -> bool:
    """Return whether a cell has arithmetic at all; looked up and moved entries have none."""
    match node:
        case Name() | Number() | Put() | Index():
            return False
        case Transpose(operand):
            return is_computed(operand)
        case Items(items):
            return any(map(is_computed, items))
        case Call(function):
            return not isinstance(FUNCTIONS[function].cell, cell_rules.LookedUp)
        case _:
            return True


def _call(function: str, arguments: tuple[Node, ...], values: Values, cell: Cell) -> Node:
    rule = FUNCTIONS[function].cell
    if rule is None:
        return Call(function, tuple(_broadcast(part, values, cell) for part in arguments))
    return rule([evaluate(part, values) for part in arguments], cell)


def _broadcast(node: Node, values: Values, cell: Cell) -> Node:
    return cell_arithmetic(node, values, own_cell(node, values, cell))


def _entry(value: Value, cell: Cell) -> Node:
    return Put(value.item(*cell)) if isinstance(value, np.ndarray) else Put(value)
