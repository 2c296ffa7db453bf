"""Samples the givens of a variant: exercise, level and seed always give the same numbers.

Numbers are drawn from lists of exact, hand-friendly values, so nothing is rounded afterwards.
A draw that breaks a requirement is thrown away and drawn again; so is, a few times, one with which
most slips could not be told from the truth or from each other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from studyai.errors import ToldError
from studyai.exercise.definition import Exercise, Given, Level, Requirement, Rule
from studyai.exercise.givens import (
    GivenError,
    Givens,
    GivenValue,
    accept,
    bind,
    check_names,
    check_requirements,
    fulfils,
    requirements,
)
from studyai.exercise.slips import is_worth_asking
from studyai.exercise.solve import Solution, check_rounds, solve
from studyai.formula.arrays import as_array
from studyai.formula.errors import EvaluationError
from studyai.formula.typed.expression import read_expression
from studyai.formula.values import Value

ATTEMPTS = 300
ATTEMPTS_FOR_SLIPS = 20  # after these, what little the numbers give away is enough
Pick: TypeAlias = Callable[[], float]


class SamplingError(ToldError):
    """An exercise whose level yields no usable variant: its author's mistake, found by `studyai lint`."""


@dataclass(frozen=True, slots=True)
class Variant:
    """An exercise with its numbers. `seed` is None when a user supplied givens."""

    exercise: Exercise
    level: int
    seed: int | None
    solution: Solution
    redraws: int = 0

    @property
    def givens(self) -> Givens:
        """The variant's givens."""
        return self.solution.givens

    @property
    def told_givens(self) -> Givens:
        """The givens that are told of: all but quiet ones at their default."""
        named = self.exercise.givens
        return {symbol: value for symbol, value in self.givens.items() if not named[symbol].is_silent(value)}

    @property
    def id(self) -> str:
        """The printable id that gives this variant back: `adam:3:7`."""
        return f"{self.exercise.id}:{self.level}:{'own' if self.seed is None else self.seed}"


def read_variant_id(text: str) -> tuple[str, int, int]:
    """Return exercise id, level and seed of a printed variant id; raises ValueError."""
    exercise, level, seed = [*text.split(":"), "", ""][:3]
    if text.count(":") != 2 or not level.isdecimal() or not seed.isdecimal():
        raise ValueError(f"{text!r} is not a variant id; it looks like adam:3:7 (exercise:level:seed)")
    return exercise, int(level), int(seed)


def sample(exercise: Exercise, level: int, seed: int) -> Variant:
    """Return the variant of this level and seed; raises SamplingError where none can be drawn."""
    level_of(exercise, level)  # refuses an unknown level
    first: Variant | None = None
    for attempt in range(ATTEMPTS):
        if first is not None and attempt >= ATTEMPTS_FOR_SLIPS:
            break
        solution = _solved(exercise, draw(exercise, level, seed, attempt))
        if solution is None:
            continue
        variant = Variant(exercise, level, seed, solution, attempt)
        if is_worth_asking(solution):
            return variant
        first = first or variant
    if first is not None:
        return first
    raise SamplingError(f"{exercise.id}, level {level}, seed {seed}: no usable draw in {ATTEMPTS}")


def level_of(exercise: Exercise, level: int) -> Level:
    """Return the level's rules; raises GivenError naming the levels there are."""
    if level not in exercise.levels:
        raise GivenError("level", f"{exercise.id} has levels {', '.join(map(str, exercise.levels))}, not {level}")
    return exercise.levels[level]


def draw(exercise: Exercise, level: int, seed: int, attempt: int, sizes: Mapping[str, int] | None = None) -> Givens:
    """Return the givens of one attempt, usable or not; of these sizes, where they are given."""
    random_source = random.Random(f"{exercise.id}:{level}:{seed}:{attempt}")
    return _draw(exercise, level, random_source, {}, dict(sizes or {}))


def _solved(exercise: Exercise, givens: Givens) -> Solution | None:
    """Return the solution; None where the givens break a requirement or a step has no value."""
    values = bind(exercise, givens)
    try:
        if not fulfils(exercise.require, values):
            return None
        return solve(exercise, givens, bound=values)
    except EvaluationError:
        return None


