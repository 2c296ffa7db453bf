"""What questions are made from: a training at this moment, and what its model computed while it saw one example."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from torch import Tensor, nn

from studyai import protocol
from studyai.backend.inside.capture import Call, Capture, capture
from studyai.backend.tasks.registry import Data
from studyai.backend.training.trainer import Trainer

DIGITS = 4  # significant ones of a number in a question
MOST_ENTRIES = 16  # of a vector to be worked out by hand

Numbers = dict[str, Any]
"""Givens by symbol: tensors, numbers, words."""

_Layer = TypeVar("_Layer", bound=nn.Module)


@dataclass(frozen=True)
class Scene:
    """The trainer at this moment, one test example, and what was captured. ``draw`` differs between updates."""

    trainer: Trainer
    seen: Data
    draw: random.Random
    captured: Capture

    @property
    def calls(self) -> Mapping[str, Call]:
        """Every layer's first call."""
        return self.captured.first

    def layers(self, kind: type[_Layer]) -> list[tuple[str, _Layer, Call]]:
        """Return all layers of a kind that were called, with their names, in an order that is drawn."""
        named = self.trainer.model.named_modules()
        layers = [(name, one, self.calls[name]) for name, one in named if isinstance(one, kind) and name in self.calls]
        self.draw.shuffle(layers)
        return layers

    def pick(self, *sizes: int) -> tuple[int, ...]:
        """Return a place in a tensor of these sizes."""
        return tuple(self.draw.randrange(size) for size in sizes)


def scene_of(trainer: Trainer, example: int) -> Scene:
    """Return the scene while the model sees that test example, without dropout."""
    draw = random.Random(f"{trainer.settings.whole('seed')}:{trainer.updates}:{example}")
    seen = trainer.test.rows(slice(example, example + 1))
    return Scene(trainer, seen, draw, capture(trainer.model, *seen.inputs))


def short(value: Any, digits: int = DIGITS) -> Any:
    """Return the value as it stands in a question.

    Tensors as lists, every float exact text with a few digits, all else as it is.
    """
    if isinstance(value, Tensor):
        value = value.tolist()
    if isinstance(value, list):
        return [short(entry, digits) for entry in value]
    return f"{value:.{digits}g}" if isinstance(value, float) else value


def question(
    kind: str,
    about: str,
    exercise: str,
    key: str,
    truth: Tensor | float | list[int],
    *,
    digits: int = DIGITS,
    **givens: Any,
) -> protocol.LiveNumber:
    """Return a question; tensors and floats among the givens are rounded to so many significant digits."""
    rounded = {name: short(value, digits) for name, value in givens.items()}
    value = truth.tolist() if isinstance(truth, Tensor) else truth
    return protocol.LiveNumber(kind, about, exercise, rounded, key, value)


def at(place: int, places: int) -> str:
    """Return the words for one of several positions; "" where there is only one."""
    return f" at position {place}" if places > 1 else ""


def count(module: nn.Module) -> int:
    """Return the parameters of a module."""
    return sum(parameter.numel() for parameter in module.parameters())
