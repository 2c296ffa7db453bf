"""Givens whose sizes follow what is typed: a size, or a list that is longer than before."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from studyai.exercise.definition import Exercise
from studyai.exercise.givens import GivenError, Givens, GivenValue
from studyai.exercise.resizing import LARGEST, entries_by_index, fitting, resized, sizes_in, sizes_of
from studyai.exercise.sample import Variant
from studyai.formula.arrays import shape_of
from studyai.formula.errors import FormulaError
from studyai.formula.expression import Expression
from studyai.formula.typed.answer import read_answer
from studyai.formula.values import Scalar
from studyai.tui.calculate.typed_givens import Trouble, Typed, read_typed

Entries = dict[tuple[int, ...], Scalar]
Shape = tuple[int, ...]


class Memory:
    """Every number that stood in the fields, by its given and index: a list made longer again finds its own."""

    def __init__(self, givens: Givens) -> None:
        self.entries: dict[str, Entries] = {}
        self.shapes: dict[str, Shape] = {}
        for symbol, value in givens.items():
            if not isinstance(value, str | Expression):
                self._note(symbol, shape_of(value), entries_by_index(value))

    def take(self, exercise: Exercise, typed: Mapping[str, Typed]) -> None:
        """Note what can be read."""
        for symbol, field in typed.items():
            given = exercise.givens[symbol]
            if not given.options and not given.variables:
                self._note(symbol, *(_entries_of_cells(field) if field.cells else _entries_of_text(field)))

    def _note(self, symbol: str, shape: Shape | None, entries: Entries) -> None:
        if shape is not None:
            self.shapes[symbol] = shape
            self.entries.setdefault(symbol, {}).update(entries)


def _entries_of_cells(field: Typed) -> tuple[Shape, Entries]:
    """Return the shape of the cells and those of them that are numbers already."""
    assert field.cells is not None
    rows, columns = len(field.cells), len(field.cells[0])
    is_list = rows == 1 and not field.text.startswith("[[")
    found: Entries = {}
    for row, column in product(range(rows), range(columns)):
        if (number := _number(field.cells[row][column])) is not None:
            found[(column,) if is_list else (row, column)] = number
    return ((columns,) if is_list else (rows, columns)), found


def _entries_of_text(field: Typed) -> tuple[Shape | None, Entries]:
    try:
        value = read_typed(field, ())
    except FormulaError:
        return None, {}
    return (None, {}) if isinstance(value, str | Expression) else (shape_of(value), entries_by_index(value))


def _number(text: str) -> Scalar | None:
    try:
        value = read_answer(text)
    except FormulaError:
        return None
    return None if shape_of(value) or isinstance(value, Expression) else entries_by_index(value)[()]


def fitted(
    variant: Variant, place: tuple[int, int], typed: Mapping[str, Typed], memory: Memory, edits: Mapping[str, str]
) -> Givens | Trouble | None:
    """Return givens that fit what was edited, the last of it first: givens, and sizes with their texts.

    None where everything fits already. ``place`` is level and seed, which what is new is drawn from.
    """
    exercise = variant.exercise
    before = sizes_of(exercise, variant.givens)
    wanted: dict[str, int] = {}
    edited = ""
    try:
        for edited, text in edits.items():
            wanted |= _wanted(exercise, memory, edited, text)
        if all(before.get(name) == length for name, length in wanted.items()):
            return None
        givens = {**variant.givens, **_now(exercise, variant.givens, typed)}
        sizes = fitting(exercise, givens, {**before, **wanted}, wanted.keys())
        return resized(exercise, *place, givens, sizes, memory.entries)
    except GivenError as problem:
        return Trouble((edited,), problem.said)


def _wanted(exercise: Exercise, memory: Memory, edited: str, size: str) -> dict[str, int]:
    if edited in exercise.sizes:
        if not size.strip().isdecimal() or len(size.strip()) > len(str(LARGEST)):
            raise GivenError(edited, f"must be a whole number from 1 to {LARGEST}")
        return {edited: int(size)}
    given = exercise.givens.get(edited)
    shape = memory.shapes.get(edited)
    return sizes_in(given, shape) if given is not None and shape is not None else {}


def _now(exercise: Exercise, before: Givens, typed: Mapping[str, Typed]) -> dict[str, GivenValue]:
    """Return what is typed where it can be read and has the shape that it had."""
    found: dict[str, GivenValue] = {}
    for symbol, field in typed.items():
        was = before[symbol]
        try:
            value = read_typed(field, exercise.givens[symbol].variables)
        except FormulaError:
            continue
        if isinstance(was, str) or isinstance(value, str) or shape_of(value) == shape_of(was):
            found[symbol] = value
    return found
