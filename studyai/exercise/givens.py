"""The givens of one variant: bound to names for the formulas, checked when a user supplies them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from studyai.errors import ToldError
from studyai.exercise.definition import Exercise, Formula, Given, Requirement, option_name, without_optional
from studyai.formula.arrays import as_array, describe, entries, shape_of
from studyai.formula.derivatives import SLOPES
from studyai.formula.errors import FormulaError
from studyai.formula.evaluate import holds
from studyai.formula.expression import Expression, variable
from studyai.formula.parse import Bounds
from studyai.formula.probing import fingerprint
from studyai.formula.tree import Call, names, walk
from studyai.formula.typed.answer import MOST_DIGITS, read_answer
from studyai.formula.typed.expression import read_expression
from studyai.formula.typed.named import without_name
from studyai.formula.typed.pasted import is_drawn_row
from studyai.formula.values import Value

GivenValue: TypeAlias = Value | str
Givens: TypeAlias = Mapping[str, GivenValue]

OWN_BOUNDS = Bounds(length=200_000, depth=60, digits=MOST_DIGITS, exponent=30)
MOST_ENTRIES = 10_000
LARGEST = 1e12
LONGEST_RULE = 80  # characters of a broken rule that are shown
MOST_DECIMALS = 40  # of a given as it is typed
FLOAT_ROUNDING = 1e-12  # of an entry of a row that is no exact number


class GivenError(ToldError):
    """A given that cannot be used: which one, what is wrong, what is accepted.

    ``said`` is that without the given's symbol, for where that stands already, and without the source of a rule.
    """

    def __init__(self, symbol: str, message: str, said: str = ""):
        super().__init__(f"{symbol}: {message}")
        self.symbol = symbol
        self.said = said or message


def bind(exercise: Exercise, givens: Givens) -> dict[str, Value]:
    """Return the names that formulas may use: givens, sides of pairs, sizes, 1 or 0 for each option, and pi."""
    bound: dict[str, Value] = {"pi": math.pi}
    for symbol, value in givens.items():
        given = exercise.givens[symbol]
        if isinstance(value, str):
            bound.update({option_name(option): int(option == value) for option in given.options})
            continue
        bound[symbol] = value
        if given.variables:
            bound.update({name: variable(name) for name in given.variables})
        if given.pair:
            bound[f"{symbol}_h"], bound[f"{symbol}_w"] = sides(value)
        if given.shape:
            lengths = shape_of(value)
            sizes = zip(without_optional(given.shape, len(lengths)), lengths, strict=True)
            bound.update({size: length for size, length in sizes if isinstance(size, str)})
    return bound


def sides(value: Value) -> tuple[Value, Value]:
    """Return a pair's two values: one number stands for both."""
    if isinstance(value, np.ndarray):
        return value.item(0), value.item(1)
    return value, value


def options_of(exercise: Exercise, givens: Givens) -> tuple[str, ...]:
    """Return the chosen option of each convention."""
    return tuple(value for value in givens.values() if isinstance(value, str))


def stated_conventions(exercise: Exercise, givens: Givens) -> list[str]:
    """Return the sentences that state every convention in force."""
    said = [exercise.convention] if exercise.convention else []
    chosen = ((exercise.givens[symbol], value) for symbol, value in givens.items() if isinstance(value, str))
    return said + [given.options[option] for given, option in chosen if not given.is_silent(option)]


def check_names(exercise: Exercise, supplied: Iterable[str]) -> None:
    """Raise GivenError for a name that the exercise does not have."""
    for symbol in supplied:
        if symbol not in exercise.givens and symbol not in exercise.sizes:
            known = ", ".join(exercise.givens)
            raise GivenError(symbol, f"{exercise.id} has no such given; its givens are {known}")


