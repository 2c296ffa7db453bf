"""How the arithmetic of a number is written down: stages, made of parts, made of terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from studyai.backend.training.settings import BadSetting
from studyai.protocol import Operation, Part, Stage

Place = tuple[int, ...]
"""An index of an entry, without the batch."""


@dataclass(frozen=True)
class Explanation:
    """A number, its stages, and what there is to say where there are none."""

    value: float
    stages: list[Stage]
    note: str = ""


def number(value: Tensor | float) -> float:
    """Return a number as Python has it."""
    return float(value.item()) if isinstance(value, Tensor) else value


def products(*factors: Tensor) -> list[list[float]]:
    """Return the terms of a sum of products of tensors' entries, in row-major order."""
    return [list(term) for term in zip(*(factor.flatten().tolist() for factor in factors), strict=True)]


def one(label: str, *factors: Tensor | float) -> Part:
    """Return a part of a single term."""
    return Part(label, [list(map(number, factors))])


def stage(
    name: str, formula: str, of: Operation, parts: Sequence[Part | None], value: Tensor | float, chosen: int = 0
) -> Stage:
    """Return a stage; parts that are not there are left out."""
    return Stage(name, formula, of, [part for part in parts if part is not None], number(value), chosen)


def check_place(place: Place, shape: Place) -> None:
    """Raise `BadSetting` if no entry of a tensor of that shape has this place."""
    if len(place) != len(shape) or not all(0 <= index < side for index, side in zip(place, shape, strict=True)):
        raise BadSetting(f"place {list(place)} does not lie in a tensor of shape {list(shape)}")
