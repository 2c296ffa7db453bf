"""Solves an exercise: its steps in order, each from the givens and the earlier steps.

The one mechanism is overriding: a step's formula replaced (a slip, in every round of a block) or
one value replaced (what a learner wrote, or a what-if), everything after it computed from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np

from studyai.exercise.definition import SERIES_ENDINGS, Block, Exercise, Formula, Step
from studyai.exercise.givens import GivenError, Givens, bind, givens_in, options_of
from studyai.formula.arrays import as_array, shape_of
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import Compiled, run, run_strictly, strict_arithmetic
from studyai.formula.tree import names
from studyai.formula.values import Value

MOST_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One solved step: `key` is its symbol, in a block with the round behind it (`m_2`).

    `values` are the names it was computed from; `round` is 0 outside blocks.
    """

    key: str
    step: Step
    value: Value
    values: Mapping[str, Value]
    round: int = 0
    block: Block | None = None

    @property
    def index(self) -> str:
        """The name of the block's running index; empty outside blocks."""
        return self.block.index if self.block else ""

    @property
    def siblings(self) -> tuple[str, ...]:
        """The symbols of the block's steps; none outside blocks."""
        return tuple(step.symbol for step in self.block.steps) if self.block else ()

    @property
    def formula(self) -> Formula:
        """The step's formula, its convention chosen."""
        assert isinstance(self.step.formula, Formula)
        return self.step.formula


@dataclass(frozen=True, slots=True)
class Solution:
    """An exercise solved for its givens."""

    exercise: Exercise
    givens: Givens
    lines: tuple[Line, ...]

    def line(self, key: str) -> Line:
        """Return the line with this key; raises KeyError."""
        for line in self.lines:
            if line.key == key:
                return line
        raise KeyError(key)

    @property
    def answer(self) -> dict[str, Value]:
        """The values asked for in the end.

        Of a block they are its last round's; of one that carries nothing on, whose rounds stand side by side, all.
        """
        found: dict[str, list[Line]] = {symbol: [] for symbol in self.exercise.answer}
        for line in self.lines:
            if line.step.symbol in found:
                side_by_side = line.block is not None and not line.block.carry
                found[line.step.symbol] = [*(found[line.step.symbol] if side_by_side else []), line]
        return {line.key: line.value for lines in found.values() for line in lines}


@dataclass(frozen=True, slots=True)
class Override:
    """What replaces the exercise's own: formulas by symbol, values by key."""

    formulas: Mapping[str, Compiled]
    values: Mapping[str, Value]


NOTHING = Override({}, {})


def solve(
    exercise: Exercise, givens: Givens, override: Override = NOTHING, bound: dict[str, Value] | None = None
) -> Solution:
    """Return the solution; raises EvaluationError where a step has no value.

    ``bound`` are the givens as `bind` gives them, where the caller has them already.
    """
    lines: list[Line] = []
    _solve_into(lines, exercise, givens, override, bind(exercise, givens) if bound is None else bound)
    return Solution(exercise, givens, tuple(lines))


def solve_as_far(exercise: Exercise, givens: Givens, override: Override) -> Solution:
    """Do as `solve`, but only the steps before the first that has no value."""
    lines: list[Line] = []
    with suppress(EvaluationError):
        _solve_into(lines, exercise, givens, override, bind(exercise, givens))
    return Solution(exercise, givens, tuple(lines))


def _solve_into(
    lines: list[Line], exercise: Exercise, givens: Givens, override: Override, values: dict[str, Value]
) -> None:
    with strict_arithmetic():
        body = exercise.under(options_of(exercise, givens))
        for part in body:
            if isinstance(part, Block):
                values = _rounds(part, values, override, lines, is_read_later=part is not body[-1])
            else:
                _solve_step(part, part.symbol, values, override, lines)


