"""A variant in words and drawings: the question, its givens, each step plain and with its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import product

from studyai.exercise.precision import asked_decimals, rounded
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line
from studyai.exercise.symbolic import as_written, variables
from studyai.formula.arrays import as_array, exact_number, nested, shape_of
from studyai.formula.cells import cell_arithmetic, is_computed
from studyai.formula.draw.numbers import show_number
from studyai.formula.draw.terminal import Drawing, draw_equation, draw_terminal
from studyai.formula.draw.words import with_subscripts
from studyai.formula.evaluate import evaluate
from studyai.formula.expression import Expression
from studyai.formula.text import to_text
from studyai.formula.tree import Binary, Call, Index, Name, Node, Put, names, put_in, rebuild, walk
from studyai.formula.values import Value

DIGITS = 6
CELL_FUNCTIONS = frozenset({"conv2d", "max_pool", "average_pool", "l2_pool", "softmax", "sum", "mean"})


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell of a step's value: its index, its arithmetic, its value."""

    index: tuple[int, ...]
    node: Node
    value: Value


def ask_text(variant: Variant) -> str:
    """Return the question with its numbers in."""
    text = variant.exercise.ask
    for symbol, value in {**_sizes(variant), **variant.givens}.items():
        shown = value if isinstance(value, str) else value_text(value)
        text = text.replace(f"{{{symbol}}}", shown)
    return text


def ask_line(variant: Variant) -> str:
    """Return the question with its numbers in and its symbols as they are written by hand: θ₀ for theta_0."""

    def drawn(match: re.Match[str]) -> str:
        name = match[0]
        drawing = draw_terminal(Name(name))
        return drawing.lines[0].strip() if name in variant.exercise.givens and drawing.height == 1 else name

    return with_subscripts(re.sub(r"[A-Za-z]+_\w+", drawn, ask_text(variant)))


def _sizes(variant: Variant) -> dict[str, Value]:
    return {size: value for size, value in variant.solution.lines[0].values.items() if size in variant.exercise.sizes}


def value_text(value: Value, digits: int = DIGITS) -> str:
    """Return a value in one line: `0.25`, `[1, 2]`, `[[1, 2], [3, 4]]`."""
    shown = nested(value, partial(show_number, digits=digits, is_entry=bool(shape_of(value))))
    return shown if isinstance(shown, str) else _listed(shown)


def _listed(shown: list[object] | object) -> str:
    if not isinstance(shown, list):
        return str(shown)
    return "[" + ", ".join(_listed(item) for item in shown) + "]"


def draw_value(value: Value, digits: int = DIGITS) -> Drawing:
    """Return a value as it is drawn: a matrix as rows."""
    return draw_terminal(Put(value), digits=digits)


def subscripts(line: Line, numbered: bool = False) -> dict[str, str]:
    """Return how the names of a repeated block are indexed: m_t and m_{t−1}, or m_2 and m_1."""
    if not line.round:
        return {}
    now = str(line.round) if numbered else line.index
    before = str(line.round - 1) if numbered else f"{line.index}−1"
    carried = {name: before for name in line.values if name.endswith("_prev")}
    steps = {name.removesuffix("_prev"): now for name in carried}
    return {**dict.fromkeys(line.siblings, now), **steps, **carried}


def equation(line: Line, width: int | None = None) -> Drawing:
    """Return the step's formula: `O = ⌊(W − F)/S⌋ + 1`; of expressions, with these in."""
    return draw_equation(line.step.symbol, as_written(line), subscripts=subscripts(line), max_width=width)


def equation_with_numbers(line: Line, width: int | None = None) -> Drawing:
    """Return the same with the numbers put in; of a step whose value is an expression, that value."""
    if isinstance(line.value, Expression):
        return draw_equation(line.step.symbol, Put(line.value), max_width=width)
    return draw_equation(
        line.step.symbol,
        with_numbers(line),
        subscripts=subscripts(line, numbered=True),
        digits=DIGITS,
        max_width=width,
    )


def formula_text(line: Line) -> str:
    """Return the step's formula in the formula language."""
    return line.formula.text


def numbers_text(line: Line) -> str:
    """Return the formula with its numbers, in the formula language: it evaluates to the value."""
    return to_text(with_numbers(line))


def with_numbers(line: Line) -> Node:
    """Return the step's formula with its numbers put in."""
    return read_off(put_in(line.formula.node, dict(line.values)))


def read_off(node: Node) -> Node:
    """Return what is read off a known list by itself, instead of the list with an index.

    A one-hot list is written as its numbers.
    """
    inner = rebuild(node, read_off)
    if isinstance(inner, Call) and inner.function == "part" and not names(inner):
        series, *places = inner.arguments
        inner = Call("part", (series, *(Put(evaluate(place)) for place in places)))
    return Put(evaluate(inner)) if _is_read_off(inner) else inner


def _is_read_off(node: Node) -> bool:
    match node:
        case Index(Put(), _) | Call("take", (Put(), _)) | Call("one_hot"):
            return not names(node)
        case _:
            return False


def has_cells(line: Line) -> bool:
    """Return whether the cells' arithmetic says more than the formula with its numbers."""
    by_entry = bool(shape_of(line.value)) and is_computed(line.formula.node)
    return has_inner_arithmetic(line) or by_entry


def has_inner_arithmetic(line: Line) -> bool:
    """Return whether a cell comes about by sums or windows that the formula with its numbers does not show."""
    parts = list(walk(line.formula.node))
    functions = {part.function for part in parts if isinstance(part, Call)}
    return bool(functions & CELL_FUNCTIONS) or any(isinstance(part, Binary) and part.operator == "@" for part in parts)


def cells(line: Line) -> list[CellLine]:
    """Return every cell of the step's value with its arithmetic; one, with index (), for a scalar."""
    indices = product(*(range(size) for size in shape_of(line.value)))
    return [cell(line, index) for index in indices]


def cell(line: Line, index: tuple[int, ...]) -> CellLine:
    """Return one cell of the step's value with its arithmetic."""
    value = line.value.item(*index) if index else line.value  # type: ignore[union-attr]
    return CellLine(index, cell_arithmetic(line.formula.node, line.values, index), value)


def asked_precision(line: Line) -> str:
    """Return the rounding, in words, said before the answer is asked."""
    if isinstance(line.value, Expression):
        return f"an expression in {', '.join(variables(line))}"
    decimals = asked_decimals(line.value, line.step.decimals)
    if decimals == 0:
        return "whole numbers" if shape_of(line.value) else "a whole number"
    return f"to {decimals} decimal{'s' if decimals > 1 else ''}"


def as_decimals(line: Line, value: Value) -> Value | None:
    """Return a value with fractions in it as the decimals that the step asks for; None where it has none."""
    if isinstance(value, Expression) or "/" not in value_text(value):
        return None
    decimals = asked_decimals(line.value, line.step.decimals)
    about = nested(value, lambda entry: rounded(float(entry), decimals))
    return as_array(about) if isinstance(about, list) else about


def step_name(line: Line) -> str:
    """Return what a step is called, of a repeated one in which round: `new memory, t = 2`."""
    return f"{line.step.name}, {line.index} = {line.round}" if line.round else line.step.name


def exact(value: Value) -> object:
    """Return the value for JSON, nothing lost."""
    return nested(value, exact_number)
