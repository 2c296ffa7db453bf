"""An axis whose ticks are round numbers at even distances, also when it is drawn in whole cells."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise, takewhile

from studyai.tui.widgets.columns import MINUS

ROUND = (1.0, 2.0, 2.5, 5.0)  # times a power of ten
NEAR = 1e-9  # of a step: how far a float may lie from the multiple that it is
PLAIN_BELOW, PLAIN_FROM = 1e5, 1e-3  # larger ticks, and those of smaller steps, are written with an exponent
ENOUGH_STEPS = 100  # from 0; farther away the digits before the difference are written anyway
SHORTEST = 1e-6  # of its first value: how short an axis may be
ENOUGH = 4  # distances between ticks
APART = 2  # by what the ends of an axis by factors are moved where there are no two ticks between them
BEGINNINGS = ((1, 2, 5), (1, 5), (1,))  # of the numbers at its ticks, the most first
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


@dataclass(frozen=True)
class Factors:
    """An axis by factors from ``low`` to ``high``, both powers of ten that need not be whole.

    ``ticks`` are numbers that begin with 1, 2 or 5, as far as there is room for them.
    """

    low: float
    high: float
    cells: int
    ticks: tuple[float, ...]

    def cell_of(self, tick: float) -> float:
        """Return in which cell a number stands, counted from 0."""
        return (math.log10(tick) - self.low) / (self.high - self.low) * self.cells


def factors(low: float, high: float, cells: int, *, gap: int = 1) -> Factors:
    """Return the axis of so many cells that shows ``low`` to ``high``, both above 0, largest, with at least two ticks.

    Between what is written at two ticks are ``gap`` cells or more. Where the ends are too near to each other they
    are moved apart.
    """
    while len(_numbers_between(low, high, BEGINNINGS[0])) < 2:
        low, high = low / APART, high * APART
    every = [
        Factors(math.log10(low), math.log10(high), cells, numbers)
        for digits in BEGINNINGS
        if len(numbers := _numbers_between(low, high, digits)) > 1
    ]
    return next((one for one in every if _has_room(one, gap)), every[-1])


def _numbers_between(low: float, high: float, digits: Sequence[int]) -> tuple[float, ...]:
    """Return the numbers from ``low`` to ``high`` that are one of the digits times a power of ten."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    numbers = [float(f"{digit}e{power}") for power in powers for digit in digits]
    return tuple(number for number in numbers if low * (1 - NEAR) <= number <= high * (1 + NEAR))


def _has_room(one: Factors, gap: int) -> bool:
    widest = max(len(f"{tick:g}") for tick in one.ticks)
    places = [one.cell_of(tick) for tick in one.ticks]
    return all(after - before >= widest + gap for before, after in pairwise(places))


@dataclass(frozen=True)
class Ruler:
    """An axis along a range that is given: so many cells show it, from the first one's middle to the last one's.

    ``ticks`` are cells and the values that they stand for.
    """

    cells: int
    step: float
    ticks: tuple[tuple[int, float], ...]


def ruler(low: float, high: float, most_cells: int, *, least_stride: int) -> Ruler | None:
    """Return the largest ruler of so many cells whose ticks are round and even; None where there is no room for two.

    It may leave a tenth of the cells unused, for the sake of ticks that stand where they belong.
    """
    fewest = max(2, most_cells - most_cells // 10)
    found = [
        (_badness(one, error, most_cells), one)
        for cells in range(fewest, most_cells + 1)
        for one, error in _rulers(low, high, cells, least_stride)
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _badness(one: Ruler, error: float, most_cells: int) -> float:
    missing = max(0, ENOUGH - len(one.ticks))
    return (most_cells - one.cells) / most_cells + PER_DISTANCE * missing + max(0.0, error - 0.5)


def _rulers(low: float, high: float, cells: int, least_stride: int) -> Iterator[tuple[Ruler, float]]:
    """Yield rulers of so many cells, and by how many of these their last tick stands wrong."""
    per_cell = (high - low) / (cells - 1)
    steps = dropwhile(lambda step: step < least_stride * per_cell, _round_steps(least_stride * per_cell, whole=False))
    for step in takewhile(lambda step: step <= high - low, steps):
        exact = step / per_cell
        stride, first, last = round(exact), math.ceil(low / step - NEAR), math.floor(high / step + NEAR)
        start = round((first * step - low) / per_cell)
        if last <= first:
            continue
        ticks = [(start + number * stride, _multiple(first + number, step)) for number in range(last - first + 1)]
        yield (
            Ruler(cells, step, tuple(tick for tick in ticks if tick[0] < cells)),
            abs(exact - stride) * (last - first),
        )
