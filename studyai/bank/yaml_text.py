"""The text of a YAML file and its tree of nodes: of the whole file, or of one entry in it.

Reading YAML takes long; an entry whose place is known is read alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from studyai.bank.content import read_content
from studyai.bank.located import BankError, Located
from studyai.bank.span import Span

DEEPEST = 50


def read_yaml(file: Path) -> Located:
    """Return the file's root node; raises BankError where it cannot be read or is not YAML."""
    return _compose(read_text(file, read_bytes(file)), file)


def read_part(file: Path, text: str, span: Span) -> Located:
    """Return the node that stands there in the file's text, its lines counted from the file's first."""
    return _compose(" " * span.column + text[span.start : span.end], file, span.line)


def read_bytes(file: Path) -> bytes:
    """Return the file's content; raises BankError where it cannot be read, is no ordinary file or is too large."""
    try:
        return read_content(file)
    except OSError as problem:
        raise BankError(file, 1, f"cannot be read: {problem.strerror}") from problem


def read_text(file: Path, content: bytes) -> str:
    """Return a file's content as text; raises BankError where it is no UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise BankError(file, line, "is not UTF-8 text") from problem


def _compose(text: str, file: Path, lines_before: int = 0) -> Located:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    first = lines_before + 1
    try:
        _check_events(text, file, loader, first)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise BankError(file, (mark.line if mark else 0) + first, f"not valid YAML: {problem.problem}") from problem
    except yaml.YAMLError as problem:
        odd = Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, odd.start()) + first if odd else first
        raise BankError(file, line, "not valid YAML: a control character" if odd else "not valid YAML") from problem
    if node is None:
        raise BankError(file, first, "is empty")
    return Located(node, file, lines_before)


def _check_events(text: str, file: Path, loader: Any, first: int) -> None:
    """Refuse what grows beyond the file when it is read: aliases, and nesting that overflows libyaml's stack."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        alias = isinstance(event, yaml.AliasEvent)
        if alias or depth > DEEPEST:
            line = event.start_mark.line + first if event.start_mark else first
            said = "an alias (*name) is not accepted; write it out" if alias else f"nested deeper than {DEEPEST} levels"
            raise BankError(file, line, said)
