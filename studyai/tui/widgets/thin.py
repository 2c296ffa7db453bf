"""Makes a long series short without losing its peaks: only the smallest and largest of each part stay."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, int]  # value, position


def thin(x: Sequence[float], y: Sequence[float], columns: int) -> tuple[list[float], list[float]]:
    """Return two points for each of `columns` equal parts of the series, and its two ends, in the order of x.

    x rises and is as long as y. A series that is short enough already comes back whole. Raises ValueError
    when the lengths differ or there is no column.
    """
    count = len(y)
    if len(x) != count:
        raise ValueError(f"{len(x)} positions for {count} values")
    if columns < 1:
        raise ValueError(f"a plot needs at least one column, not {columns}")
    if count <= 2 * columns:
        return list(x), list(y)
    kept = {0, count - 1}
    for column in range(columns):
        part = range(column * count // columns, (column + 1) * count // columns)
        kept.add(min(part, key=y.__getitem__))
        kept.add(max(part, key=y.__getitem__))
    indices = sorted(kept)
    return [x[index] for index in indices], [y[index] for index in indices]


class Envelope:
    """A growing series kept short: the extremes of equal stretches, which double when they become too many.

    Adding costs the same however long the series is, and so does drawing it. Positions count from 1. What
    is not finite counts but leaves no point.
    """

    def __init__(self, stretches: int = 512) -> None:
        self.count = 0  # values taken in
        self.last: float | None = None  # the newest value
        self._limit = stretches
        self._length = 1  # values to a stretch
        self._extremes: list[tuple[Point, Point]] = []  # (lowest, highest) of each stretch
        self._open = 0  # values in the last stretch

    def extend(self, values: Iterable[float]) -> None:
        """Take in the next values."""
        for value in values:
            self.count += 1
            self.last = value
            if math.isfinite(value):
                self._add((value, self.count))

    def points(self) -> tuple[list[float], list[float]]:
        """Return positions and values, at most two for each stretch."""
        kept = [point for low, high in self._extremes for point in sorted({low, high}, key=lambda p: p[1])]
        return [float(position) for _, position in kept], [value for value, _ in kept]

    def _add(self, point: Point) -> None:
        if self._extremes and self._open < self._length:
            low, high = self._extremes[-1]
            self._extremes[-1] = min(low, point), max(high, point)
            self._open += 1
            return
        if len(self._extremes) == 2 * self._limit:
            pairs = zip(self._extremes[::2], self._extremes[1::2], strict=True)
            self._extremes = [(min(a[0], b[0]), max(a[1], b[1])) for a, b in pairs]
            self._length *= 2
        self._extremes.append((point, point))
        self._open = 1
