"""Which givens a variant needs: what only other options of its conventions use is not worth showing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studyai.exercise.definition import Block, Choices, Formula, Step
from studyai.exercise.givens import options_of
from studyai.exercise.sample import Variant
from studyai.formula.tree import names
from studyai.formula.values import Value


def used_givens(variant: Variant) -> dict[str, Value]:
    """Return the numeric givens, but those that the formulas and slips of other options alone use."""
    exercise = variant.exercise
    here = _names(exercise.under(options_of(exercise, variant.givens)))
    elsewhere = _names(exercise.body) - here
    return {
        symbol: value
        for symbol, value in variant.told_givens.items()
        if not isinstance(value, str)
        and (f"{{{symbol}}}" in exercise.ask or not _is_among(symbol, elsewhere) or _is_among(symbol, here))
    }


def _is_among(symbol: str, used: set[str]) -> bool:
    return bool({symbol, f"{symbol}_h", f"{symbol}_w"} & used)


def _names(body: Iterable[Step | Block]) -> set[str]:
    found: set[str] = set()
    for part in body:
        if isinstance(part, Block):
            found.update(part.each.values(), *(names(start.node) for start in part.carry.values()))
            found.update(*(names(formula.node) for formula in (part.times, part.first) if formula))
        for step in part.steps if isinstance(part, Block) else (part,):
            for formula in (step.formula, *(slip.formula for slip in step.slips)):
                found.update(*(names(one.node) for one in _all(formula)))
    return found


def _all(formula: Formula | Choices) -> Iterator[Formula]:
    yield from formula.by_option.values() if isinstance(formula, Choices) else (formula,)
