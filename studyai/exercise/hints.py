"""The hint ladder of a step: the formula, with its numbers, the first operation, the value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studyai.exercise.present import read_off
from studyai.exercise.solve import Line
from studyai.exercise.symbolic import as_written, put_in_expressions, working
from studyai.formula.arrays import shape_of
from studyai.formula.cells import cell_arithmetic
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.expression import Expression
from studyai.formula.tree import Call, Name, Node, Number, Put, children, put_in
from studyai.formula.values import Value

Rung = Literal["formula", "numbers", "operation", "value"]
RUNGS: tuple[Rung, ...] = ("formula", "numbers", "operation", "value")


@dataclass(frozen=True, slots=True)
class Hint:
    """One rung: words, and a formula to draw (`node` = `value`, where there is a value)."""

    rung: Rung
    say: str
    node: Node
    value: Value | None = None
    cell: tuple[int, ...] = ()


def hint(line: Line, rung: int) -> Hint:
    """Return the rung-th hint, counted from 0; raises IndexError beyond the last."""
    kind = RUNGS[rung]
    node = put_in_expressions(line.formula.node, line)
    if kind == "formula":
        return Hint(kind, line.step.hint or "The formula of this step.", as_written(line))
    if kind == "numbers" and not isinstance(line.value, Expression):
        return Hint(kind, "The same with your numbers in.", read_off(put_in(node, dict(line.values))))
    if kind == "value":
        return Hint(kind, "Worked out; this step earns no credit.", as_written(line), line.value)
    if isinstance(line.value, Expression):
        return _rule_hint(line, kind)
    cell = (0,) * len(shape_of(line.value))
    operation = first_operation(cell_arithmetic(node, line.values, cell))
    where = f"For {_cell_words(cell)}, start with this." if cell else "Start with this."
    return Hint(kind, where, operation, evaluate(operation), cell)


def _rule_hint(line: Line, kind: Rung) -> Hint:
    """Return the hint of an expression: the second rung is the innermost rule, the third the one before the whole."""
    rules = working(line)
    if not rules:
        return Hint(kind, "It is the variable itself.", line.formula.node)
    *before, whole = rules
    if not before:
        return Hint(kind, whole.rule, Call("derivative", (whole.node, Name(whole.by))))
    if kind == "numbers":
        return Hint(kind, f"Start inside. {before[0].rule}", before[0].equation)
    if len(before) > 1:
        return Hint(kind, before[-1].rule, before[-1].equation)
    if whole.outer is not None:
        return Hint(kind, f"{whole.rule} This is the outer slope.", whole.outer)
    return Hint(kind, whole.rule, Call("derivative", (whole.node, Name(whole.by))))


def first_operation(node: Node) -> Node:
    """Return the part of a formula of numbers that is worked out first: its operands are plain numbers."""
    for part in children(node):
        if not isinstance(part, (Number, Put, Name)):
            inner = first_operation(part)
            if _has_value(inner):
                return inner
    return node


def _has_value(node: Node) -> bool:
    try:
        evaluate(node)
    except EvaluationError:
        return False
    return True


def _cell_words(cell: tuple[int, ...]) -> str:
    return "entry 1" if len(cell) == 1 else "row 1, column 1"