def _rounds(
    block: Block, values: dict[str, Value], override: Override, lines: list[Line], is_read_later: bool
) -> dict[str, Value]:
    """Solve the block's rounds; only what comes after it can ask for the series of what it carried."""
    carried = {symbol: run_strictly(start.compiled, values) for symbol, start in block.carry.items()}
    series: dict[str, list[Value]] = {f"{symbol}{ending}": [] for symbol in carried for ending in SERIES_ENDINGS}
    first = _first(block, values)
    for place in range(rounds(block, values)):
        index = first + place
        # A copy for each round: the lines keep the names that they were computed from.
        values = {**values, block.index: index}
        values.update({f"{symbol}_prev": value for symbol, value in carried.items()})
        values.update({name: _entry(values[source], place) for name, source in block.each.items()})
        for step in block.steps:
            _solve_step(step, f"{step.symbol}_{index}", values, override, lines, index, block)
        for symbol, before in carried.items():
            series[f"{symbol}_all"].append(values[symbol])
            series[f"{symbol}_prev_all"].append(before)
        carried = {symbol: values[symbol] for symbol in carried}
    return {**values, **_stacked(series)} if is_read_later else values


def _stacked(series: Mapping[str, list[Value]]) -> dict[str, Value]:
    """Return the series whose rounds have one shape, each as one array; of others nothing can be asked."""
    alike = {name: rounds for name, rounds in series.items() if len({shape_of(value) for value in rounds}) == 1}
    return {name: as_array(rounds) for name, rounds in alike.items()}


def rounds(block: Block, values: Mapping[str, Value]) -> int:
    """Return how often the block repeats: as often as its series is long, or as its formula says."""
    if block.times is not None:
        count = run(block.times.compiled, values)
        if not _is_number_of_rounds(count):
            raise EvaluationError(f"a block repeats 1 to {MOST_ROUNDS} times, not {count}")
        return count
    length = min(_length(values[name]) for name in block.each.values())
    if length > MOST_ROUNDS:
        raise EvaluationError(f"a block repeats {MOST_ROUNDS} times at most, not {length}")
    return length


def check_rounds(exercise: Exercise, values: Mapping[str, Value]) -> None:
    """Raise GivenError naming the given that makes too few or too many rounds, where givens alone decide that."""
    for block in exercise.body:
        if not isinstance(block, Block):
            continue
        if block.times is None:
            for symbol in exercise.givens.keys() & set(block.each.values()):
                _check_series(symbol, values[symbol])
        elif names(block.times.node) <= values.keys():
            count = run(block.times.compiled, values)
            if not _is_number_of_rounds(count):
                asking = " and ".join(givens_in(exercise, block.times))
                raise GivenError(asking, f"must make 1 to {MOST_ROUNDS} rounds, not {count}")


def _check_series(symbol: str, series: Value) -> None:
    length = _length(series)
    if length > MOST_ROUNDS:
        raise GivenError(symbol, f"may have {MOST_ROUNDS} entries at most, a round for each, not {length}")


def _is_number_of_rounds(count: Value) -> TypeGuard[int]:
    return isinstance(count, int) and 1 <= count <= MOST_ROUNDS


def _first(block: Block, values: Mapping[str, Value]) -> int:
    """Return the number of the first round."""
    if block.first is None:
        return 1
    first = run_strictly(block.first.compiled, values)
    if not isinstance(first, int) or first < 1:
        raise EvaluationError(f"a block's first round has a whole number from 1 on, not {first}")
    return first


def _length(series: Value) -> int:
    if not isinstance(series, np.ndarray):
        raise EvaluationError("a block's series must be a list")
    return len(series)


def _entry(series: Value, place: int) -> Value:
    entry = series[place]  # type: ignore[index]
    return entry if isinstance(entry, np.ndarray) else series.item(place)  # type: ignore[union-attr]


def _solve_step(
    step: Step,
    key: str,
    values: dict[str, Value],
    override: Override,
    lines: list[Line],
    index: int = 0,
    block: Block | None = None,
) -> None:
    if key in override.values:
        value = override.values[key]
    else:
        compiled = override.formulas.get(step.symbol)
        if compiled is None:
            compiled = step.formula.compiled  # type: ignore[union-attr]
        try:
            value = run_strictly(compiled, values)
        except EvaluationError as problem:
            raise EvaluationError(f"step {key}: {problem}") from problem
    values[step.symbol] = value
    lines.append(Line(key, step, value, values, index, block))
