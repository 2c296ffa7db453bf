"""A live model caught in the act: what every layer was given and gave while it saw one example."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from studyai import protocol
from studyai.backend.architectures.network import evaluating
from studyai.backend.tasks.registry import Data
from studyai.backend.training.trainer import Trainer

DIGITS = 4  # significant ones of a number in a question

Numbers = dict[str, Any]
"""Givens by symbol: tensors, numbers, words."""

_Layer = TypeVar("_Layer", bound=nn.Module)


@dataclass(frozen=True)
class Call:
    """A layer's first call: its inputs as they came, and its output (of several the first), batch of one first."""

    inputs: tuple[Any, ...]
    output: Tensor

    @property
    def input(self) -> Tensor:
        """The first input."""
        first: Tensor = self.inputs[0]
        return first


@dataclass
class Scene:
    """The trainer at this moment, one test example, and every layer's `Call`. ``draw`` differs between updates."""

    trainer: Trainer
    seen: Data
    draw: random.Random
    calls: dict[str, Call] = field(default_factory=dict)
    output: Tensor = field(default_factory=lambda: torch.empty(0))

    def layers(self, kind: type[_Layer]) -> list[tuple[str, _Layer, Call]]:
        """Return all layers of a kind that were called, with their names, in an order that is drawn."""
        named = self.trainer.model.named_modules()
        found = [(name, one, self.calls[name]) for name, one in named if isinstance(one, kind) and name in self.calls]
        self.draw.shuffle(found)
        return found

    def pick(self, *sizes: int) -> tuple[int, ...]:
        """Return a place in a tensor of these sizes."""
        return tuple(self.draw.randrange(size) for size in sizes)


def look(trainer: Trainer, example: int) -> Scene:
    """Return the scene while the model sees that test example, without dropout."""
    draw = random.Random(f"{trainer.settings.whole('seed')}:{trainer.updates}:{example}")
    scene = Scene(trainer, trainer.test.rows(slice(example, example + 1)), draw)
    with _listening(scene), evaluating(trainer.model), torch.no_grad():
        scene.output = trainer.model(*scene.seen.inputs)
    return scene


@contextmanager
def _listening(scene: Scene) -> Iterator[None]:
    def listen(name: str, layer: nn.Module) -> torch.utils.hooks.RemovableHandle:
        def note(_: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
            scene.calls.setdefault(name, Call(inputs, output[0] if isinstance(output, tuple) else output))

        return layer.register_forward_hook(note)

    handles = [listen(name, layer) for name, layer in scene.trainer.model.named_modules() if name]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


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
