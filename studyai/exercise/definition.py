"""What an exercise is: givens, ordered steps (some in a repeated block), slips.

Plain data, built by the bank from YAML. Everything that varies by convention is a `Choices` of
formulas, resolved once by `Exercise.under`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from studyai.formula.evaluate import Compiled, compile_formula
from studyai.formula.tree import Node


@dataclass(frozen=True)
class Formula:
    """A formula of the bank: its text, its tree, and the closure that computes it."""

    text: str
    node: Node

    @cached_property
    def compiled(self) -> Compiled:
        """The closure from named values to the value."""
        return compile_formula(self.node)


@dataclass(frozen=True)
class Choices:
    """One formula for each option of a convention."""

    by_option: Mapping[str, Formula]


Nested: TypeAlias = "tuple[int | Fraction, ...] | tuple[Nested, ...]"


@dataclass(frozen=True)
class Rule:
    """How a number is sampled: any of `values`, each as likely; or, in place of numbers, whole `rows`.

    Each of `rows` fills the last axis of a given, or the last few: the rows of a truth table, probabilities
    that add up to 1.
    """

    values: tuple[int | Fraction, ...]
    rows: tuple[Nested, ...] = ()

    @property
    def filled_axes(self) -> int:
        """How many axes one draw fills: 0 for a number, 1 for a row, 2 for a table."""
        entry: object = self.rows[0] if self.rows else 0
        axes = 0
        while isinstance(entry, tuple):
            entry, axes = entry[0], axes + 1
        return axes


@dataclass(frozen=True)
class Templates:
    """How an expression is sampled: one of the texts, each {placeholder} in it filled with one of its words."""

    texts: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Domain:
    """What a number supplied by a user may be."""

    whole: bool = False
    at_least: Fraction | int | None = None
    at_most: Fraction | int | None = None
    above: Fraction | int | None = None
    below: Fraction | int | None = None

    def __str__(self) -> str:
        limits = [
            f"{word} {limit}"
            for word, limit in (
                ("at least", self.at_least),
                ("above", self.above),
                ("at most", self.at_most),
                ("below", self.below),
            )
            if limit is not None
        ]
        return " ".join(["a whole number" if self.whole else "a number", " and ".join(limits)]).strip()

    def holds(self, number: int | Fraction | float) -> bool:
        """Return whether the number is accepted."""
        return (
            not (self.whole and number != int(number))
            and (self.at_least is None or number >= self.at_least)
            and (self.at_most is None or number <= self.at_most)
            and (self.above is None or number > self.above)
            and (self.below is None or number < self.below)
        )


@dataclass(frozen=True)
class Given:
    """A given: its symbol, what it is called, how it is sampled and what is accepted.

    `shape` holds sizes (names of `Exercise.sizes` or numbers), empty for a scalar; a last size written
    `k?` may be absent, so that parameters may be a number or a vector. `pair`: a number
    for both sides or [height, width], bound also as NAME_h and NAME_w. `options`: a convention,
    option → the sentence that states it; its options are bound as 1 (chosen) or 0. `variables`: an
    expression in these, which are bound as themselves. `quiet`: never sampled, and not told of while it has
    its default. `row_total`: what each row adds up to, as probabilities do.
    """

    symbol: str
    name: str
    rule: Rule
    domain: Domain
    shape: tuple[str | int, ...] = ()
    pair: bool = False
    default: int | Fraction | str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    variables: tuple[str, ...] = ()
    templates: Templates = Templates()
    quiet: bool = False
    row_total: int | Fraction | None = None

    def is_silent(self, value: object) -> bool:
        """Return whether nothing is said of it with this value."""
        return self.quiet and isinstance(value, int | Fraction | str) and value == self.default


@dataclass(frozen=True)
class Example:
    """A case of a slip that a person can check: with these givens, who makes it types this and is told that.

    The givens are written as for `solve --given`, those that have a default may be left out; `says` is a phrase of
    the slip's words; `line` is the key of the line that is answered, by default the step's first.
    """

    given: Mapping[str, str]
    typed: str
    says: str
    line: str = ""


@dataclass(frozen=True)
class Slip:
    """A classic wrong step: the formula a learner uses who makes it, and what to say."""

    tag: str
    say: str
    formula: Formula | Choices
    when: Formula | None = None
    example: Example | None = None


@dataclass(frozen=True)
class Step:
    """A named step: its formula, its slips, how many decimals are asked (0: a whole number, exact)."""

    symbol: str
    name: str
    formula: Formula | Choices
    hint: str = ""
    decimals: int = 3
    slips: tuple[Slip, ...] = ()


SERIES_ENDINGS = ("_all", "_prev_all")


@dataclass(frozen=True)
class Block:
    """Steps repeated for index = 1, 2, …

    `each` binds a name to the index-th entry of a series (NAME: series). `carry` names the steps whose
    value goes on to the next round, read there as SYMBOL_prev, with the formula of its start. `first` is the
    first round's number, where that is not 1 (a state that has gone through rounds before). After the
    block SYMBOL_all is the series of its values, SYMBOL_prev_all that of what each round started from.
    """

    index: str
    each: Mapping[str, str]
    carry: Mapping[str, Formula]
    steps: tuple[Step, ...]
    times: Formula | None = None
    first: Formula | None = None


@dataclass(frozen=True)
class Level:
    """A level's changes: givens and sizes held fixed, or sampled by another rule; other texts of an expression."""

    rules: Mapping[str, Rule]
    options: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Layer:
    """A layer of a drawn stack: its words, with {placeholders}, and a value for each column.

    `steps` are those that its values come from; `part` is the place in the body of the block that repeats the
    layer, None where nothing does.
    """

    words: str
    values: tuple[Formula, ...]
    steps: tuple[str, ...]
    part: int | None


