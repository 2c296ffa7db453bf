"""What the program shows, it reads: every value as an answer, every given as that given, in each of their forms."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context

from benchmarks.fuzz.answers import bank
from benchmarks.fuzz.own_givens import own_givens
from benchmarks.fuzz.trial import Mistake, Tally, run
from studyai.errors import ToldError
from studyai.exercise.copied import FORMS as COPIED
from studyai.exercise.givens import read_own
from studyai.exercise.mark import Verdict, mark
from studyai.exercise.precision import agrees, asked_decimals
from studyai.exercise.present import DIGITS, draw_value, value_text
from studyai.exercise.sample import Variant, sample, with_own_givens
from studyai.exercise.slips import slips_at
from studyai.formula.draw.latex import draw_latex
from studyai.formula.expression import Expression
from studyai.formula.tree import Put
from studyai.formula.values import Value

GIVEN_DECIMALS = 9


@dataclass
class Shown:
    """How many values, slips and givens were read back, each form counted, and what was not."""

    variants: int = 0
    forms: int = 0
    mistakes: list[str] = field(default_factory=list)

    def __add__(self, other: Shown) -> Shown:
        return Shown(self.variants + other.variants, self.forms + other.forms, self.mistakes + other.mistakes)


def forms(value: Value) -> Iterator[str]:
    """Yield the ways in which a value is shown on a screen, in a text and on paper."""
    yield value_text(value)
    yield draw_latex(Put(value), digits=DIGITS)
    yield f"${draw_latex(Put(value), digits=DIGITS)}$"
    if not isinstance(value, Expression):
        yield "\n".join(draw_value(value).lines)
    for copied in COPIED.values():
        yield copied(value)


def read_back(variant: Variant, slips: bool = True) -> Shown:
    """Type everything that is shown of a variant; a slip's value must be known as that slip."""
    shown = Shown(1)
    for line in variant.solution.lines:
        for text in forms(line.value):
            marked = mark(variant.solution, line.key, text)
            _count(shown, marked.verdict is Verdict.CORRECT, f"{variant.id} {line.key}={text}: {marked.feedback}")
        for slipped in slips_at(line) if slips else ():
            text = value_text(slipped.value)
            marked = mark(variant.solution, line.key, text)
            _count(shown, marked.slip == slipped.slip.tag, f"{variant.id} {line.key}={text}: {marked.feedback}")
    for symbol, value in variant.told_givens.items():
        for text in forms(value) if not isinstance(value, str) else ():
            _count(shown, _is_given(variant, symbol, value, text), f"{variant.id} given {symbol}={text}")
    return shown


def _count(shown: Shown, right: bool, otherwise: str) -> None:
    shown.forms += 1
    if not right:
        shown.mistakes.append(otherwise)


def _is_given(variant: Variant, symbol: str, value: Value, text: str) -> bool:
    try:
        read = read_own(variant.exercise, symbol, text)
    except ToldError:
        return False
    return not isinstance(read, str) and agrees(read, value, asked_decimals(value, GIVEN_DECIMALS))


def level(place: tuple[str, int], seeds: int) -> Shown:
    """Return what came of so many seeds of one exercise's level."""
    identifier, number = place
    exercise = bank().exercise(identifier)
    return sum((read_back(sample(exercise, number, seed)) for seed in range(1, seeds + 1)), Shown())


def every(seeds: int, processes: int = 2) -> Shown:
    """Return what came of so many seeds of every exercise's every level."""
    places = [(identifier, one) for identifier in bank().ids() for one in bank().exercise(identifier).levels]
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_humbly) as pool:
        return sum(pool.map(partial(level, seeds=seeds), places), Shown())


def _humbly() -> None:
    if hasattr(os, "nice"):
        os.nice(10)


def own(count: int, number: int = 0, hang: float | None = None) -> Tally[object]:
    """Try so many sets of a learner's own givens, large ones among them."""

    def check(example: object) -> str:
        try:
            variant = with_own_givens(bank().exercise(example.exercise), 1, 0, example.values())  # type: ignore[attr-defined]
        except ToldError:
            return "refused"
        shown = read_back(variant, slips=False)  # with such numbers a slip's value may be the truth's
        if shown.mistakes:
            raise Mistake(shown.mistakes[0])
        return "read"

    return run(own_givens(), check, count, number, hang)
