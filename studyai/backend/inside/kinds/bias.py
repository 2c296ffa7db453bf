"""The bias of a unit or a kernel, where there are biases."""

from __future__ import annotations

from torch import Tensor

from studyai.backend.inside.stages import one
from studyai.protocol import Part


def bias_part(bias: Tensor | None, unit: int) -> Part | None:
    """Return the bias as a part of a sum; None where there is no bias."""
    return None if bias is None else one("b", bias[unit])


def bias_value(bias: Tensor | None, unit: int) -> float | int:
    """Return the bias as a number; 0 where there is none."""
    return 0 if bias is None else float(bias[unit])
