"""Givens of other sizes: what was there stays, what is new is drawn, and everything still fits together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeAlias

import numpy as np

from studyai.exercise.definition import Exercise, Given, Requirement, without_optional
from studyai.exercise.givens import (
    MOST_ENTRIES,
    GivenError,
    Givens,
    GivenValue,
    bind,
    fulfils,
    givens_in,
    requirements,
)
from studyai.exercise.sample import draw
from studyai.exercise.solve import check_rounds, solve
from studyai.formula.arrays import as_array, entries, shape_of
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import run
from studyai.formula.expression import Expression
from studyai.formula.tree import names
from studyai.formula.values import Scalar, Value

Sizes: TypeAlias = Mapping[str, int]
Kept: TypeAlias = Mapping[str, Mapping[tuple[int, ...], Scalar]]  # by a given's symbol, by an entry's index
LARGEST = 64
ATTEMPTS = 40  # of each: new entries alone; numbers that they must fit drawn, too; these lowered; lists drawn, too


def sizes_of(exercise: Exercise, givens: Givens) -> dict[str, int]:
    """Return every size that the givens have; an axis that is absent has size 0."""
    found: dict[str, int] = {}
    for symbol, value in givens.items():
        if not isinstance(value, str) and not exercise.givens[symbol].is_silent(value):
            found |= sizes_in(exercise.givens[symbol], shape_of(value))
    return {size: found[size] for size in exercise.sizes if size in found}


def sizes_in(given: Given, shape: tuple[int, ...]) -> dict[str, int]:
    """Return the sizes of a given of this shape; none where it has another number of axes than the given."""
    against = without_optional(given.shape, len(shape))
    if given.pair or len(shape) != len(against):
        return {}
    found = {size: length for size, length in zip(against, shape, strict=True) if isinstance(size, str)}
    return found if against == given.shape or len(against) == len(given.shape) else found | {_absent(given): 0}


def _absent(given: Given) -> str:
    return str(given.shape[-1]).removesuffix("?")


def is_optional(exercise: Exercise, size: str) -> bool:
    """Return whether the axis of this size may be absent: 0."""
    return any(f"{size}?" in given.shape for given in exercise.givens.values())


def entries_of(givens: Givens) -> Kept:
    """Return every entry of every given by its index; of a number the index is ()."""
    return {
        symbol: entries_by_index(value) for symbol, value in givens.items() if not isinstance(value, str | Expression)
    }


def entries_by_index(value: Value) -> dict[tuple[int, ...], Scalar]:
    """Return every entry by its index."""
    return dict(zip(_indices(shape_of(value)), entries(value), strict=True))


def _indices(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    return product(*map(range, shape))


def fitting(exercise: Exercise, givens: Givens, sizes: Sizes, fixed: Collection[str]) -> dict[str, int]:
    """Return the sizes, those that are not fixed changed as little as the rules about sizes and single numbers need.

    Raises GivenError, naming the size, where the fixed ones are out of bounds or fit no others.
    """
    for size in fixed:
        least = 0 if is_optional(exercise, size) else 1
        if not least <= sizes[size] <= LARGEST:
            raise GivenError(size, f"must be a whole number from {least} to {LARGEST}")
    known = {name: value for name, value in bind(exercise, givens).items() if not isinstance(value, np.ndarray)}
    found = dict(sizes)
    for rule in requirements(exercise, exercise.givens):
        used = names(rule.rule.node)
        if used <= {*known, *found} and used & set(fixed) and not _holds(rule, {**known, **found}):
            found |= _mended(exercise, rule, known, found, fixed)
    return found


def _mended(
    exercise: Exercise, rule: Requirement, known: Mapping[str, Value], sizes: Sizes, fixed: Collection[str]
) -> dict[str, int]:
    """Return the size that makes the rule hold, as near as can be to what it was; none where givens can change too."""
    used = names(rule.rule.node)
    for size in sorted(used & sizes.keys() - set(fixed)):
        for length in sorted(range(1, LARGEST + 1), key=lambda length: abs(length - sizes[size])):
            if _holds(rule, {**known, **sizes, size: length}):
                return {size: length}
    if not used <= sizes.keys():
        return {}
    raise GivenError(" and ".join(sorted(used & set(fixed))), rule.say, rule.say)


def resized(
    exercise: Exercise, level: int, seed: int, givens: Givens, sizes: Sizes, kept: Kept, fixed: Collection[str] = ()
) -> Givens:
    """Return the givens with these sizes: the entries of ``kept``, else their own, stay; the others are drawn.

    Where the new sizes need it, other givens are drawn too, but none of ``fixed``. Givens that fit nowhere are returned
    all the same: their rule will be told. Raises GivenError where a given would be too large.
    """
    _check_entries(exercise, sizes)
    required = requirements(exercise, exercise.givens)
    known = {symbol: {**own, **kept.get(symbol, {})} for symbol, own in entries_of(givens).items()}
    first: Givens | None = None
    for attempt in range(4 * ATTEMPTS):
        drawn = draw(exercise, level, seed, attempt, sizes)
        tried: dict[str, GivenValue] = {
            symbol: value
            if symbol in fixed or isinstance(value, str | Expression)
            else _merged(exercise.givens[symbol], known[symbol], value, drawn[symbol], sizes)
            for symbol, value in givens.items()
        }
        others = _in_the_way(exercise, tried, required) - set(fixed) if attempt >= ATTEMPTS else set()
        numbers = {symbol for symbol in others if not exercise.givens[symbol].shape}
        if ATTEMPTS * 2 <= attempt < ATTEMPTS * 3:
            tried |= _lowered(exercise, givens, numbers, attempt % ATTEMPTS)
        else:
            changed = numbers if attempt < ATTEMPTS * 3 else others
            tried |= {symbol: _anew(exercise.givens[symbol], drawn[symbol], sizes) for symbol in changed}
        if _is_solved(exercise, tried, required):
            return tried
        first = first or tried
    assert first is not None
    return first


def _merged(
    given: Given, known: Mapping[tuple[int, ...], Scalar], value: Value, drawn: GivenValue, sizes: Sizes
) -> GivenValue:
    """Return the value in its new shape: known entries where there are some, else drawn ones."""
    assert not isinstance(drawn, str | Expression)
    new, old = shape_with(given, sizes), shape_of(value)
    if given.pair or not given.shape or new == old or given.is_silent(value):
        return value
    if given.row_total is not None:
        known = entries_by_index(_with_row_length(value, new[-1]))
        drawn = _with_row_length(drawn, new[-1])
    source = entries_by_index(drawn)
    if not _keeps(given, new, old):
        known = {}
    elif len(new) != len(old):  # an axis comes or goes: what was there becomes its first entry
        own = [*entries_by_index(value).items()][::-1]
        known = {**known, **{index[: len(new)] + (0,) * (len(new) - len(index)): number for index, number in own}}
    numbers = [known.get(index, source[_within(index, shape_of(drawn))]) for index in _indices(new)]
    return as_array(numbers).reshape(new) if new else numbers[0]


def _anew(given: Given, drawn: GivenValue, sizes: Sizes) -> GivenValue:
    return drawn if isinstance(drawn, str | Expression) else _merged(given, {}, drawn, drawn, sizes)


def _lowered(exercise: Exercise, givens: Givens, symbols: Collection[str], by: int) -> dict[str, GivenValue]:
    """Return those of the givens that are whole numbers, smaller."""
    lower = {symbol: value - by for symbol in symbols if isinstance(value := givens[symbol], int)}
    return {symbol: value for symbol, value in lower.items() if exercise.givens[symbol].domain.holds(value)}


def shape_with(given: Given, sizes: Sizes) -> tuple[int, ...]:
    """Return the shape that the given has with these sizes; an axis of size 0 is absent."""
    lengths = (sizes[size.removesuffix("?")] if isinstance(size, str) else size for size in given.shape)
    return tuple(length for length in lengths if length)


def _keeps(given: Given, new: tuple[int, ...], old: tuple[int, ...]) -> bool:
    """Return whether entries may stay: a drawn row of another length has lost its sense, but for its total."""
    return not given.rule.filled_axes or given.row_total is not None or (len(new) == len(old) and new[-1] == old[-1])


def _with_row_length(value: Value, length: int) -> Value:
    """Return the rows longer or shorter, with the same totals: the last entry is halved, or takes in the next."""
    rows = np.asarray(value, dtype=object).reshape(-1, shape_of(value)[-1]).tolist()
    for row in rows:
        while len(row) > length:
            last = row.pop()
            row[-1] += last
        while len(row) < length:
            row[-1] = Fraction(1, 2) * row[-1]
            row.append(row[-1])
    return as_array(rows).reshape(*shape_of(value)[:-1], length)


def _within(index: tuple[int, ...], shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the index in a drawn value; beyond its end, where whole tables are drawn, it begins anew.

    A number stands for every entry.
    """
    return tuple(place % length for place, length in zip(index, shape, strict=False))


def _check_entries(exercise: Exercise, sizes: Sizes) -> None:
    for symbol, given in exercise.givens.items():
        if prod(shape_with(given, sizes)) > MOST_ENTRIES:
            raise GivenError(symbol, f"may have {MOST_ENTRIES} entries at most")


def _in_the_way(exercise: Exercise, givens: Givens, required: Collection[Requirement]) -> set[str]:
    """Return the givens that rules are about which do not hold."""
    values = bind(exercise, givens)
    return {
        symbol
        for one in required
        if not _holds(one, values)
        for symbol in givens_in(exercise, one.rule)
        if symbol in givens and not isinstance(givens[symbol], str)
    }


def _holds(required: Requirement, values: Mapping[str, Value]) -> bool:
    try:
        return bool(run(required.rule.compiled, values))
    except EvaluationError:
        return False


def _is_solved(exercise: Exercise, givens: Givens, required: Collection[Requirement]) -> bool:
    values = bind(exercise, givens)
    try:
        if not fulfils(required, values):
            return False
        check_rounds(exercise, values)
        solve(exercise, givens, bound=values)
    except (EvaluationError, GivenError):
        return False
    return True
