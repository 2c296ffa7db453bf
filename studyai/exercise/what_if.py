"""What if a number were another one? Some cells of a solution replaced, everything after them computed from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from studyai.exercise.solve import Override, Solution, solve
from studyai.formula.arrays import as_array, entries, nested, same, shape_of
from studyai.formula.values import Scalar, Value

Index: TypeAlias = tuple[int, ...]
Supposed: TypeAlias = Mapping[str, Mapping[Index, Scalar]]  # by a line's key, by a cell's index; () for a number


def suppose(solution: Solution, supposed: Supposed) -> Solution:
    """Return the solution with these cells in place of its own; keys and cells that it does not have are left out.

    The other cells of a replaced value are those that the steps before give. Raises EvaluationError where a later
    step has no value.
    """
    values: dict[str, Value] = {}
    for key in _in_order(solution, supposed):
        line = next((line for line in solution.lines if line.key == key), None)
        if line is None:  # an earlier supposition took its round away
            continue
        values[key] = _replaced(line.value, supposed[key])
        solution = solve(solution.exercise, solution.givens, Override({}, values))
    return solution


def number_at(value: Value, index: Index) -> Scalar:
    """Return one cell of a value; of a number itself the index is (). Raises TypeError for an expression."""
    shape = shape_of(value)
    place = 0
    for size, step in zip(shape, index, strict=True):
        place = place * size + step
    return entries(value)[place]


def changed(before: Solution, after: Solution) -> dict[str, Value]:
    """Return what the lines whose value is another one were before, by key; new lines are not among them."""
    old = {line.key: line.value for line in before.lines}
    return {line.key: old[line.key] for line in after.lines if line.key in old and not same(old[line.key], line.value)}


def _in_order(solution: Solution, supposed: Supposed) -> list[str]:
    order = [line.key for line in solution.lines]
    return sorted(supposed, key=lambda key: order.index(key) if key in order else len(order))


def _replaced(value: Value, cells: Mapping[Index, Scalar]) -> Value:
    shape = shape_of(value)
    inside = {index: scalar for index, scalar in cells.items() if _lies_in(index, shape)}
    if not shape:
        return inside.get((), value)
    copied = nested(value, lambda entry: entry)
    for index, scalar in inside.items():
        row: Any = copied
        for place in index[:-1]:
            row = row[place]
        row[index[-1]] = scalar
    return as_array(copied)


def _lies_in(index: Index, shape: tuple[int, ...]) -> bool:
    return len(index) == len(shape) and all(place < size for place, size in zip(index, shape, strict=True))
