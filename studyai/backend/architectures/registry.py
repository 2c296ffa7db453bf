"""Architectures by name. A new one is a `Network` with ``@architecture(...)`` in a file of this folder."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from torch import nn

from studyai.backend.architectures.network import Network
from studyai.backend.refusal import Refusal


class UnknownArchitecture(Refusal):
    """No architecture of that name."""

    problem = "unknown-architecture"


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
class Architecture:
    """A named network class with its recipe. What its constructor takes are sizes of the task and options."""

    name: str
    network: type[Network]
    recipe: Recipe

    def options(self) -> dict[str, int | float | str | bool]:
        """Return what can be chosen when it is built, with the default: the constructor's arguments that have one."""
        found = inspect.signature(self.network).parameters.values()
        return {one.name: one.default for one in found if one.default is not inspect.Parameter.empty}

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


def _path(module: ModuleType) -> Path:
    return Path(inspect.getfile(module))


_Network = TypeVar("_Network", bound=type[Network])
_architectures: dict[str, Architecture] = {}


def architecture(name: str, recipe: Recipe) -> Callable[[_Network], _Network]:
    """Register the network class below under that name."""

    def register(network: _Network) -> _Network:
        _architectures[name] = Architecture(name, network, recipe)
        return network

    return register


def load() -> list[str]:
    """Return the names of all architectures: imports every file of this folder."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"{__package__}.{module.name}")
    return sorted(_architectures)


def find(name: str) -> Architecture:
    """Return the architecture of that name. Raises `UnknownArchitecture` with the names that exist."""
    if name not in _architectures and name not in load():
        raise UnknownArchitecture(f"no architecture named {name!r}; there are {', '.join(_architectures)}")
    return _architectures[name]
