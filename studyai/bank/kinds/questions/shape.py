"""The shape of `questions.yaml`: every key, what its value is, and what it is for."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, UnsetType

from studyai.bank.kinds.exercises.shape import FormulaText, Identifier, Shape, Text
from studyai.bank.kinds.questions.question import Sort, Theme

FEWEST_OPTIONS, MOST_OPTIONS = 3, 6
FEWEST_PARTS, MOST_PARTS = 3, 7
MOST_DECIMALS = 6

Texts: TypeAlias = Annotated[list[Text], Meta(min_length=1)]
Lines: TypeAlias = Annotated[str, Meta(min_length=1, description="written below |, its lines kept")]
Scalar: TypeAlias = bool | int | float | str


class Option(Shape, kw_only=True):
    """Something to choose."""

    text: Text
    right: bool = False
    feedback: Annotated[Text, Meta(description="what is said to who chose it wrongly")] | UnsetType = UNSET


class NumberMistake(Shape, kw_only=True):
    """A number that a known mistake leads to."""

    value: FormulaText
    feedback: Text


class Number(Shape, kw_only=True):
    """A number to type."""

    value: Annotated[FormulaText, Meta(description="a formula of numbers alone")]
    decimals: Annotated[int, Meta(ge=0, le=MOST_DECIMALS, description="how many are asked; 0: a whole number")]
    mistakes: dict[Identifier, NumberMistake] = {}


class Part(Shape, kw_only=True):
    """One of several things to be put in order."""

    text: Text
    feedback: Annotated[Text, Meta(description="what is said where it is the first out of place")]


class Pair(Shape, kw_only=True):
    """A thing and the partner that belongs to it."""

    text: Text
    partner: Text
    feedback: Annotated[Text, Meta(description="what is said where it was given another")]


class GapMistake(Shape, kw_only=True):
    """Words that are known to be filled in wrongly."""

    texts: Texts
    feedback: Text


class Gap(Shape, kw_only=True):
    """A word to be filled in."""

    accepted: Texts
    mistakes: dict[Identifier, GapMistake] = {}


class Curve(Shape, kw_only=True):
    """Curves kept as numbers, and what they were drawn from: `run`, or `claim` (with `set`)."""

    run: Text | UnsetType = UNSET
    claim: Identifier | UnsetType = UNSET
    set: dict[str, Scalar] = {}
    x: Text
    y: Text
    series: Annotated[dict[str, list[list[float]]], Meta(min_length=1, description="NAME: [[x, y], …]")]


class Evidence(Shape, kw_only=True):
    """What its truth rests on; at least one of the three."""

    claim: Identifier | UnsetType = UNSET
    exercise: Identifier | UnsetType = UNSET
    reference: Annotated[Text, Meta(description="a key of references.bib")] | UnsetType = UNSET
    at: Annotated[Text, Meta(description="where in the reference, as in: section 3.2")] | UnsetType = UNSET


class Links(Shape, kw_only=True):
    """Where to go on."""

    exercises: list[Identifier] = []
    claims: list[Identifier] = []
    lab: Text | UnsetType = UNSET


class Question(Shape, kw_only=True):
    """A concept question. How it is answered: exactly one of options, number, order, match and gap."""

    question: Annotated[Identifier, Meta(description="its id; never changed once it is used")]
    kind: Literal[tuple(one.value for one in Sort)]  # type: ignore[valid-type]
    theme: Literal[tuple(one.value for one in Theme)]  # type: ignore[valid-type]
    difficulty: Annotated[int, Meta(ge=1, le=3)]
    sheet: Annotated[list[Identifier], Meta(description="the statements of the course sheet that it covers")] = []
    ask: Text
    code: Lines | UnsetType = UNSET
    working: Lines | UnsetType = UNSET
    curve: Curve | UnsetType = UNSET
    options: (
        Annotated[dict[Identifier, Option], Meta(min_length=FEWEST_OPTIONS, max_length=MOST_OPTIONS)] | UnsetType
    ) = UNSET
    number: Number | UnsetType = UNSET
    order: Annotated[dict[Identifier, Part], Meta(min_length=FEWEST_PARTS, max_length=MOST_PARTS)] | UnsetType = UNSET
    match: Annotated[dict[Identifier, Pair], Meta(min_length=FEWEST_OPTIONS, max_length=MOST_OPTIONS)] | UnsetType = (
        UNSET
    )
    decoys: list[Text] = []
    gap: Gap | UnsetType = UNSET
    explanation: Annotated[Text, Meta(description="why it is so, for who got it wrong")]
    evidence: Evidence
    links: Links | UnsetType = UNSET


class File(Shape, kw_only=True):
    """The questions of a section."""

    section: Annotated[int, Meta(description="its number in the syllabus")]
    title: Annotated[Text, Meta(description="the section's")]
    questions: list[Question]


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a file."""
    (root,), shapes = msgspec.json.schema_components([File], ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": shapes}
