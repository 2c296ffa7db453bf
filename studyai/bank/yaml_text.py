"""The text of a YAML file and its tree of nodes: of the whole file, or of one entry in it.

Reading YAML takes long; an entry whose place is known is read alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from studyai.bank.content import read_content
from studyai.bank.located import BankError, Located
from studyai.bank.span import Span

DEEPEST = 50
ALIAS = "an alias (*name) is not accepted; write it out"
STEPS: dict[type[yaml.Event], int] = {  # into a collection and out of it; 0: an alias
    yaml.MappingStartEvent: 1,
    yaml.SequenceStartEvent: 1,
    yaml.MappingEndEvent: -1,
    yaml.SequenceEndEvent: -1,
    yaml.AliasEvent: 0,
}


def read_yaml(file: Path) -> Located:
    """Return the file's root node; raises BankError where it cannot be read or is not YAML."""
    return _compose(read_text(file, read_bytes(file)), file)


def read_outline(file: Path, depth: int) -> Located:
    """Return the file's root node, in one go; what lies deeper than `depth` collections is left out."""
    text = read_text(file, read_bytes(file))
    with _told(text, file, 1):
        events = _checked_events(text, file, 1)
        first = next((event for event in events if isinstance(event, yaml.NodeEvent)), None)
        node = None if first is None else _shallow(first, events, depth)
        for _ in events:  # what stands behind it is YAML too
            pass
    return _located(node, file, 0)


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
    first = lines_before + 1
    with _told(text, file, first):
        for _ in _checked_events(text, file, first):
            pass
        node = yaml.compose(text, Loader=_loader())
    return _located(node, file, lines_before)


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _located(node: yaml.Node | None, file: Path, lines_before: int) -> Located:
    if node is None:
        raise BankError(file, lines_before + 1, "is empty")
    return Located(node, file, lines_before)


@contextmanager
def _told(text: str, file: Path, first: int) -> Iterator[None]:
    """Tell what is no YAML as a mistake in the file, whose text begins in that line."""
    try:
        yield
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise BankError(file, (mark.line if mark else 0) + first, f"not valid YAML: {problem.problem}") from problem
    except yaml.YAMLError as problem:
        odd = Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, odd.start()) + first if odd else first
        raise BankError(file, line, "not valid YAML: a control character" if odd else "not valid YAML") from problem


def _checked_events(text: str, file: Path, first: int) -> Iterator[yaml.Event]:
    """Yield all events; refuse what grows beyond the file when it is read: aliases, and nesting.

    Nesting may overflow libyaml's stack.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_loader()):
        step = STEPS.get(type(event))
        if step is not None:
            depth += step
            if not step or depth > DEEPEST:
                line = event.start_mark.line + first if event.start_mark else first
                raise BankError(file, line, ALIAS if not step else f"nested deeper than {DEEPEST} levels")
        yield event


def _shallow(event: Any, events: Iterator[Any], depth: int) -> yaml.Node:
    """Return the node that begins with an event, with as much as `depth` collections hold."""
    begin, end = event, event
    is_scalar, is_list = isinstance(event, yaml.ScalarEvent), isinstance(event, yaml.SequenceStartEvent)
    if is_scalar:
        return yaml.ScalarNode(event.tag, event.value, event.start_mark, event.end_mark)
    inside: list[yaml.Node] = []
    for end in events:
        if STEPS.get(type(end)) == -1:
            break
        if depth:
            inside.append(_shallow(end, events, depth - 1))
        elif type(end) in STEPS:
            _skip(events)
    if is_list:
        return yaml.SequenceNode(begin.tag, inside, begin.start_mark, end.end_mark, begin.flow_style)
    pairs = list(zip(inside[::2], inside[1::2], strict=True))
    return yaml.MappingNode(begin.tag, pairs, begin.start_mark, end.end_mark, begin.flow_style)


def _skip(events: Iterator[Any]) -> None:
    """Pass over the rest of a collection that has begun."""
    depth = 1
    for event in events:
        depth += STEPS.get(type(event), 0)
        if not depth:
            return
