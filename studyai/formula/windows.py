"""Where a sliding window lies: the one geometry that convolution, pooling and their drawings share.

Output size: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning", relationship 15;
the ceiling variant drops a last window that would start outside the input, as PyTorch does.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from studyai.formula.values import Value

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Windows:
    """A window `size` sliding over a map `inputs` (height, width) with stride, padding and dilation per side."""

    inputs: Pair
    size: Pair
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    dilation: Pair = (1, 1)
    ceiling: bool = False

    def __post_init__(self) -> None:
        for word, pair, least in (
            ("window", self.size, 1),
            ("stride", self.stride, 1),
            ("padding", self.padding, 0),
            ("dilation", self.dilation, 1),
        ):
            if min(pair) < least:
                raise ValueError(f"the {word} must be at least {least}")
        if min(self.outputs) < 1:
            raise ValueError("the window is larger than the padded input")

    @property
    def outputs(self) -> Pair:
        """Height and width of the output map."""
        return self._outputs(0), self._outputs(1)

    def _outputs(self, side: int) -> int:
        slack = self._slack(side)
        if slack < 0:
            return 0
        if not self.ceiling:
            return slack // self.stride[side] + 1
        count = -(-slack // self.stride[side]) + 1
        starts_outside = (count - 1) * self.stride[side] >= self.inputs[side] + self.padding[side]
        return count - 1 if starts_outside else count

    def _slack(self, side: int) -> int:
        """Return how far the window can slide over the padded map."""
        return self.inputs[side] + 2 * self.padding[side] - self.dilation[side] * (self.size[side] - 1) - 1

    def places(self, row: int, column: int) -> list[list[tuple[int, int]]]:
        """Return the input coordinates under the window of output cell (row, column); outside the map where padded."""
        return [[(y, x) for x in self.line(1, column)] for y in self.line(0, row)]

    def line(self, side: int, index: int) -> list[int]:
        """Return the rows (side 0) or columns (side 1) under the windows of that row or column of outputs."""
        start = index * self.stride[side] - self.padding[side]
        return [start + step * self.dilation[side] for step in range(self.size[side])]

    def unreached(self, side: int) -> list[int]:
        """Return the rows (side 0) or columns (side 1) of the padded map that lie under no window."""
        reached = {place for index in range(self.outputs[side]) for place in self.line(side, index)}
        padded = range(-self.padding[side], self.inputs[side] + self.padding[side])
        return [place for place in padded if place not in reached]

    def end(self, side: int) -> int:
        """Return the first row (side 0) or column (side 1) behind the last window."""
        return self.line(side, self.outputs[side] - 1)[-1] + 1

    def remainder(self, side: int) -> int:
        """Return what the stride leaves over when the window has slid as far as it fits."""
        return self._slack(side) % self.stride[side]

    def inside(self, place: tuple[int, int]) -> bool:
        """Return whether a coordinate lies on the map itself, not on padding."""
        return 0 <= place[0] < self.inputs[0] and 0 <= place[1] < self.inputs[1]

    def inside_padding(self, place: tuple[int, int]) -> bool:
        """Return whether a coordinate lies on the map or its padding (a ceiling window may reach beyond both)."""
        return all(-self.padding[side] <= place[side] < self.inputs[side] + self.padding[side] for side in (0, 1))


def pair(value: Value, word: str) -> Pair:
    """Return one whole number for both sides, or [height, width]; raises ValueError."""
    numbers: list[Any] = value.tolist() if isinstance(value, np.ndarray) else [value, value]
    if len(numbers) != 2 or not all(_is_whole(number) for number in numbers):
        raise ValueError(f"the {word} must be a whole number or [height, width]")
    return int(numbers[0]), int(numbers[1])


def _is_whole(number: Any) -> bool:
    return isinstance(number, (int, Fraction)) and number == int(number)
