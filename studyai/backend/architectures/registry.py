"""Architectures by name. A new one is an ``nn.Module`` with ``@architecture(...)`` in a file of this folder."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn


class UnknownArchitecture(KeyError):
    """No architecture of that name."""


@dataclass(frozen=True)
class Recipe:
    """How an architecture is trained unless asked otherwise, and what it must reach."""

    task: str
    target: float  # of the task's metric
    optimiser: Callable[..., torch.optim.Optimizer]  # (parameters, lr=…)
    learning_rate: float
    batch_size: int
    epochs: int  # the most it may take to the target


@dataclass(frozen=True)
class Architecture:
    """A named module class with its recipe."""

    name: str
    module: type[nn.Module]
    recipe: Recipe

    def source(self) -> str:
        """The text of the file that defines it."""
        return Path(inspect.getfile(self.module)).read_text(encoding="utf-8")


_Module = TypeVar("_Module", bound=type[nn.Module])
_architectures: dict[str, Architecture] = {}


def architecture(name: str, recipe: Recipe) -> Callable[[_Module], _Module]:
    """Register the module class below under that name."""

    def register(module: _Module) -> _Module:
        _architectures[name] = Architecture(name, module, recipe)
        return module

    return register


def load() -> list[str]:
    """The names of all architectures: imports every file of this folder."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"{__package__}.{module.name}")
    return sorted(_architectures)


def find(name: str) -> Architecture:
    """The architecture of that name. Raises `UnknownArchitecture` with the names that exist."""
    if name not in _architectures and name not in load():
        raise UnknownArchitecture(f"no architecture named {name!r}; there are {', '.join(_architectures)}")
    return _architectures[name]
