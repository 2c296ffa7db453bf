"""Claims by name. A new one is a function with ``@claim(…)`` in any file of this folder; its name is the function's.

Its arguments are its knobs: each has a default and an `Option` in its annotation. It returns what it `Measured`; one
whose curves grow yields a `Point` for each place on the way there.

>>> @claim(                                                                # doctest: +SKIP
...     section=4,
...     says="The slope of a sigmoid is nowhere steeper than 1/4.",
...     guess=Guess("How steep is a sigmoid where it is steepest?", within=0.05),
...     why="σ' = σ(1 − σ), and a product of two numbers that add up to 1 is largest where both are 1/2.",
...     fails={"scale": 2.0},
... )
... def sigmoid_slope_is_at_most_a_quarter(
...     scale: Annotated[float, Option("what z is multiplied by before the sigmoid", 0.1, 10)] = 1.0,
... ) -> Measured:
...     z = torch.linspace(-10, 10, 20_001, dtype=torch.float64, requires_grad=True)
...     torch.sigmoid(scale * z).sum().backward()
...     steepest = z.grad.max().item()
...     return Measured(steepest <= 0.25 + 1e-12, steepest, f"The steepest slope measured is {steepest:.4f}.")
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, TypeAlias, TypeVar, get_type_hints

from studyai.backend.architectures.registry import Choosable, choosable
from studyai.backend.oracles.shown_source import shown_source
from studyai.backend.refusal import Refusal
from studyai.backend.registry import Registry
from studyai.backend.training.randomness import seeded
from studyai.protocol import Bars, ClaimCard, Guess, Heat, Knob, Plot, Point, Proven, SettingValue

MINUS_SIGN = re.compile(r"(?<![\w.)])-(?=\d)")
LONG_WHOLE = re.compile(r"(?<![\w.,])\d{5,}(?![\w.]*\d)")  # of five digits or more, and ungrouped
ONCE = re.compile(r"(?<![\w.,−-])1 times as (?=large|long|many|much)")
MOST_SEED = 1000
SEED = "seed"


class BadKnob(Refusal):
    """A knob that the claim does not have, or a value that it does not take; says what is accepted."""

    problem = "bad-knob"


@dataclass(frozen=True)
class Measured:
    """What a claim measured, and whether its statement holds by it.

    ``outcome`` is what the guess is about: the id of one of its choices, or a number. ``said`` is a sentence with
    the numbers; ``numbers`` are all that were judged by.
    """

    holds: bool
    outcome: str | float
    said: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    heat: Heat | None = None
    bars: Bars | None = None


Growing: TypeAlias = Generator[Point, None, Measured]
"""What a claim returns whose curves grow: `Point`s, and in the end what it `Measured`."""

_Function = TypeVar("_Function", bound=Callable[..., Measured | Growing])


@dataclass(frozen=True)
class Claim:
    """A statement, the function that measures whether it is so, and what can be turned."""

    card: ClaimCard
    function: Callable[..., Measured | Growing]

    def run(self, knobs: Mapping[str, SettingValue]) -> Generator[Point, None, Proven]:
        """Measure it with those knobs, on the way the points of its curves. Raises `BadKnob`."""
        turned = {knob.name: _read(knob, knobs.get(knob.name, knob.default)) for knob in self.card.knobs}
        for name in knobs.keys() - turned.keys():
            raise BadKnob(f"{self.card.name} has no knob {name}; there are {', '.join(turned)}")
        began = perf_counter()
        arguments = {name: value for name, value in turned.items() if name != SEED}
        with seeded(int(turned[SEED])):
            result = self.function(**arguments)
            measured = result if isinstance(result, Measured) else (yield from result)
        return Proven(
            claim=self.card.name,
            knobs=turned,
            holds=bool(measured.holds),
            outcome=measured.outcome if isinstance(measured.outcome, str) else float(measured.outcome),
            measured=worded(measured.said),
            numbers={name: float(number) for name, number in measured.numbers.items()},
            heat=measured.heat,
            bars=measured.bars,
            seconds=perf_counter() - began,
        )

    def source(self) -> str:
        """Return the function as run, with what it uses of its file."""
        return shown_source(self.function)


def worded(said: str) -> str:
    """Return a sentence with its numbers as people write them: a true minus, long whole ones in groups of three."""
    with_minus = MINUS_SIGN.sub("−", said)
    grouped = LONG_WHOLE.sub(lambda found: f"{int(found.group()):,}", with_minus)
    return ONCE.sub("as ", grouped)


def _read(knob: Knob, value: SettingValue) -> SettingValue:
    """Return a knob's value as the function takes it; raises `BadKnob`."""
    if isinstance(knob.default, bool):
        if isinstance(value, bool):
            return value
        raise BadKnob(f"{knob.name} is true or false, not {value}")
    if knob.choices:
        if value in knob.choices:
            return value
        raise BadKnob(f"{knob.name} is one of {', '.join(knob.choices)}, not {value}")
    whole = isinstance(knob.default, int)
    kind = "a whole number" if whole else "a number"
    assert knob.low is not None  # as `choosable` has seen to
    assert knob.high is not None
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not knob.low <= float(value) <= knob.high or (whole and float(value) != int(value)):
        raise BadKnob(f"{knob.name} is {kind} from {knob.low:g} to {knob.high:g}, not {value}")
    return int(value) if whole else float(value)


_claims: Registry[Claim] = Registry("claim", __package__)
find, names = _claims.find, _claims.names


def cards() -> list[ClaimCard]:
    """Return every claim as it is told of, by section and name. Raises `BrokenFile`."""
    return sorted((find(name).card for name in names()), key=lambda card: (card.section, card.name))


def claim(
    *,
    section: int,
    says: str,
    guess: Guess,
    why: str,
    fails: Mapping[str, SettingValue],
    plot: Plot | None = None,
) -> Callable[[_Function], _Function]:
    """Register the function below as a claim."""

    def register(function: _Function) -> _Function:
        name = function.__name__.replace("_", "-")
        card = ClaimCard(name, section, says, guess, why, (*_knobs(name, function), _seed()), dict(fails), plot)
        return _claims.register(name, lambda _: Claim(card, function))(function)

    return register


def _knobs(name: str, function: Callable[..., Any]) -> list[Knob]:
    hints = get_type_hints(function, include_extras=True)
    return [
        _knob(one.name, choosable(f"{name}: {one.name}", hints[one.name], one.default))
        for one in inspect.signature(function).parameters.values()
    ]


def _knob(name: str, chosen: Choosable) -> Knob:
    option = chosen.option
    return Knob(name, option.help, chosen.default, option.low, option.high, chosen.choices)


def _seed() -> Knob:
    return Knob(SEED, "which random numbers", 0, 0, MOST_SEED)
