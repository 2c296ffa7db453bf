"""Exact arithmetic in torch: fractions as int64 tensors with a common denominator."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import lcm

import torch
from torch import Tensor

from studyai.backend.oracles.givens import GivensError


def scaled(values: list[Fraction]) -> tuple[Tensor, int]:
    """Return the values as whole numbers (int64), and the number they were multiplied by."""
    unit = lcm(*(value.denominator for value in values))
    return torch.tensor([int(value * unit) for value in values], dtype=torch.int64), unit


def check_fits(compute: Callable[..., Tensor], *tensors: Tensor) -> None:
    """Refuse what int64 would silently wrap around: computed with all signs alike, in float64."""
    largest = compute(*(tensor.double().abs() for tensor in tensors)).max()
    if largest >= 2**62:
        raise GivensError("the givens have too many digits for exact whole numbers of 64 bits")
