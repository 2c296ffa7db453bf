"""All that one run depends on, read and held against the rows of its table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import cast

import msgspec

from studyai.backend.architectures.registry import Architecture
from studyai.backend.refusal import Refusal
from studyai.backend.tasks import registry as tasks
from studyai.backend.training.setting_rows import TRAINING, choice, option_rows
from studyai.protocol import Setting, SettingValue

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")

Value = SettingValue


class BadSetting(Refusal):
    """A setting is unknown or out of range; says which, and the range or the choices."""

    problem = "bad-setting"


class Settings:
    """All that a run depends on: an architecture, its task, and a value for every row of their table. Immutable.

    ``given`` is what was chosen; everything else has the architecture's own value. Raises `BadSetting` and
    `Unknown` for a task.
    """

    def __init__(self, architecture: Architecture, given: Mapping[str, Value] | None = None) -> None:
        self.architecture = architecture
        chosen = dict(given or {})
        self.task_name = str(chosen.pop("task", architecture.recipe.task))
        self.task = tasks.find(self.task_name)
        rows = {row.name: row for row in _table(architecture, self.task_name, self.task)}
        for name in chosen:
            if name not in rows:
                raise BadSetting(f"{architecture.name} has no setting {name!r}; it has {', '.join(rows)}")
        self.given: dict[str, Value] = {name: _read(rows[name], value) for name, value in chosen.items()}
        batch = cast("int", self.given.get("batch_size", rows["batch_size"].default))
        epoch = math.ceil(len(self.task.train) / batch)
        most = architecture.recipe.epochs * epoch
        rows["steps"] = msgspec.structs.replace(rows["steps"], value=most, default=most)
        self.rows = {
            name: msgspec.structs.replace(row, value=self.given.get(name, row.value)) for name, row in rows.items()
        }

    def changed(self, changes: Mapping[str, Value]) -> Settings:
        """Return the same with other values."""
        task = {"task": self.task_name} if self.task_name != self.architecture.recipe.task else {}
        return Settings(self.architecture, task | self.given | dict(changes))

    def rebuilds(self, new: Settings) -> bool:
        """Return whether the model must be built anew for those other settings."""
        return self.rows.keys() != new.rows.keys() or any(
            row.when == "rebuild" and row.value != new.rows[name].value for name, row in self.rows.items()
        )

    def number(self, name: str) -> float:
        """Return the value of a number; 0 if there is no such setting here."""
        return float(self.rows[name].value) if name in self.rows else 0.0

    def whole(self, name: str) -> int:
        """Return the value of a whole number."""
        return int(self.rows[name].value)

    def word(self, name: str) -> str:
        """Return the value of a choice."""
        return str(self.rows[name].value)

    def options(self) -> dict[str, Value]:
        """Return what the network is built with."""
        return {name: self.rows[name].value for name in self.architecture.options()}

    def unusual(self) -> dict[str, Value]:
        """Return what is not as the architecture has it by itself."""
        return {name: value for name, value in self.given.items() if value != self.rows[name].default}


def _table(architecture: Architecture, task_name: str, task: tasks.Task) -> list[Setting]:
    recipe = architecture.recipe
    own: dict[str, Value] = {
        "optimiser": recipe.optimiser,
        "learning_rate": recipe.learning_rate,
        "batch_size": recipe.batch_size,
        **recipe.training,
    }
    fitting = [row for row in TRAINING if _fits(row.name, task)]
    names = tasks.names()
    rows = [choice("task", task_name, names, "what is learnt", "rebuild"), *fitting, *option_rows(architecture)]
    rows[0] = msgspec.structs.replace(rows[0], default=recipe.task)
    most = len(task.train)
    return [
        msgspec.structs.replace(
            row,
            value=own.get(row.name, row.value),
            default=own.get(row.name, row.default),
            high=most if row.name == "batch_size" else row.high,
        )
        for row in rows
    ]


def _fits(name: str, task: tasks.Task) -> bool:
    if name == "input_noise":
        return task.train.inputs[0].is_floating_point()
    return name != "label_noise" or not task.train.targets.is_floating_point()


def _read(row: Setting, value: Value) -> Value:
    """Return the value as the row's kind; text is read."""
    if row.kind == "choice":
        if value in row.choices:
            return value
        raise BadSetting(f"{row.name} {value!r} is not one of {', '.join(row.choices)}")
    if row.kind == "flag":
        word = str(value).lower()
        if word in (*YES, *NO):
            return word in YES
        raise BadSetting(f"{row.name} {value!r} is neither true nor false")
    number = _number_of(row, value)
    if number is None or row.low is None or row.high is None or not row.low <= number <= row.high:
        kind = "a whole number " if row.kind == "whole" else ""
        raise BadSetting(f"{row.name} {value} is not {kind}from {row.low:g} to {row.high:g}")
    return number


def _number_of(row: Setting, value: Value) -> int | float | None:
    """Return the value as a number of the row's kind; None if it is none."""
    if isinstance(value, bool):
        return None
    try:
        if row.kind == "number":
            return float(value)
        return int(value) if not isinstance(value, float) or value.is_integer() else None
    except (ValueError, OverflowError):
        return None