@dataclass(frozen=True)
class Stack:
    """How a stack of layers is drawn: its columns, the input's values, the layers, the last column's total.

    Neighbouring layers of one block are drawn together, once for each of its rounds.
    """

    columns: tuple[str, ...]
    input: tuple[Formula, ...]
    layers: tuple[Layer, ...]
    total: str = ""


@dataclass(frozen=True)
class Requirement:
    """What numbers must fulfil, and what to say where they do not.

    `drawn`: only numbers that are drawn must, because others make a poor exercise; a learner's own may be anything
    that the mathematics allows.
    """

    rule: Formula
    say: str
    drawn: bool = False


@dataclass(frozen=True)
class Exercise:
    """An exercise definition."""

    id: str
    section: int
    title: str
    ask: str
    givens: Mapping[str, Given]
    sizes: Mapping[str, Rule]
    levels: Mapping[int, Level]
    require: tuple[Requirement, ...]
    body: tuple[Step | Block, ...]
    answer: tuple[str, ...]
    source: str
    oracle: str
    convention: str = ""
    stack: Stack | None = None

    @cached_property
    def _plans(self) -> dict[tuple[str, ...], tuple[Step | Block, ...]]:
        return {}

    @cached_property
    def resting(self) -> dict[str, int | Fraction | str]:
        """The defaults of its quiet givens."""
        quiet = {symbol: given.default for symbol, given in self.givens.items() if given.quiet}
        return {symbol: value for symbol, value in quiet.items() if value is not None}

    def under(self, options: tuple[str, ...]) -> tuple[Step | Block, ...]:
        """Return the body with every formula chosen for these options of its conventions."""
        if options not in self._plans:
            self._plans[options] = tuple(_resolve(part, options) for part in self.body)
        return self._plans[options]

    def steps(self) -> list[Step]:
        """Return every step, those of blocks once, in order."""
        return [step for part in self.body for step in (part.steps if isinstance(part, Block) else (part,))]


def _resolve(part: Step | Block, options: tuple[str, ...]) -> Step | Block:
    if isinstance(part, Block):
        steps = tuple(_step(step, options) for step in part.steps)
        return Block(part.index, part.each, part.carry, steps, part.times, part.first)
    return _step(part, options)


def _step(step: Step, options: tuple[str, ...]) -> Step:
    formula = chosen(step.formula, options)
    if formula is None:
        raise ValueError(f"step {step.symbol} has no formula for {', '.join(options)}")
    resolved = ((slip, chosen(slip.formula, options)) for slip in step.slips)
    slips = tuple(replace(slip, formula=formula) for slip, formula in resolved if formula)
    return Step(step.symbol, step.name, formula, step.hint, step.decimals, slips)


def chosen(formula: Formula | Choices, options: tuple[str, ...]) -> Formula | None:
    """Return the formula for the chosen options; None where the convention has none."""
    if isinstance(formula, Formula):
        return formula
    return next((formula.by_option[option] for option in options if option in formula.by_option), None)


def option_name(option: str) -> str:
    """Return the name that formulas know a convention's option by."""
    return option.replace("-", "_")


def without_optional(shape: tuple[str | int, ...], rank: int) -> tuple[str | int, ...]:
    """Return the shape a value of this rank is held against: a last size such as `k?` may be absent."""
    optional = bool(shape) and isinstance(shape[-1], str) and shape[-1].endswith("?")
    if not optional:
        return shape
    return (*shape[:-1], str(shape[-1])[:-1]) if rank == len(shape) else shape[:-1]
