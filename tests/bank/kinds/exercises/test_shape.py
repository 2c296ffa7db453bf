"""The shape of exercises.yaml: every file of the bank has it, and the JSON Schema for editors says the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from studyai.bank.kinds.exercises import shape
from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.located import keys, required_keys
from studyai.bank.packs import built_in

SHAPES = [one for one in vars(shape).values() if isinstance(one, type) and shape.Shape in one.__mro__[1:]]


def _as_json(value: Any) -> Any:
    """Return YAML as an editor checks it: every key a text."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    return [_as_json(item) for item in value] if isinstance(value, list) else value


def _check(document: Any) -> None:
    for exercise in msgspec.convert(_as_json(document), shape.File).exercises:
        for item in exercise.steps:
            msgspec.convert(item, shape.Block if "repeat" in item else shape.Steps)


FILES = [file for file in built_in().files() if file.name == EXERCISES.file_name]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_file_of_the_bank_has_the_shape(file: Path) -> None:
    _check(yaml.load(file.read_text(), Loader=yaml.CSafeLoader))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Twice", "titel: Twice"),
        ("    source: none\n", ""),
        ("decimals: 0", "decimals: 13"),
        ("exercise: twice", "exercise: Twice!"),
        ("levels: {1: {}}", "levels: {easy: {}}"),
        ("formula: 2*a, ", ""),
        ("name: number", "nome: number"),
    ],
)
def test_the_shape_refuses(old: str, new: str) -> None:
    good = (
        "section: 12\ntitle: Mine\nexercises:\n  - exercise: twice\n    title: Twice\n    ask: Twice {a}?\n"
        "    given: {a: {int: [1, 9], name: number}}\n    levels: {1: {}}\n"
        "    steps: [{d: {name: double, formula: 2*a, decimals: 0}}]\n    source: none\n"
    )
    _check(yaml.load(good, Loader=yaml.CSafeLoader))
    assert old in good
    with pytest.raises(msgspec.ValidationError):
        _check(yaml.load(good.replace(old, new, 1), Loader=yaml.CSafeLoader))


@pytest.mark.parametrize("one", SHAPES, ids=lambda one: one.__name__)
def test_the_schema_has_the_keys_that_the_loader_accepts(one: type[shape.Shape]) -> None:
    described = shape.schema()["$defs"][one.__name__]
    assert set(described["properties"]) == set(keys(one))
    assert set(described.get("required", ())) == set(required_keys(one))
    assert described["additionalProperties"] is False


def test_the_schema_is_whole() -> None:
    schema = shape.schema()
    refs = set(re.findall(r'"\$ref":"#/\$defs/(\w+)"', msgspec.json.encode(schema).decode()))
    assert refs == set(schema["$defs"])
    assert schema["$ref"] == "#/$defs/File"
