"""A learner's own givens, of edge values: whatever the exercise refuses, may torch compute it?"""

from __future__ import annotations

import math
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from benchmarks.fuzz.answers import bank, variant
from benchmarks.fuzz.trial import Mistake, Tally, run
from studyai.client.check import compare, oracle_givens
from studyai.errors import ToldError
from studyai.exercise.definition import Exercise, Given
from studyai.exercise.givens import GivenValue
from studyai.exercise.present import value_text
from studyai.exercise.sample import with_own_givens
from studyai.formula.arrays import as_array, entries, exact_number, nested, shape_of
from studyai.formula.expression import Expression

EDGES = [
    *map(Fraction, (0, 0, 1, 1, -1, 2, 3, 10, 100, 1000, -1000, 10**6, 10**12, 10**13)),
    *(Fraction(text) for text in ("0.5", "0.1", "-0.1", "0.9", "0.999", "1.5", "1e-3", "1e-8", "1e-30", "1/3")),
]  # fmt: skip
LARGEST = 1000  # of a whole number, for torch to be asked where the exercise refuses
LENGTHS = (1, 1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Own:
    """The givens of an exercise as a learner might type them."""

    exercise: str
    givens: tuple[tuple[str, Any], ...]  # numbers, nested lists of them, or an option

    def values(self) -> dict[str, GivenValue]:
        """Return them as they are read."""
        return {symbol: as_array(value) if isinstance(value, list) else value for symbol, value in self.givens}

    def __repr__(self) -> str:
        shown = (
            f"--given '{symbol}={value if isinstance(value, str) else value_text(value)}'"
            for symbol, value in self.values().items()
        )
        return f"{self.exercise} {' '.join(shown)}"


@st.composite
def own_givens(draw: st.DrawFn) -> Own:
    """Givens of a variant, one to three of them changed: an entry, all entries alike, or all lengths."""
    identifier = draw(st.sampled_from(_numeric()))
    exercise = bank().exercise(identifier)
    drawn = variant(identifier, draw(st.sampled_from(sorted(exercise.levels))), draw(st.integers(0, 3)))
    givens = {symbol: _listed(value) for symbol, value in drawn.givens.items()}
    if exercise.sizes and draw(st.integers(0, 2)) == 0:
        givens = _resized(draw, exercise, givens)
    for symbol in draw(st.lists(st.sampled_from(sorted(givens)), min_size=1, max_size=3, unique=True)):
        given = exercise.givens[symbol]
        if given.options:
            givens[symbol] = draw(st.sampled_from(sorted(given.options)))
        elif isinstance(givens[symbol], list):
            givens[symbol] = _edged(draw, givens[symbol])
        else:
            givens[symbol] = _edge(draw, given)
    return Own(identifier, tuple(givens.items()))


def _numeric() -> list[str]:
    """Return the exercises without expressions: an oracle takes these as numbers."""
    every = ((identifier, bank().exercise(identifier)) for identifier in bank().ids())
    return [identifier for identifier, one in every if not any(given.variables for given in one.givens.values())]


def _listed(value: GivenValue) -> Any:
    return value if isinstance(value, str | Expression) else nested(value, lambda entry: entry)


def _edge(draw: st.DrawFn, given: Given) -> Any:
    edges = EDGES + [bound for bound in _bounds(given) if bound is not None]
    return draw(st.sampled_from(edges))


def _bounds(given: Given) -> tuple[int | Fraction | None, ...]:
    domain = given.domain
    return domain.at_least, domain.above, domain.at_most, domain.below


def _edged(draw: st.DrawFn, value: list[Any]) -> list[Any]:
    how = draw(st.sampled_from(["one", "all", "some", "one-hot", "equal"]))
    shape = shape_of(as_array(value))
    count = math.prod(shape)
    flat = list(entries(as_array(value)))
    if how == "one":
        flat[draw(st.integers(0, count - 1))] = draw(st.sampled_from(EDGES))
    elif how == "all":
        flat = [draw(st.sampled_from(EDGES))] * count
    elif how == "equal":
        flat = [flat[0]] * count
    elif how == "one-hot":
        flat = [Fraction(place % shape[-1] == 0) for place in range(count)]
    else:
        flat = [draw(st.sampled_from([*EDGES, entry])) for entry in flat]
    return _shaped(flat, shape)


def _shaped(flat: list[Any], shape: tuple[int, ...]) -> list[Any]:
    for length in reversed(shape[1:]):
        flat = [flat[place : place + length] for place in range(0, len(flat), length)]
    return flat


def _resized(draw: st.DrawFn, exercise: Exercise, givens: Mapping[str, Any]) -> dict[str, Any]:
    """Give every axis a length of its own, the entries taken from those that were there."""
    lengths = {size: draw(st.sampled_from(LENGTHS)) for size in exercise.sizes}
    resized = dict(givens)
    for symbol, value in givens.items():
        shape = exercise.givens[symbol].shape
        if not isinstance(value, list) or exercise.givens[symbol].pair or any(str(one).endswith("?") for one in shape):
            continue
        wanted = tuple(lengths[one] if isinstance(one, str) else one for one in shape)
        flat = list(entries(as_array(value)))
        resized[symbol] = _shaped([flat[place % len(flat)] for place in range(math.prod(wanted))], wanted)
    return resized


@dataclass
class Trying:
    """Solves with own givens and asks torch; `refused` are those that torch computes, by exercise and words."""

    refused: dict[tuple[str, str], list[Own]] = field(default_factory=lambda: defaultdict(list))
    uncheckable: Counter[tuple[str, str]] = field(default_factory=Counter)

    def check(self, own: Own) -> str:
        """Return what came of them; raises Mistake where torch disagrees."""
        exercise = bank().exercise(own.exercise)
        try:
            solved = with_own_givens(exercise, min(exercise.levels), 0, own.values())
        except ToldError as problem:
            return self._refused(own, exercise.oracle, str(problem))
        answer = _asked(exercise.oracle, oracle_givens(solved.solution))
        comparison = compare(solved.solution, answer)
        if comparison.refused:
            self.uncheckable[own.exercise, _kind(comparison.problem)] += 1
            return "torch cannot check"
        if not comparison.agrees:
            raise Mistake(f"torch disagrees: {comparison.problem}, by {comparison.difference:.2e}")
        return "agreed"

    def _refused(self, own: Own, oracle: str, words: str) -> str:
        if _is_huge(own):
            return "a size beyond its limit"
        answer = _asked(oracle, {symbol: _sent(value) for symbol, value in own.values().items()})
        if isinstance(answer, str) or not answer or not all(map(_is_finite, answer.values())):
            return "refused by both"
        self.refused[own.exercise, _kind(words)].append(own)
        if not reason(words):
            raise Mistake(f"refused without a reason that is known: {words}")
        return "refused for a reason, torch computes"


def _is_huge(own: Own) -> bool:
    """Return whether a whole number is so large that torch would have to build what fills the memory."""
    givens = bank().exercise(own.exercise).givens
    whole = [
        value for symbol, value in own.values().items() if givens[symbol].domain.whole and not isinstance(value, str)
    ]
    return any(entry > LARGEST for value in whole for entry in entries(value))


def _kind(words: str) -> str:
    """Return a message without the numbers in it."""
    return "".join("#" if letter.isdigit() else letter for letter in words)[:160]


def _sent(value: GivenValue) -> Any:
    return value if isinstance(value, str) else nested(value, exact_number)


def _asked(oracle: str, givens: dict[str, Any]) -> Any:
    """Return the oracle's answer, or why it has none."""
    import torch

    from studyai.backend.oracles.givens import GivensError
    from studyai.backend.oracles.registry import Refused, find

    torch.set_num_threads(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of layers without entries
        try:
            return find(oracle).answer(givens)
        except (GivensError, Refused) as problem:
            return str(problem)


def _is_finite(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_finite, value))
    number = float(Fraction(value)) if isinstance(value, str) and value.strip("-") not in ("nan", "inf") else value
    return isinstance(number, int | float) and math.isfinite(number)


REASONS = {
    "is not accepted": "out of the range that such a quantity has, or a limit that keeps each step showable and exact",
    "must be from": "the largest number that every step can still be shown with",
    "add up to": "probabilities that add up to something else are none",
    "like the other givens": "shapes that do not go together; torch spreads the one over the other",
    "must be a .* not |with .* = .*, not": "shapes that do not go together; torch spreads the one over the other",
    "pair up": "sines and cosines come in pairs; torch leaves the last cosine out",
    "predicts once more": "lists of which one is too short; torch compares what there is",
    "target|expected output": "labels of two classes; torch puts any number into the formula",
    "output between": "a probability is needed; torch cuts its logarithm off at -100",
    "divides the": "torch leaves the rest of the image out, which the architecture does not",
    "position embedding|has a row|with that number|of that number|is one of the vocabulary|is below the": (
        "an index or a row too many or too few; torch counts from the end, or reads other rows"
    ),
    "half the window": "windows of nothing but padding, which torch's own max-pooling refuses",
    "ends after|lowest rate|not larger than the table|at most N": "the rule ends there; torch's formula is continued",
    "plain form": "the plain form overflows; the stable one is a given's option",
    "equally near": "a tie has no one answer; torch takes the first",
    "a block|rounds|entries at most": "a limit on how many steps are shown",
    "division by zero|has no value|too large": "the value is infinite or undefined; torch clamps or skips it",
    "no givens fit": "nothing else fits what was typed",
    "is not zero|is real|two examples": "0 divided by 0; torch adds an ε of its own",
}
"""Words of a refusal → why it stays, though torch computes something."""


def reason(words: str) -> str:
    """Return why such a refusal stays; nothing where nobody has said."""
    return next((said for pattern, said in REASONS.items() if re.search(pattern, words)), "")


def listed(trying: Trying) -> Iterator[str]:
    """Yield a line for each exercise and reason for which own givens are refused that torch computes."""
    for (exercise, words), found in sorted(trying.refused.items()):
        yield f"{exercise}: {len(found)} × {words}: {reason(words) or 'NO REASON IS KNOWN'}\n    {found[0]!r}"


def fuzz(count: int, number: int = 0, hang: float | None = None) -> tuple[Tally[Own], Trying]:
    """Try so many sets of givens."""
    trying = Trying()
    return run(own_givens(), trying.check, count, number, hang), trying