def with_own_givens(exercise: Exercise, level: int, seed: int, own: Mapping[str, GivenValue]) -> Variant:
    """Return a variant with a user's givens; the others take their default, or are sampled to fit.

    Raises GivenError naming the given and what is accepted, EvaluationError where a step has no value.
    """
    check_names(exercise, own)
    sizes: dict[str, int] = {}
    for size in exercise.sizes:
        if size in own:
            sizes[size] = _size(size, own[size])
    fixed = {symbol: accept(given, own[symbol], sizes) for symbol, given in exercise.givens.items() if symbol in own}
    defaults = {
        symbol: given.default
        for symbol, given in exercise.givens.items()
        if symbol not in fixed and given.default is not None
    }
    level_of(exercise, level)  # refuses an unknown level
    required = requirements(exercise, fixed)
    for attempt in range(ATTEMPTS):
        random_source = random.Random(f"{exercise.id}:{level}:{seed}:{attempt}")
        drawn = _draw(exercise, level, random_source, {**defaults, **fixed}, dict(sizes))
        givens = _with_fitting_forms(exercise, drawn, fixed, required)
        values = bind(exercise, givens)
        everything_fixed = len(fixed) + len(defaults) == len(exercise.givens)
        if everything_fixed or attempt == ATTEMPTS - 1:
            check_requirements(exercise, values, fixed)
        elif not fulfils(required, values):
            continue
        check_rounds(exercise, values)
        return Variant(exercise, level, None, solve(exercise, givens), attempt)
    raise SamplingError(f"{exercise.id}: no givens fit the supplied ones")


def _with_fitting_forms(
    exercise: Exercise, givens: Givens, typed: Iterable[str], required: Sequence[Requirement]
) -> Givens:
    """Return the givens, a quiet convention that nobody typed under another option where its default does not fit."""
    quiet = [one for one in exercise.givens.values() if one.quiet and one.options and one.symbol not in set(typed)]
    orders = [dict.fromkeys((str(one.default), *one.options)) for one in quiet]  # the default first
    for chosen in product(*orders):
        tried = {**givens, **{one.symbol: option for one, option in zip(quiet, chosen, strict=True)}}
        if fulfils(required, bind(exercise, tried)):
            return tried
    return givens


def _size(size: str, value: GivenValue) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100:
        raise GivenError(size, "must be a whole number from 1 to 100")
    return value


def _draw(
    exercise: Exercise,
    level_number: int,
    random_source: random.Random,
    fixed: Mapping[str, GivenValue],
    sizes: dict[str, int],
) -> Givens:
    level, pick = level_of(exercise, level_number), random_source.random
    fixed = {**exercise.resting, **fixed}
    square = level_number < max(exercise.levels)
    for size, rule in exercise.sizes.items():
        if size not in sizes:
            sizes[size] = int(_pick(level.rules.get(size, rule), pick))
    return {
        symbol: fixed[symbol] if symbol in fixed else _one(given, level, pick, sizes, square)
        for symbol, given in exercise.givens.items()
    }


def _one(given: Given, level: Level, pick: Pick, sizes: Mapping[str, int], square: bool) -> GivenValue:
    if given.options:
        options = level.options.get(given.symbol) or tuple(given.options)
        return options[int(pick() * len(options))]
    if given.variables:
        return _expression(given, level.texts.get(given.symbol, given.templates.texts), pick)
    rule = level.rules.get(given.symbol, given.rule)
    if given.pair:
        return _pick(rule, pick) if square else _pair(rule, pick)
    if not given.shape:
        return _pick(rule, pick)
    lengths = [sizes[size.removesuffix("?")] if isinstance(size, str) else size for size in given.shape]
    present = [length for length in lengths if length]  # an optional axis of size 0 is left out
    present = present[: len(present) - rule.filled_axes]
    if rule.rows:
        return as_array(_nested(rule, pick, present))
    return as_array(_nested(rule, pick, present)) if present else _pick(rule, pick)


def _expression(given: Given, texts: Sequence[str], pick: Pick) -> Value:
    text = texts[int(pick() * len(texts))]
    for placeholder, words in given.templates.words.items():
        text = text.replace(f"{{{placeholder}}}", words[int(pick() * len(words))])
    return read_expression(text, given.variables)


def _pair(rule: Rule, pick: Pick) -> Value:
    height, width = _pick(rule, pick), _pick(rule, pick)
    # Most layers are square; at the highest level a third of the draws is not.
    return height if height == width or pick() < 2 / 3 else as_array([height, width])


def _nested(rule: Rule, pick: Pick, lengths: list[int]) -> Any:
    if not lengths:
        return rule.rows[int(pick() * len(rule.rows))] if rule.rows else _pick(rule, pick)
    return [_nested(rule, pick, lengths[1:]) for _ in range(lengths[0])]


def _pick(rule: Rule, pick: Pick) -> int | Fraction:
    return rule.values[int(pick() * len(rule.values))]
