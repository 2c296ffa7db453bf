"""YAML read with the line of everything, so that each mistake is reported where it stands.

Only the tree of nodes is used: no YAML tag ever constructs an object, and numbers stay exact.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import msgspec
import yaml

from studyai.bank.span import Span
from studyai.errors import ToldError

NUMBER = re.compile(
    r"[-+]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][-+]?\d{1,2})?|[-+]?\d{1,15}/0*[1-9]\d{0,14}", re.ASCII
)


def keys(shape: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the keys of a mapping of this shape."""
    return shape.__struct_encode_fields__


def required_keys(shape: type[msgspec.Struct]) -> list[str]:
    """Return those of its keys that have no default (`msgspec.structs.fields` would evaluate every type for it)."""
    every, defaults = keys(shape), shape.__struct_defaults__
    optional = zip(every[len(every) - len(defaults) :], defaults, strict=True)
    return [*every[: len(every) - len(defaults)], *(key for key, default in optional if default is msgspec.NODEFAULT)]


class BankError(ToldError):
    """A mistake in a pack: file, line (counted from 1), what is wrong and what is accepted."""

    def __init__(self, file: Path, line: int, message: str):
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML node with its file; `lines_before` counts those of the file that were left out in reading."""

    node: yaml.Node
    file: Path
    lines_before: int = 0

    @property
    def line(self) -> int:
        """The line it starts on, counted from 1."""
        return int(self.node.start_mark.line) + 1 + self.lines_before

    @property
    def span(self) -> Span:
        """Where it stands in the text that was read."""
        start, end = self.node.start_mark, self.node.end_mark
        return Span(self.line - 1, start.column, start.index, end.index)

    def wrong(self, message: str) -> BankError:
        """Return the error to raise for a mistake here."""
        return BankError(self.file, self.line, message)

    def mapping(self, accepted: Collection[str] | None = None, required: Collection[str] = ()) -> dict[str, Located]:
        """Return the entries of a mapping; raises BankError for unknown, missing or doubled keys."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong("must be a mapping (key: value)")
        entries: dict[str, Located] = {}
        for key_node, value_node in self.node.value:
            key = self._at(key_node)
            name = key.text()
            if name in entries:
                raise key.wrong(f"{name} stands here twice")
            if self.node.flow_style and _is_absent(value_node):
                raise key.wrong(_without_value(name, list(entries)))
            if accepted is not None and name not in accepted:
                raise key.wrong(f"{name} is not known here; accepted: {', '.join(accepted)}")
            entries[name] = self._at(value_node)
        for name in required:
            if name not in entries:
                raise self.wrong(f"{name} is missing")
        return entries

    def fields(self, shape: type[msgspec.Struct]) -> dict[str, Located]:
        """Return the entries of a mapping of this shape."""
        return self.mapping(keys(shape), required_keys(shape))

    def items(self) -> list[Located]:
        """Return the items of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong("must be a list")
        return [self._at(item) for item in self.node.value]

    def _at(self, node: yaml.Node) -> Located:
        return Located(node, self.file, self.lines_before)

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    def text(self, wanted: str = "a text") -> str:
        """Return a scalar as text, its line breaks folded."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.wrong(f"must be {wanted}")
        text = " ".join(str(self.node.value).split())
        if not text:
            raise self.wrong("may not be empty")
        if not text.isprintable():
            raise self.wrong("holds a control character")
        return text

    def lines(self, most: int, longest: int) -> str:
        """Return a scalar as lines, kept as they are but for blanks at their ends."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.wrong("must be lines, written below |")
        lines = [line.rstrip() for line in str(self.node.value).strip("\n").split("\n")]
        if not any(lines):
            raise self.wrong("may not be empty")
        if not all(line.isprintable() for line in lines):
            raise self.wrong("holds a control character (a tab is one: indent with blanks)")
        if len(lines) > most or max(map(len, lines)) > longest:
            raise self.wrong(f"at most {most} lines of {longest} characters are accepted")
        return "\n".join(lines)

    def number(self) -> int | Fraction:
        """Return a scalar as an exact number."""
        text = self.text("a number")
        if NUMBER.fullmatch(text) is None:
            raise self.wrong(f"{text} is not a number")
        value = Fraction(text)
        return value.numerator if value.denominator == 1 else value

    def whole(self) -> int:
        """Return a scalar as a whole number."""
        value = self.number()
        if not isinstance(value, int):
            raise self.wrong(f"{value} is not a whole number")
        return value

    def flag(self) -> bool:
        """Return `true` or `false`."""
        text = self.text("true or false")
        if text not in ("true", "false"):
            raise self.wrong(f"must be true or false, not {text}")
        return text == "true"


def _is_absent(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value == "" and node.start_mark.index == node.end_mark.index


def _without_value(name: str, before: list[str]) -> str:
    """Return what is said of a key without value in braces: mostly the end of a text that has a comma in it."""
    if not before:
        return f"{name} has no value"
    return (
        f"{name} has no value: in {{ }} a comma begins the next key. If it belongs to {before[-1]}, "
        f'put that text in quotes: {before[-1]}: "…, {name}"'
    )
