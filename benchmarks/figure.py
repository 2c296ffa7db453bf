"""A measured figure beside its floor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A row of the table; `reached` says whether the measured value is good enough."""

    what: str
    floor: str
    measured: str
    reach: str
    reached: bool


def median(numbers: list[float]) -> float:
    """The middle one (the upper of two)."""
    return sorted(numbers)[len(numbers) // 2]


def percentile(numbers: list[float], share: float) -> float:
    """The smallest value that this share of the numbers does not exceed."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