def accept(given: Given, value: GivenValue, sizes: dict[str, int]) -> GivenValue:
    """Return the value, checked against the given's kind, shape and domain; binds sizes it is the first to fix.

    Raises GivenError naming the given and what is accepted.
    """
    if given.options:
        if value not in given.options:
            raise GivenError(given.symbol, f"must be one of {', '.join(given.options)}")
        return value
    if isinstance(value, str):
        raise GivenError(given.symbol, f"must be {wanted(given)}, not text")
    if given.variables or isinstance(value, Expression):
        return _accept_expression(given, value)
    _check_shape(given, value, sizes)
    for entry in entries(value):
        if isinstance(entry, bool) or not given.domain.holds(entry):
            raise GivenError(given.symbol, f"must be {wanted(given)}; {_shown(entry)} is not accepted")
        if abs(float(entry)) > LARGEST:
            limits = f"from {-LARGEST:.0f} to {LARGEST:.0f}"
            raise GivenError(given.symbol, f"must be {limits}; {_shown(entry)} is not accepted")
    if given.row_total is not None:
        _check_row_totals(given, value)
    if given.domain.whole:
        whole: list[Any] = [int(entry) for entry in entries(value)]
        return as_array(whole).reshape(value.shape) if isinstance(value, np.ndarray) else whole[0]
    return value


def read_own(exercise: Exercise, symbol: str, text: str) -> GivenValue:
    """Return a given, or a size, as a user writes it; raises GivenError where it cannot be read."""
    given = exercise.givens.get(symbol)
    if given is not None and given.options:
        return text.strip()
    text = without_name(text, symbol)
    try:
        if given is not None and given.variables:
            return read_expression(text, given.variables)
        value = read_answer(text, OWN_BOUNDS)
        return value if given is None else _with_axes(given, value, is_drawn_row(text))
    except FormulaError as problem:
        raise GivenError(symbol, f"cannot be read: {problem.message}") from problem


def read_entry(symbol: str, text: str) -> Value:
    """Return an entry of a given's list, as a user writes it: it has no axes of its own."""
    try:
        return read_answer(text, OWN_BOUNDS)
    except FormulaError as problem:
        raise GivenError(symbol, f"cannot be read: {problem.message}") from problem


def _with_axes(given: Given, value: Value, is_row: bool) -> Value:
    """Return the value with all its axes, where only one reading exists: of a single number, and of a drawn row."""
    shape = shape_of(value)
    axes = len(without_optional(given.shape, len(shape)))
    if given.pair or len(shape) == axes or not (math.prod(shape) == 1 or (is_row and axes == 2)):
        return value
    if axes == 0:
        return entries(value)[0]
    return as_array(np.reshape(np.asarray(entries(value), dtype=object), (*(1,) * (axes - 1), -1)).tolist())


def _accept_expression(given: Given, value: Value) -> Value:
    if not isinstance(value, Expression) or not given.variables:
        raise GivenError(given.symbol, f"must be {wanted(given)}")
    refused = {part.function for part in walk(value.node) if isinstance(part, Call)} - SLOPES.keys()
    if refused:
        raise GivenError(given.symbol, f"must be {wanted(given)}; {', '.join(sorted(refused))} is not among them")
    if not any(math.isfinite(number) for number in fingerprint(value)):
        raise GivenError(given.symbol, "has no value anywhere it was tried")
    return value


def _check_row_totals(given: Given, value: Value) -> None:
    """Refuse rows that do not add up, by more than what each entry may have been rounded by."""
    assert isinstance(value, np.ndarray)
    assert given.row_total is not None
    rows = value.reshape(-1, value.shape[-1]).tolist()
    for number, row in enumerate(rows, start=1):
        total = sum(row)
        if abs(total - given.row_total) > _rounding(row):
            which = f"row {number} adds" if len(rows) > 1 else "it adds"
            wrong = f"each row must add up to {given.row_total}, and {which} up to {_shown(total)}"
            raise GivenError(given.symbol, wrong)


def _rounding(row: list[int | Fraction | float]) -> Fraction | float:
    """Return by how much the total of entries may be off that were rounded to as many decimals as are written.

    That is half a unit of the last decimal for each. Whole numbers and thirds are not rounded, floats a little.
    """
    places = max((_decimals(entry) for entry in row), default=0)
    inexact = FLOAT_ROUNDING if any(isinstance(entry, float) for entry in row) else 0
    return len(row) * ((Fraction(1, 2 * 10**places) if places else 0) + inexact)


def _decimals(entry: int | Fraction | float) -> int:
    """Return how many decimals it is written with; 0 for what no decimals write exactly."""
    if not isinstance(entry, Fraction):
        return 0
    return next((places for places in range(1, MOST_DECIMALS) if 10**places % entry.denominator == 0), 0)


