"""Kinds of modules by their class. A new one is a `LayerKind` that is registered in a file of `kinds`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, auto
from functools import cache
from pathlib import Path
from typing import Any

from torch import nn

from studyai.backend.inside.cell import Cell
from studyai.backend.inside.scene import Scene
from studyai.protocol import LiveNumber, Stage


class Turn(IntEnum):
    """In which order questions are asked: what few networks have, what most have, then how large everything is."""

    ATTENTION = auto()
    STATES = auto()
    SUMS = auto()
    ACTIVATIONS = auto()
    WINDOWS = auto()
    SCORES = auto()
    VECTORS = auto()
    UPDATES = auto()
    NETWORK_SIZES = auto()
    LAYER_SIZES = auto()
    TABLE_SIZES = auto()


@dataclass(frozen=True)
class Weight:
    """What a parameter of a layer is called, and its axes."""

    parameter: str
    name: str
    axes: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """What a kind of layer calls its output and its weights, and the output's axes without the batch."""

    output: str
    axes: tuple[str, ...] | None = None  # None: those of the layer before
    weights: tuple[Weight, ...] = ()


Arithmetic = Callable[[Any, Cell], list[Stage]]
"""From a module and a cell of what it computed to the stages that made the cell; none if it does not know."""

Ask = Callable[[Scene], Iterable[LiveNumber]]


@dataclass(frozen=True)
class LayerKind:
    """What is known of modules of these classes."""

    modules: tuple[type[nn.Module], ...]
    names: Names | None = None  # None: the layer is written out in an architecture's file
    arithmetic: Arithmetic | None = None
    questions: Mapping[Turn, Ask] = field(default_factory=dict)


_kinds: list[LayerKind] = []
_by_class: dict[type[nn.Module], LayerKind] = {}


def register(kind: LayerKind) -> None:
    """Make a kind known."""
    _kinds.append(kind)
    _by_class.update(dict.fromkeys(kind.modules, kind))


@cache
def load() -> None:
    """Import every file of this folder, in the order of their names."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent / "kinds")]):
        importlib.import_module(f"{__package__}.kinds.{module.name}")


def kind_of(module: nn.Module) -> LayerKind | None:
    """Return what is known of a module; none if it is of no kind here."""
    load()
    return _by_class.get(type(module))


def asks() -> list[tuple[Turn, Ask]]:
    """Return the questions of all kinds, each with its turn."""
    load()
    return [asked for kind in _kinds for asked in kind.questions.items()]
