"""Reads how an exercise's stack of layers is drawn.

Words and the input are of givens alone: what a learner is asked stands nowhere but in a layer's values.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from studyai.bank.kinds.exercises import shape
from studyai.bank.kinds.exercises.formulas import PLACEHOLDER, read_formula
from studyai.bank.located import Located
from studyai.exercise.definition import Block, Formula, Layer, Stack, Step
from studyai.formula.tree import names

LONGEST_COLUMN = 16


def read_stack(place: Located, body: Sequence[Step | Block], known: Set[str]) -> Stack:
    """Return the stack; `known` are the names of the givens. Raises BankError at the first mistake."""
    entries = place.fields(shape.Stack)
    columns = tuple(map(_column, entries["columns"].items()))
    if len(columns) not in (1, 2):
        raise entries["columns"].wrong("a stack has one or two columns, such as [shape, parameters]")
    layers = tuple(_layer(item, body, known, len(columns)) for item in entries["layers"].items())
    if not layers:
        raise entries["layers"].wrong("at least one layer is needed")
    steps = [symbol for part in body for symbol in _symbols(part)]
    total = entries["total"].text() if "total" in entries else ""
    if total and total not in steps:
        raise entries["total"].wrong(f"{total} is not a step; the steps are {', '.join(steps)}")
    return Stack(columns, _values(entries["input"], known, len(columns)), layers, total)


def _column(place: Located) -> str:
    if len(place.text()) > LONGEST_COLUMN:
        raise place.wrong(f"a column's name has {LONGEST_COLUMN} letters at most")
    return place.text()


def _symbols(part: Step | Block) -> tuple[str, ...]:
    return tuple(step.symbol for step in part.steps) if isinstance(part, Block) else (part.symbol,)


def _layer(place: Located, body: Sequence[Step | Block], known: Set[str], columns: int) -> Layer:
    entries = place.fields(shape.Layer)
    blocks = [part for part in body if isinstance(part, Block)]
    within = known | {name for block in blocks for name in (block.index, *block.each)}
    steps = {symbol for part in body for symbol in _symbols(part)}
    values = _values(entries["values"], within | steps, columns)
    named = set[str]().union(*(names(value.node) for value in values))
    if not named & steps:
        raise entries["values"].wrong(f"a layer's values need a step; the steps are {', '.join(sorted(steps))}")
    part = next(
        (place for place, part in enumerate(body) if isinstance(part, Block) and named & {*_symbols(part)}), None
    )
    own = _beside(body, part)
    if not named - known <= own:
        strangers = ", ".join(sorted(named - known - own))
        raise entries["values"].wrong(
            f"{strangers} does not stand beside {', '.join(sorted(named & own))} in one block"
        )
    words = _words(entries["layer"], known | (own - steps))
    return Layer(words, values, tuple(sorted(named & steps)), part)


def _beside(body: Sequence[Step | Block], place: int | None) -> set[str]:
    """Return the names that one layer may use besides the givens: a block's own, or the steps that no block repeats."""
    if place is None:
        return {part.symbol for part in body if isinstance(part, Step)}
    block = body[place]
    assert isinstance(block, Block)
    return {block.index, *block.each, *_symbols(block)}


def _values(place: Located, known: Set[str], most: int) -> tuple[Formula, ...]:
    values = tuple(read_formula(item, known) for item in place.items())
    if not 1 <= len(values) <= most:
        raise place.wrong(f"a value for each column, or for the first only: 1 to {most}, not {len(values)}")
    return values


def _words(place: Located, known: Set[str]) -> str:
    words = place.text()
    for name in PLACEHOLDER.findall(words):
        if name not in known:
            raise place.wrong(f"{{{name}}} is not known here; known: {', '.join(sorted(known))}")
    return words