def _shown(entry: int | Fraction | float) -> str:
    exact_decimal = isinstance(entry, Fraction) and 10**12 % entry.denominator == 0
    return f"{float(entry):g}" if exact_decimal else str(entry)


def _check_shape(given: Given, value: Value, sizes: dict[str, int]) -> None:
    shape = shape_of(value)
    if given.pair and shape in ((), (2,)):
        return
    if not shape and given.default is not None and without_optional(given.shape, 0) == ():
        return  # like its default, one number stands for every entry
    against = without_optional(given.shape, len(shape))
    if given.pair or len(shape) != len(against):
        raise GivenError(given.symbol, f"must be {wanted(given)}, not {describe(shape)}")
    if len(entries(value)) > MOST_ENTRIES:
        raise GivenError(given.symbol, f"may have {MOST_ENTRIES} entries at most")
    for size, length in zip(against, shape, strict=True):
        expected = sizes.setdefault(size, length) if isinstance(size, str) else size
        if expected != length:
            said = f"{size} = {expected}" if isinstance(size, str) else str(size)
            raise GivenError(given.symbol, f"must be {wanted(given)} with {said}, not {describe(shape)}")
    if len(against) < len(given.shape) and sizes.setdefault(str(given.shape[-1])[:-1], 0) != 0:
        raise GivenError(given.symbol, f"must be {wanted(given)}, like the other givens, not {describe(shape)}")


def wanted(given: Given) -> str:
    """Return what is accepted, in words: "a 3×W matrix, each entry a whole number at least 0"."""
    if given.options:
        return f"one of {', '.join(given.options)}"
    if given.variables:
        return f"an expression in {', '.join(given.variables)}, with + - * / **, {', '.join(SLOPES)}"
    if given.pair:
        return f"{given.domain} for both sides, or [height, width] of such"
    if not given.shape:
        return str(given.domain)
    full = without_optional(given.shape, len(given.shape))
    words = [_shape_words(full)]
    if full != given.shape:
        words.insert(0, _shape_words(given.shape[:-1]))
    return f"{' or '.join(words)}, {'each' if full else ''} {given.domain}".replace(",  ", ", ")


def _shape_words(shape: tuple[str | int, ...]) -> str:
    if not shape:
        return "a single number"
    if len(shape) == 1:
        return f"a list of {shape[0]} entries"
    return f"a {'×'.join(str(size) for size in shape)} {'matrix' if len(shape) == 2 else 'array (lists in lists)'}"


def requirements(exercise: Exercise, own: Iterable[str] = ()) -> list[Requirement]:
    """Return what must hold where these givens are a user's own: what only drawn numbers must does not concern them."""
    typed = set(own)
    return [one for one in exercise.require if not (one.drawn and typed.intersection(givens_in(exercise, one.rule)))]


def fulfils(required: Iterable[Requirement], values: Mapping[str, Value]) -> bool:
    """Return whether all of it holds."""
    return all(holds(one.rule.compiled, values) for one in required)


def check_requirements(exercise: Exercise, values: Mapping[str, Value], own: Iterable[str] = ()) -> None:
    """Raise GivenError where the givens, some of them a user's own, contradict each other, saying the rule."""
    for one in requirements(exercise, own):
        if not holds(one.rule.compiled, values):
            text = one.rule.text
            shown = f" ({text})" if len(text) <= LONGEST_RULE else ""  # a long one explains nothing
            raise GivenError(" and ".join(givens_in(exercise, one.rule)), one.say + shown, one.say)


def givens_in(exercise: Exercise, rule: Formula) -> list[str]:
    """Return the givens that a formula is about, those of its sizes among them."""
    used = {name.removesuffix("_h").removesuffix("_w") for name in names(rule.node)}
    found = {given.symbol for given in exercise.givens.values() if used.intersection((given.symbol, *_bound_by(given)))}
    return [symbol for symbol in exercise.givens if symbol in found] or ["givens"]


def _bound_by(given: Given) -> set[str]:
    """Return the names that a given binds besides its own: its sizes and its options."""
    return {str(size) for size in given.shape} | {option_name(option) for option in given.options}
