"""Ready-made comparisons and what to look at in them: read from a file beside this one, when first needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from studyai.protocol import Setting, SettingValue, Started
from studyai.tui.lab.catalogue import entry_of
from studyai.tui.lab.plan import Plan, plan_of
from studyai.tui.lab.settings.text import next_value, value_words


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the two runs."""

    architecture: str
    settings: dict[str, SettingValue] = {}

    def plan(self) -> Plan:
        """Return what to build."""
        return Plan(self.architecture, self.settings)


class Pause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both runs wait after so many updates, and this is said."""

    at: int
    text: str


class Demo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A comparison with its pauses, in order."""

    name: str
    title: str
    words: str
    first: Side
    second: Side
    pauses: list[Pause] = []


class _Demos(msgspec.Struct, forbid_unknown_fields=True):
    demo: list[Demo]


@cache
def demos() -> tuple[Demo, ...]:
    """Return all there are."""
    text = Path(__file__).with_name("demos.toml").read_bytes()
    return tuple(msgspec.toml.decode(text, type=_Demos).demo)


def differences(started: Started) -> list[Demo]:
    """Return this run beside another one with one difference: an architecture, or one other value of one setting."""
    plan = plan_of(started)
    first = Side(plan.architecture, dict(plan.settings))
    here = entry_of(started.architecture)
    found = []
    for name in here.beside:
        title = f"{here.title} or {entry_of(name).title}"
        settings: dict[str, SettingValue] = {"task": started.task, "seed": started.seed}
        found.append(Demo(f"architecture:{name}", title, "another architecture", first, Side(name, settings)))
    for row in started.settings:
        for value in _others(row):
            words = f"{row.name.replace('_', ' ')}: {value_words(row.value)} or {value_words(value)}"
            second = Side(plan.architecture, {**plan.settings, row.name: value})
            found.append(Demo(f"{row.name}:{value_words(value)}", words, row.help, first, second))
    return found


def _others(row: Setting) -> list[SettingValue]:
    if row.name in ("task", "steps"):
        return []
    if row.kind == "choice":
        return [name for name in row.choices if name != row.value]
    if row.kind == "flag":
        return [not row.value]
    near = [next_value(row, row.value, step) for step in (-1, 1)]
    if row.kind == "number" and row.value:
        near = [value for value in (float(row.value) / 10, float(row.value) * 10) if _inside(row, value)]
    return [value for value in dict.fromkeys(near) if value != row.value]


def _inside(row: Setting, value: float) -> bool:
    return row.low is not None and row.high is not None and row.low <= value <= row.high
