"""YAML read with the line of everything, so that each mistake is reported where it stands.

Only the tree of nodes is used: no YAML tag ever constructs an object, and numbers stay exact.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from studyai.errors import ToldError

NUMBER = re.compile(r"[-+]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][-+]?\d{1,2})?|[-+]?\d{1,15}/\d{1,15}", re.ASCII)
LARGEST_FILE = 4_000_000
DEEPEST = 50


class BankError(ToldError):
    """A mistake in a pack: file, line (counted from 1), what is wrong and what is accepted."""

    def __init__(self, file: Path, line: int, message: str):
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML node with its file."""

    node: yaml.Node
    file: Path

    @property
    def line(self) -> int:
        """The line it starts on, counted from 1."""
        return int(self.node.start_mark.line) + 1

    def wrong(self, message: str) -> BankError:
        """Return the error to raise for a mistake here."""
        return BankError(self.file, self.line, message)

    def mapping(self, accepted: Collection[str] | None = None, required: Collection[str] = ()) -> dict[str, Located]:
        """Return the entries of a mapping; raises BankError for unknown, missing or doubled keys."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong("must be a mapping (key: value)")
        entries: dict[str, Located] = {}
        for key_node, value_node in self.node.value:
            key = Located(key_node, self.file)
            name = key.text()
            if name in entries:
                raise key.wrong(f"{name} stands here twice")
            if accepted is not None and name not in accepted:
                raise key.wrong(f"{name} is not known here; accepted: {', '.join(accepted)}")
            entries[name] = Located(value_node, self.file)
        for name in required:
            if name not in entries:
                raise self.wrong(f"{name} is missing")
        return entries

    def items(self) -> list[Located]:
        """Return the items of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong("must be a list")
        return [Located(item, self.file) for item in self.node.value]

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    def text(self) -> str:
        """Return a scalar as text, its line breaks folded."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.wrong("must be a text")
        text = " ".join(str(self.node.value).split())
        if not text:
            raise self.wrong("may not be empty")
        if not text.isprintable():
            raise self.wrong("holds a control character")
        return text

    def number(self) -> int | Fraction:
        """Return a scalar as an exact number."""
        text = self.text()
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
        text = self.text()
        if text not in ("true", "false"):
            raise self.wrong(f"must be true or false, not {text}")
        return text == "true"


def read_yaml(file: Path) -> Located:
    """Return the file's root node; raises BankError where it cannot be read or is not YAML."""
    text = _read_text(file)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_events(text, file, loader)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise BankError(file, (mark.line if mark else 0) + 1, f"not valid YAML: {problem.problem}") from problem
    except yaml.YAMLError as problem:
        odd = Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, odd.start()) + 1 if odd else 1
        raise BankError(file, line, "not valid YAML: a control character" if odd else "not valid YAML") from problem
    if node is None:
        raise BankError(file, 1, "is empty")
    return Located(node, file)


def _read_text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise BankError(file, 1, f"is larger than {LARGEST_FILE} bytes")
        content = file.read_bytes()
        return content.decode("utf-8")
    except OSError as problem:
        raise BankError(file, 1, f"cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise BankError(file, line, "is not UTF-8 text") from problem


def _check_events(text: str, file: Path, loader: Any) -> None:
    """Refuse what grows beyond the file when it is read: aliases, and nesting that overflows libyaml's stack."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        alias = isinstance(event, yaml.AliasEvent)
        if alias or depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            said = "an alias (*name) is not accepted; write it out" if alias else f"nested deeper than {DEEPEST} levels"
            raise BankError(file, line, said)
