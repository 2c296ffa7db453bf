"""Makes a long series short without losing its peaks: the smallest and largest value of each column."""

from __future__ import annotations

from collections.abc import Sequence


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
