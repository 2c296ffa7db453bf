"""The shape of `exercises.yaml`: every key, what its value is, and what it is for.

The keys that are accepted and required where a file is read come from here, and so does the JSON Schema
by which an editor completes and checks them. What only the whole exercise can tell (a formula's names,
a level's givens) is checked where it is read, with its line.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import UNSET, Meta, UnsetType, field

from studyai.bank.located import NUMBER

IDENTIFIER = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
LONGEST_NAME = 60
SYMBOL = rf"[A-Za-z][A-Za-z0-9_]{{0,{LONGEST_NAME - 1}}}"
DECIMALS, MOST_DECIMALS = 3, 12

Text: TypeAlias = Annotated[str, Meta(min_length=1)]
Identifier: TypeAlias = Annotated[str, Meta(pattern=f"^{IDENTIFIER}$")]
Symbol: TypeAlias = Annotated[str, Meta(pattern=f"^{SYMBOL}$")]
LevelNumber: TypeAlias = Annotated[str, Meta(pattern="^[1-9]$")]
Fraction: TypeAlias = Annotated[str, Meta(pattern=f"^({NUMBER.pattern})$")]
Number: TypeAlias = int | float | Fraction
Scalar: TypeAlias = int | float | str  # where lists or mappings are accepted too, msgspec bears no pattern beside them
Row: TypeAlias = list[Scalar | list[Scalar]]
FormulaText: TypeAlias = int | float | Text  # a formula that is a number needs no quotes
Formulas: TypeAlias = Scalar | dict[str, Scalar]
OPTIONS = "one formula, or one for each option of a convention"


class Shape(msgspec.Struct, forbid_unknown_fields=True):
    """A mapping with these keys and no others."""


class Rule(Shape, kw_only=True):
    """How a number is sampled: exactly one of these."""

    whole_numbers: Annotated[list[Number], Meta(description="[lowest, highest], whole numbers")] | UnsetType = field(
        name="int", default=UNSET
    )
    decimal: Annotated[list[Number], Meta(description="[lowest, highest, step]")] | UnsetType = UNSET
    one_of: (
        Annotated[list[Scalar | Row], Meta(description="numbers or whole rows; of an expression, its texts")]
        | UnsetType
    ) = UNSET


class Given(Rule, kw_only=True):
    """A given: what it is called, how it is sampled, and what is accepted from who types it."""

    name: Annotated[Text, Meta(description="what the field calls it, as in: learning rate")]
    options: (
        Annotated[
            dict[Identifier, Text], Meta(description="a convention: each option with the sentence that states it")
        ]
        | UnsetType
    ) = UNSET
    shape: (
        Annotated[list[int | str], Meta(description="sizes or numbers, one for each axis; k? may be left out")]
        | UnsetType
    ) = UNSET
    pair: Annotated[bool, Meta(description="a number for both sides or [height, width]: NAME_h and NAME_w")] = False
    whole: (
        Annotated[bool, Meta(description="only whole numbers are accepted; so it is where int samples")] | UnsetType
    ) = UNSET
    default: Annotated[int | float | Text, Meta(description="what it is when nothing is typed")] | UnsetType = UNSET
    at_least: Number | UnsetType = UNSET
    at_most: Number | UnsetType = UNSET
    above: Number | UnsetType = UNSET
    below: Number | UnsetType = UNSET
    rows_add_up_to: (
        Annotated[Number, Meta(description="what each row adds up to, within the rounding of its entries")] | UnsetType
    ) = UNSET
    expression: (
        Annotated[list[Symbol], Meta(description="an expression in these variables, one of the texts in one_of")]
        | UnsetType
    ) = UNSET
    words: (
        Annotated[
            dict[Symbol, list[Text | int | float]], Meta(description="what {placeholders} of the texts stand for")
        ]
        | UnsetType
    ) = UNSET
    quiet: Annotated[bool, Meta(description="never sampled, and not told of while it has its default")] = False


class Example(Shape, kw_only=True):
    """A case of a slip that a person can check."""

    given: Annotated[
        dict[Symbol, Scalar | list[Scalar | list[Any]]],
        Meta(description="as typed; those that have a default may be left out"),
    ]
    line: Annotated[Text, Meta(description="the line that is answered, else the step's first")] | UnsetType = UNSET
    typed: Annotated[Scalar | list[Scalar | list[Any]], Meta(description="what is typed by who makes the slip")]
    says: Annotated[Text, Meta(description="a phrase of the words that are then said")]


class Slip(Shape, kw_only=True):
    """A classic wrong step."""

    tag: Identifier
    say: Annotated[Text, Meta(description="what to say to who made it")]
    formula: Annotated[Formulas, Meta(description=f"the value it leads to: {OPTIONS}")]
    when: Annotated[FormulaText, Meta(description="it can only be made where this is not 0")] | UnsetType = UNSET
    example: Example | UnsetType = UNSET


class Step(Shape, kw_only=True):
    """A step that is asked for."""

    name: Annotated[Text, Meta(description="what the field calls it, as in: weighted sum")]
    formula: Annotated[Formulas, Meta(description=OPTIONS)]
    hint: Annotated[Text, Meta(description="how to begin; without it `studyai lint` complains")] | UnsetType = UNSET
    decimals: Annotated[int, Meta(ge=0, le=MOST_DECIMALS, description="how many are asked; 0: a whole number")] = (
        DECIMALS
    )
    slips: list[Slip] = []


Steps: TypeAlias = dict[Symbol, Step]


class Block(Shape, kw_only=True):
    """Steps that are repeated, once for each round."""

    repeat: Annotated[Symbol, Meta(description="the name of the round's number, from 1 on")]
    first: Annotated[FormulaText, Meta(description="the first round's number, where it is not 1")] | UnsetType = UNSET
    times: Annotated[FormulaText, Meta(description="how many rounds; else as many as `each` has")] | UnsetType = UNSET
    each: Annotated[dict[Symbol, Symbol], Meta(description="NAME: series, whose entry of the round is NAME")] = {}
    carry: Annotated[
        dict[Symbol, FormulaText], Meta(description="STEP: its start; the round before is read as STEP_prev")
    ] = {}
    steps: Annotated[list[Steps], Meta(min_length=1)]


# Steps or a block: msgspec knows no union of two mappings, so the schema's own words are used.
StepsOrBlock: TypeAlias = Annotated[
    dict[str, Any],
    Meta(
        extra_json_schema={
            "if": {"required": ["repeat"]},
            "then": {"$ref": "#/$defs/Block"},
            "else": {"additionalProperties": {"$ref": "#/$defs/Step"}},
        }
    ),
]


class Requirement(Shape, kw_only=True):
    """What numbers must fulfil, sampled or typed."""

    rule: Annotated[FormulaText, Meta(description="a formula of givens that may not be 0")]
    say: Annotated[Text, Meta(description="why, to who typed numbers that do not")]
    drawn: Annotated[bool, Meta(description="only drawn numbers must: others are right, but a poor exercise")] = False


class Layer(Shape, kw_only=True):
    """A layer of a drawn stack."""

    layer: Annotated[Text, Meta(description="what it is, with {placeholders} for givens")]
    values: Annotated[list[FormulaText], Meta(min_length=1, max_length=2, description="one for each column")]


class Stack(Shape, kw_only=True):
    """How a stack of layers is drawn."""

    columns: Annotated[list[Text], Meta(min_length=1, max_length=2, description="such as [shape, parameters]")]
    input: Annotated[list[FormulaText], Meta(min_length=1, max_length=2, description="the input's values")]
    layers: Annotated[list[Layer], Meta(min_length=1)]
    total: Annotated[Symbol, Meta(description="the step that is the last column's total")] | UnsetType = UNSET


LevelChange: TypeAlias = Scalar | list[Scalar] | Rule


class Exercise(Shape, kw_only=True):
    """An exercise."""

    exercise: Annotated[Identifier, Meta(description="its id; never changed once it is used")]
    title: Text
    ask: Annotated[Text, Meta(description="the whole task, with {placeholders} for givens")]
    convention: Annotated[Text, Meta(description="what the field leaves open")] | UnsetType = UNSET
    given: dict[Symbol, Given]
    sizes: Annotated[dict[Symbol, Rule], Meta(description="the lengths of axes")] = {}
    levels: Annotated[
        dict[LevelNumber, dict[Symbol, LevelChange]],
        Meta(min_length=1, description="for each, what is held fixed or sampled by another rule"),
    ]
    require: list[Requirement] = []
    steps: Annotated[list[StepsOrBlock], Meta(min_length=1)]
    stack: Stack | UnsetType = UNSET
    answer: (
        Annotated[list[Symbol], Meta(description="the steps that are the answer; else the last one")] | UnsetType
    ) = UNSET
    oracle: (
        Annotated[Identifier, Meta(description="torch's second opinion; else that with the exercise's id")] | UnsetType
    ) = UNSET
    source: Annotated[Text, Meta(description="where it is from")]


class File(Shape, kw_only=True):
    """The exercises of a section."""

    section: Annotated[int, Meta(description="its number in the syllabus")]
    title: Annotated[Text, Meta(description="the section's")]
    exercises: list[Exercise]


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a file."""
    (root, _), shapes = msgspec.json.schema_components([File, Block], ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": shapes}
