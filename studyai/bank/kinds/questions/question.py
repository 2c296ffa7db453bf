"""What a concept question is: plain data, built by the bank from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from studyai.exercise.definition import Exercise


class Sort(StrEnum):
    """What is asked of the learner."""

    ONE_CHOICE = "one-choice"
    SEVERAL_CHOICES = "several-choices"
    TRUE_FALSE = "true-false"
    NUMBER = "number"
    ORDER = "order"
    MATCH = "match"
    GAP = "gap"
    SPOT_THE_MISTAKE = "spot-the-mistake"
    READ_THE_CURVE = "read-the-curve"
    REMEDY = "remedy"


class Theme(StrEnum):
    """What a question is about, across the sections."""

    ACTIVATIONS = "activations"
    ATTENTION = "attention"
    CONVOLUTION = "convolution"
    DATA = "data"
    DROPOUT = "dropout"
    EXPRESSIVENESS = "expressiveness"
    GATES = "gates"
    GENERALISATION = "generalisation"
    GRADIENTS = "gradients"
    INITIALISATION = "initialisation"
    LANGUAGE = "language"
    LEARNING_RATE = "learning-rate"
    LOSSES = "losses"
    NORMALISATION = "normalisation"
    OPTIMISERS = "optimisers"
    RECURRENCE = "recurrence"
    REGULARISATION = "regularisation"
    SHAPES_AND_COUNTS = "shapes-and-counts"


@dataclass(frozen=True)
class Option:
    """Something to choose, and what is said to who chose it wrongly."""

    id: str
    text: str
    is_right: bool
    feedback: str


@dataclass(frozen=True)
class Options:
    """One option is right; or ``several``: each that is right must be chosen."""

    options: tuple[Option, ...]
    several: bool

    @property
    def right(self) -> frozenset[str]:
        """The ids of what is right."""
        return frozenset(one.id for one in self.options if one.is_right)


@dataclass(frozen=True)
class Number:
    """A number to type: the answer of an exercise of one step, whose slips are the mistakes."""

    exercise: Exercise


@dataclass(frozen=True)
class Part:
    """One of several things to be put in order, and what is said where it is the first out of place."""

    id: str
    text: str
    feedback: str


@dataclass(frozen=True)
class Order:
    """Things in their right order."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Pair:
    """A thing, the partner that belongs to it, and what is said where it was given another."""

    id: str
    text: str
    partner: str
    feedback: str


@dataclass(frozen=True)
class Match:
    """Things that each belong to a partner; nothing belongs to ``decoys``."""

    pairs: tuple[Pair, ...]
    decoys: tuple[str, ...]

    @property
    def partners(self) -> tuple[str, ...]:
        """Every partner once, in the order in which they come."""
        return tuple(dict.fromkeys((*(pair.partner for pair in self.pairs), *self.decoys)))


@dataclass(frozen=True)
class GapMistake:
    """Texts that are known to be filled in wrongly, and what is said to them."""

    id: str
    texts: tuple[str, ...]
    feedback: str


@dataclass(frozen=True)
class Gap:
    """A word to be filled in; each of ``accepted`` is right."""

    accepted: tuple[str, ...]
    mistakes: tuple[GapMistake, ...]


Answer: TypeAlias = Options | Number | Order | Match | Gap


@dataclass(frozen=True)
class Curve:
    """Curves kept as numbers, and what they were drawn from: a run, or a claim with its knobs turned so."""

    x: str
    y: str
    series: Mapping[str, tuple[tuple[float, float], ...]]
    run: str = ""
    claim: str = ""
    knobs: Mapping[str, bool | int | float | str] | None = None


@dataclass(frozen=True)
class Proof:
    """What a question's truth rests on: a claim, an exercise, or a place (``at``) in a reference; at least one."""

    claim: str = ""
    exercise: str = ""
    reference: str = ""
    at: str = ""


@dataclass(frozen=True)
class Links:
    """Where to go on from a question."""

    exercises: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    lab: str = ""


@dataclass(frozen=True)
class Question:
    """A concept question. ``looked_at`` are lines of code, or of working, that it is about."""

    id: str
    section: int
    sort: Sort
    theme: Theme
    difficulty: int
    sheet: tuple[str, ...]
    ask: str
    answer: Answer
    explanation: str
    proof: Proof
    links: Links
    code: str = ""
    working: str = ""
    curve: Curve | None = None
