"""A run as one short line, from which it can be done again: ``cnn/digits?seed=3&clip=1@120:learning_rate=0.01``.

The architecture, the task, what was set before the first update, and what was changed after 120 of them.
What is not named is as the architecture has it by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from studyai.backend.training.setting_rows import MOST_UPDATES
from studyai.backend.training.settings import BadSetting, Settings, Value

Changes = Sequence[tuple[int, Mapping[str, Value]]]
"""In order: how many updates were done, and what was changed then."""

LOADED = "loaded"  # stands for weights that came from a file


@dataclass(frozen=True)
class Replay:
    """A line, read; the values are text still."""

    architecture: str
    settings: dict[str, Value]
    changes: list[tuple[int, dict[str, Value]]]


def written(settings: Settings, changes: Changes) -> str:
    """Return the line of a run that began with those settings, its seed always named."""
    start = {"seed": settings.whole("seed")} | settings.unusual()
    line = f"{settings.architecture.name}/{settings.task_name}?{_query(start)}"
    return line + "".join(f"@{step}:{_query(values)}" for step, values in changes)


def read(line: str) -> Replay:
    """Return what a line says; a bare architecture's name is one too. Raises `BadSetting`."""
    start, *later = line.strip().split("@")
    place, _, query = start.partition("?")
    architecture, _, task = place.partition("/")
    settings = _pairs(query, line)
    if task and "task" in settings:
        raise BadSetting(f"the task is named twice, as {task} and as {settings['task']}")
    settings |= {"task": task} if task else {}
    changes = []
    for change in later:
        step, colon, pairs = change.partition(":")
        if not (step.isascii() and step.isdigit() and colon):
            raise BadSetting(f"{change!r} is no change of the form UPDATES:NAME=VALUE")
        if len(step) > len(str(MOST_UPDATES)) or int(step) > MOST_UPDATES:
            raise BadSetting(f"a change after {step:.30} updates never comes; accepted: up to {MOST_UPDATES}")
        changes.append((int(step), _pairs(pairs, line)))
    if [step for step, _ in changes] != sorted(step for step, _ in changes):
        raise BadSetting("the changes do not stand in the order in which they were made")
    return Replay(architecture, settings, changes)


def _query(values: Mapping[str, Value]) -> str:
    return urlencode({name: _text(value) for name, value in values.items()}, quote_via=quote, safe="/")


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _pairs(query: str, line: str) -> dict[str, Value]:
    try:
        listed = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError as problem:
        raise BadSetting(f"{query!r} is no list of NAME=VALUE joined by &") from problem
    pairs: dict[str, Value] = dict(listed)
    if len(pairs) < len(listed):
        raise BadSetting(f"{query!r} names a setting twice")
    if LOADED in pairs:
        raise BadSetting(f"this run went on from weights that were loaded from a file: {line}")
    return pairs
