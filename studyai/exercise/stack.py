"""A stack of layers drawn from the input on: each layer's words, then a value for each column.

    input    3 × 26 × 24
     │ convolution: 8 kernels 3×3, padding 1
    A₁       8 × 26 × 24          224

What is not settled yet is left blank; a layer none of whose steps is settled is not drawn at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

from studyai.exercise.definition import Formula, Layer, Stack
from studyai.exercise.present import subscripts, value_text
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line
from studyai.formula.arrays import entries
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.expression import Expression
from studyai.formula.tree import Name, names
from studyai.formula.values import Value

WIDEST = 48
GAP = "   "
INPUT, TOTAL, UNNAMED = "input", "total", "▼"
PLACEHOLDER = re.compile(r"\{(\w+)\}")

Settled = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of values, after the words of the layer that leads to it; a value's parts are its axes."""

    name: str
    values: tuple[tuple[str, ...], ...]
    words: str = ""


def stack_lines(variant: Variant, settled: Settled | None = None) -> list[str]:
    """Return the drawing's lines, no line where the exercise has no stack or nothing of it is settled.

    `settled` holds the settled steps' values by key, a learner's own among them; None draws the whole solution.
    """
    stack = variant.exercise.stack
    if stack is None:
        return []
    shown = {line.key: line.value for line in variant.solution.lines} if settled is None else settled
    layers = list(_layers(stack, variant.solution.lines, shown))
    if not layers:
        return []
    before = variant.solution.lines[0].values
    first = _Row(INPUT, tuple(_value(formula, before) for formula in stack.input))
    return _drawn(stack.columns, [first, *layers, *_total(stack, variant.solution.lines, shown)])


def _layers(stack: Stack, lines: Sequence[Line], shown: Settled) -> Iterator[_Row]:
    for _, group in groupby(stack.layers, key=lambda layer: layer.part):
        together = list(group)
        rounds = [line.round for line in lines if line.step.symbol == together[0].steps[0]]
        for number in rounds:
            in_round = {line.step.symbol: line for line in lines if line.round == number}
            for layer in together:
                own = [in_round[symbol] for symbol in layer.steps]
                if any(line.key in shown for line in own):
                    yield _row(layer, own, shown)


def _row(layer: Layer, own: Sequence[Line], shown: Settled) -> _Row:
    known = dict(own[0].values)
    for line in own:
        known.pop(line.step.symbol)
    words = PLACEHOLDER.sub(lambda match: value_text(known[match[1]]), layer.words)
    known |= {line.step.symbol: shown[line.key] for line in own if line.key in shown}
    values = tuple(_value(formula, known) for formula in layer.values)
    return _Row(_symbol(layer.values[0], own), values, words)


def _symbol(formula: Formula, own: Sequence[Line]) -> str:
    """Return the step that the first column's value is, as it is written: A₁."""
    line = next((line for line in own if formula.node == Name(line.step.symbol)), None)
    if line is None:
        return UNNAMED
    drawing = draw_terminal(Name(line.step.symbol), subscripts=subscripts(line, numbered=True))
    return drawing.lines[0].strip() if drawing.height == 1 else UNNAMED


def _total(stack: Stack, lines: Sequence[Line], shown: Settled) -> Iterator[_Row]:
    last = [line for line in lines if line.step.symbol == stack.total][-1:]
    for line in last:
        if line.key in shown:
            yield _Row(TOTAL, (*((),) * (len(stack.columns) - 1), _axes(shown[line.key])))


def _value(formula: Formula, known: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the value's axes; no axis where it is not settled, or has no value with a user's own numbers."""
    if not names(formula.node) <= known.keys():
        return ()
    try:
        return _axes(evaluate(formula.node, known))
    except EvaluationError:
        return ()


def _axes(value: Value) -> tuple[str, ...]:
    return (str(value),) if isinstance(value, Expression) else tuple(map(value_text, entries(value)))


def _drawn(columns: Sequence[str], rows: Sequence[_Row]) -> list[str]:
    names_width = max(len(row.name) for row in rows)
    cells = [
        _column([row.values[place] if place < len(row.values) else () for row in rows]) for place in range(len(columns))
    ]
    widths = [max(len(name), *map(len, column)) for name, column in zip(columns, cells, strict=True)]

    def line(name: str, values: Sequence[str]) -> str:
        padded = (value.rjust(width) for value, width in zip(values, widths, strict=True))
        return GAP.join([name.ljust(names_width), *padded]).rstrip()

    drawn = [line("", columns)]
    for place, row in enumerate(rows):
        drawn += [f" │ {part}" for part in wrap(row.words, WIDEST - 3)]
        drawn.append(line(row.name, [column[place] for column in cells]))
    return drawn


def _column(values: Sequence[tuple[str, ...]]) -> list[str]:
    """Return the values of a column, the axes of those with as many axes under each other."""
    widest: dict[int, list[int]] = {}
    for axes in values:
        found = widest.setdefault(len(axes), [0] * len(axes))
        widest[len(axes)] = [max(width, len(axis)) for width, axis in zip(found, axes, strict=True)]
    return [
        " × ".join(axis.rjust(width) for axis, width in zip(axes, widest[len(axes)], strict=True)) for axes in values
    ]
