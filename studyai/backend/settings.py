"""What can be chosen for a training, as data: one row per setting, with its range, and how it may be changed.

The penalties and the noise, as they are meant here, with L the loss on a batch and w all weights but biases:

    J = L + l1 · Σ|w| + l2/2 · Σw²                the losses reported are L
    x ← x + input_noise · ε,  ε ~ N(0, 1)          for inputs that are real numbers
    each class that is expected is replaced by a random one with probability label_noise
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal, cast, get_args, get_origin, get_type_hints

import msgspec

from studyai.backend.architectures.registry import Architecture
from studyai.backend.initialisation import INITIALISATIONS
from studyai.backend.optimisers import OPTIMISERS
from studyai.backend.refusal import Refusal
from studyai.backend.schedules import SCHEDULES
from studyai.backend.tasks import registry as tasks
from studyai.protocol import Setting, SettingValue

LARGEST_SEED = 2**63 - 1
SMALLEST_LEARNING_RATE, LARGEST_LEARNING_RATE = 1e-12, 1e6
MOST_UPDATES = 10**9

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")

Value = SettingValue
When = Literal["live", "rebuild"]


class BadSetting(Refusal):
    """A setting is unknown or out of range; says which, and the range or the choices."""

    problem = "bad-setting"


def _number(name: str, value: float, low: float, high: float, help: str, when: When = "live") -> Setting:
    return Setting(name, "number", value, value, when, help, low, high)


def _whole(name: str, value: int, low: int, high: int, help: str, when: When = "live") -> Setting:
    return Setting(name, "whole", value, value, when, help, low, high)


def _choice(name: str, value: str, choices: Iterable[str], help: str, when: When = "live") -> Setting:
    return Setting(name, "choice", value, value, when, help, choices=tuple(choices))


def _flag(name: str, value: bool, help: str, when: When = "live") -> Setting:
    return Setting(name, "flag", value, value, when, help)


TRAINING = (
    _whole("seed", 0, 0, LARGEST_SEED, "where the random numbers begin: weights, order, noise, dropout", "rebuild"),
    _choice("optimiser", "adam", OPTIMISERS, "the rule of the update; another one begins without memory"),
    _number("learning_rate", 0.01, SMALLEST_LEARNING_RATE, LARGEST_LEARNING_RATE, "the size of an update"),
    _number("momentum", 0.0, 0.0, 0.9999, "how much of the last update goes on, for sgd and rmsprop"),
    _choice("schedule", "constant", SCHEDULES, "how the learning rate goes on from there"),
    _number("decay", 0.5, 1e-6, 1.0, "the rate's factor after every decay_every updates: step, exponential"),
    _whole("decay_every", 200, 1, MOST_UPDATES, "updates, for the schedules step and exponential"),
    _whole("warm_up", 0, 0, MOST_UPDATES, "updates in which the rate grows from 0 to its full size"),
    _whole("batch_size", 32, 1, MOST_UPDATES, "examples per update"),
    _number("l1", 0.0, 0.0, 1e3, "the strength of the penalty on Σ|w|"),
    _number("l2", 0.0, 0.0, 1e3, "the strength of the penalty on Σw²/2"),
    _number("clip", 0.0, 0.0, 1e6, "the largest norm of the gradient; longer ones are scaled down; 0: none"),
    _number("input_noise", 0.0, 0.0, 10.0, "the standard deviation of the noise added to the inputs"),
    _number("label_noise", 0.0, 0.0, 1.0, "the share of expected classes that are replaced by random ones"),
    _choice("initialisation", "torch", INITIALISATIONS, "how the weights begin", "rebuild"),
    _whole("steps", 1000, 1, MOST_UPDATES, "updates after which it ends at the latest"),
)

OPTION_RANGES: dict[str, tuple[float, float]] = {
    "hidden_size": (1, 1024),
    "maps": (1, 256),
    "layers": (1, 12),
    "heads": (1, 64),
    "dropout": (0.0, 0.95),
}
OPTION_RANGE = (0, 4096)  # of any other number
OPTION_HELP = {
    "hidden_size": "units of a hidden layer",
    "maps": "feature maps of the first convolution; the second has twice as many",
    "layers": "layers on top of each other",
    "heads": "attention heads; they share the hidden size",
    "dropout": "the probability that a unit is left out of an update",
    "activation": "the non-linearity between the layers",
    "batch_norm": "batch normalisation before the activation",
}
LIVE_OPTIONS = {"dropout"}


class Settings:
    """All that a run depends on: an architecture, its task, and a value for every row of their table. Immutable.

    ``given`` is what was chosen; everything else has the architecture's own value. Raises `BadSetting` and
    `tasks.UnknownTask`.
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
    names = tasks.load()
    rows = [_choice("task", task_name, names, "what is learnt", "rebuild"), *fitting, *_options(architecture)]
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


def _options(architecture: Architecture) -> list[Setting]:
    hints = get_type_hints(architecture.network.__init__)
    return [_option(name, default, hints.get(name)) for name, default in architecture.options().items()]


def _option(name: str, default: Value, hint: object) -> Setting:
    help = OPTION_HELP.get(name, "an option of the architecture")
    when: When = "live" if name in LIVE_OPTIONS else "rebuild"
    low, high = OPTION_RANGES.get(name, OPTION_RANGE)
    if get_origin(hint) is Literal:
        return _choice(name, str(default), get_args(hint), help, when)
    if isinstance(default, bool):
        return _flag(name, default, help, when)
    if isinstance(default, int):
        return _whole(name, default, int(low), int(high), help, when)
    return _number(name, float(default), low, high, help, when)


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
    """Return none if it is no number of the row's kind."""
    if isinstance(value, bool):
        return None
    try:
        if row.kind == "number":
            return float(value)
        return int(value) if not isinstance(value, float) or value.is_integer() else None
    except (ValueError, OverflowError):
        return None
