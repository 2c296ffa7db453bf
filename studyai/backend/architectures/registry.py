"""Architectures by name. A new one is a `Network` with ``@architecture(...)`` in a file of this folder."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from torch import nn

from studyai.backend.architectures.network import Network
from studyai.backend.architectures.options import Option
from studyai.backend.refusal import Refusal
from studyai.backend.registry import Registry


class Mismatch(Refusal):
    """An architecture cannot be built so, or for that task; says why."""

    problem = "bad-setting"


@dataclass(frozen=True)
class Recipe:
    """How an architecture is trained unless asked otherwise, and what it must reach."""

    task: str
    target: float  # of the task's metric on examples it was not trained on
    stop_at: float  # training ends when the metric on validation examples is as good; not under the target
    learning_rate: float
    batch_size: int
    epochs: int  # the most it may take
    optimiser: str = "adam"
    can_explode: bool = True  # False: its loss may grow with the learning rate, but the updates stay bounded
    training: Mapping[str, Any] = field(default_factory=dict)  # other settings of the training: momentum, clipping


@dataclass(frozen=True)
class Choosable:
    """An argument of the constructor that can be chosen; ``choices`` are there where it is one of some words."""

    default: int | float | str | bool
    option: Option
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Architecture:
    """A named network class with its recipe. What its constructor takes are sizes of the task and options."""

    name: str
    network: type[Network]
    recipe: Recipe

    def options(self) -> dict[str, Choosable]:
        """Return what can be chosen when it is built: the constructor's arguments that have a default.

        Raises `TypeError` for one without an `Option` in its annotation, or a number without a range.
        """
        hints = get_type_hints(self.network.__init__, include_extras=True)
        defaults = {one.name: one.default for one in inspect.signature(self.network).parameters.values()}
        return {
            name: choosable(f"{self.name}: {name}", hints[name], default)
            for name, default in defaults.items()
            if default is not inspect.Parameter.empty
        }

    def build(self, sizes: Mapping[str, int], options: Mapping[str, Any] | None = None) -> Network:
        """Return a new network for a task of those sizes. Raises `Mismatch` for a size that the task does not have."""
        found = inspect.signature(self.network).parameters.values()
        wanted = [one.name for one in found if one.default is inspect.Parameter.empty]
        missing = [name for name in wanted if name not in sizes]
        if missing:
            raise Mismatch(f"{self.name} cannot learn this task: it needs {', '.join(missing)}")
        return self.network(**{name: sizes[name] for name in wanted}, **(options or {}))

    def source(self) -> str:
        """Return the text of the file that defines it, and of those with the layers it is made of."""
        first, *others = self._modules()
        parts = [f"# {path.name}\n\n{path.read_text(encoding='utf-8')}" for path in map(_path, others)]
        return "\n\n".join([_path(first).read_text(encoding="utf-8"), *parts])

    def _modules(self) -> list[ModuleType]:
        """Return its own module, and those of this folder that the layers and bases in it come from, and so on."""
        found = [sys.modules[self.network.__module__]]
        for module in found:
            for one in vars(module).values():
                if not (inspect.isclass(one) and issubclass(one, nn.Module) and one.__module__.startswith(__package__)):
                    continue
                home = sys.modules[one.__module__]
                if home not in found and one.__module__ != Network.__module__:
                    found.append(home)
        return found


def choosable(name: str, hint: object, default: Any) -> Choosable:
    """Return what is written of an argument that can be chosen. Raises `TypeError` where too little is."""
    written = next((one for one in getattr(hint, "__metadata__", ()) if isinstance(one, Option)), None)
    if written is None:
        raise TypeError(f"{name} has a default and no Option: annotate it as architectures/options.py says")
    kind = get_args(hint)[0]
    if kind in (int, float) and (written.low is None or written.high is None):
        raise TypeError(f"{name} is a number without a range: its Option needs low and high")
    return Choosable(default, written, get_args(kind) if get_origin(kind) is Literal else ())


def _path(module: ModuleType) -> Path:
    return Path(inspect.getfile(module))


_Network = TypeVar("_Network", bound=type[Network])
_architectures: Registry[Architecture] = Registry("architecture", __package__)
find, names = _architectures.find, _architectures.names


def architecture(name: str, recipe: Recipe) -> Callable[[_Network], _Network]:
    """Register the network class below under that name."""

    def make(network: _Network) -> Architecture:
        made = Architecture(name, network, recipe)
        made.options()  # what is wrong with them is told here, where the file is imported
        return made

    return _architectures.register(name, make)
