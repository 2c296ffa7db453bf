"""Steps whose answer is an expression: their variables, how an answer is read, and how it is worked out."""

from __future__ import annotations

from studyai.exercise.precision import asked_decimals
from studyai.exercise.solve import Line
from studyai.formula.arrays import entries, shape_of
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.expression import Expression, variable
from studyai.formula.tree import ELEMENTWISE, Binary, Call, Name, Node, put_in, rebuild, walk
from studyai.formula.typed.answer import read_answer
from studyai.formula.typed.expression import read_expression
from studyai.formula.typed.written import without_commas
from studyai.formula.values import Value
from studyai.formula.working import Worked, worked


def variables(line: Line) -> tuple[str, ...]:
    """Return the names that stand for themselves in the step's expressions."""
    expressions = ((name, value) for name, value in line.values.items() if isinstance(value, Expression))
    return tuple(name for name, value in expressions if value == variable(name))


def read_typed(line: Line, text: str) -> Value:
    """Return a typed answer to the step: an expression where one is asked; raises FormulaError."""
    if isinstance(line.value, Expression):
        return read_expression(text, variables(line))
    return read_answer(without_commas(text) if _is_large_and_whole(line) else text)


def _is_large_and_whole(line: Line) -> bool:
    """Return whether the answer is a whole number of thousands: there 49,984 can be no decimal comma, and no list."""
    value = line.value
    return (
        not shape_of(value) and asked_decimals(value, line.step.decimals) == 0 and abs(float(entries(value)[0])) >= 1000
    )


def derived(line: Line) -> list[tuple[Expression, str]]:
    """Return the expressions that the step's formula derives, each with the variable."""
    found = []
    for part in walk(line.formula.node):
        if isinstance(part, Call) and part.function == "derivative":
            expression, by = (evaluate(argument, line.values) for argument in part.arguments)
            if isinstance(expression, Expression) and isinstance(by, Expression) and isinstance(by.node, Name):
                found.append((expression, by.node.name))
    return found


def working(line: Line) -> list[Worked]:
    """Return the rules that lead to the step's expression, the innermost first; none for a step of numbers."""
    if not isinstance(line.value, Expression):
        return []
    return [one for expression, by in derived(line) for one in worked(expression.node, by)]


def put_in_expressions(node: Node, line: Line) -> Node:
    """Return the formula with every expression in the place of its name."""
    return put_in(node, {name: value for name, value in line.values.items() if isinstance(value, Expression)})


def as_written(line: Line) -> Node:
    """Return the step's formula to be drawn: expressions put in, ⊙ where arrays are multiplied entry by entry."""
    return _with_elementwise(put_in_expressions(line.formula.node, line), line)


def _with_elementwise(node: Node, line: Line) -> Node:
    inner = rebuild(node, lambda part: _with_elementwise(part, line))
    if isinstance(node, Binary) and node.operator == "*" and _is_array(node.left, line) and _is_array(node.right, line):
        assert isinstance(inner, Binary)
        return Binary(ELEMENTWISE, inner.left, inner.right)
    return inner


def _is_array(part: Node, line: Line) -> bool:
    """Return whether the part has more than one number; a part that has no value by itself counts as one number."""
    try:
        return shape_of(evaluate(part, line.values)) != ()
    except EvaluationError:
        return False
