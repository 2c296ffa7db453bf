"""An axis whose ticks are round numbers at even distances, also when it is drawn in whole cells."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyai.tui.widgets.columns import MINUS

ROUND = (1.0, 2.0, 2.5, 5.0)  # times a power of ten
NEAR = 1e-9  # of a step: how far a float may lie from the multiple that it is
PLAIN_BELOW, PLAIN_FROM = 1e5, 1e-3  # larger ticks, and those of smaller steps, are written with an exponent
ENOUGH_STEPS = 100  # from 0; farther away the digits before the difference are written anyway
SHORTEST = 1e-6  # of its first value: how short an axis may be
ENOUGH = 4  # distances between ticks
PER_DISTANCE = 0.06  # of the axis that may stay unused for one distance more, up to enough


@dataclass(frozen=True)
class Axis:
    """Cells of equal size from ``low`` on, the first tick's value; every ``stride`` cells a tick begins."""

    low: float
    step: float  # from tick to tick
    stride: int
    cells: int

    @property
    def high(self) -> float:
        """The value at the end of the last cell."""
        return self.low + self.step * self.cells / self.stride

    @property
    def ticks(self) -> list[float]:
        """The value at the beginning of every `stride`-th cell, and at the end of the last if it is one."""
        first = round(self.low / self.step)
        return [_multiple(first + number, self.step) for number in range(self.cells // self.stride + 1)]


def axis(low: float, high: float, cells: int, *, least_stride: int = 1, whole: bool = False) -> Axis:
    """Return the axis of so many cells that shows ``low`` to ``high`` largest, with at least two ticks.

    Ticks are ``least_stride`` cells apart or more; steps are ``whole`` numbers, if that is wanted.
    """
    high = high if high > low else low + (abs(low) or 1.0)
    high = max(high, low + SHORTEST * abs(low))
    cells = max(cells, 2)
    least = min(max(least_stride, 1), cells)
    found = [_smallest(low, high, cells, stride, whole=whole) for stride in range(least, cells + 1)]

    def cost(one: Axis) -> float:
        missing = max(0, ENOUGH - one.cells // one.stride)
        return (one.high - one.low) / (high - low) + PER_DISTANCE * missing

    return min(found, key=lambda one: (cost(one), -one.stride))


def _smallest(low: float, high: float, cells: int, stride: int, *, whole: bool) -> Axis:
    """Return the axis with the smallest round step that reaches ``high``."""
    for step in _round_steps((high - low) * stride / cells, whole=whole):
        found = Axis(_multiple(math.floor(low / step + NEAR), step), step, stride, cells)
        if found.high >= high - NEAR * step:
            return found
    raise AssertionError("steps grow without end")


def _round_steps(least: float, *, whole: bool) -> Iterator[float]:
    """Yield round numbers from about ``least`` up."""
    power = max(math.floor(math.log10(least)), 0) if whole else math.floor(math.log10(least))
    while True:
        for factor in ROUND:
            step = float(f"{factor}e{power}")
            if not whole or step.is_integer():
                yield step
        power += 1


def _multiple(number: int, step: float) -> float:
    """Return that multiple of a round step, without the dust of binary fractions."""
    return float(f"{number * step:.12g}")


def labels(ticks: Sequence[float], step: float) -> list[str]:
    """Return what is written at ticks of that step: all of them with the digits that tell them apart, and no more."""
    largest = max(map(abs, ticks), default=0.0)
    if largest >= PLAIN_BELOW or (step < PLAIN_FROM and largest < ENOUGH_STEPS * step):
        digits = 1 + max(0, math.floor(math.log10(largest / step)))
        return [_with_exponent(tick, digits) for tick in ticks]
    decimals = next(places for places in range(300) if math.isclose(round(step, places), step, rel_tol=NEAR))
    return [f"{tick:.{decimals}f}".replace("-", MINUS) for tick in ticks]


def _with_exponent(value: float, digits: int) -> str:
    if not value:
        return "0"
    mantissa, _, exponent = f"{value:.{digits}e}".partition("e")
    return f"{float(mantissa):.{digits + 1}g}e{int(exponent)}".replace("-", MINUS)
