"""How fast a training goes on while one watches it; no number depends on it."""

from __future__ import annotations

from dataclasses import dataclass

from studyai.tui.lab.catalogue import entry_of


@dataclass(frozen=True)
class Pace:
    """A pace by its name, and in how many seconds a usual training reaches its target; None: as fast as it can."""

    name: str
    seconds: float | None

    def updates_per_second(self, updates: int) -> float | None:
        """Return the pace of a training that usually takes so many updates."""
        return None if self.seconds is None else updates / self.seconds


PACES = (Pace("slow", 60.0), Pace("watching", 15.0), Pace("fast", 4.0), Pace("full speed", None))
DEFAULT = PACES[1]


def pace_of(name: str) -> Pace:
    """Return the pace of that name; the default where there is none."""
    return next((pace for pace in PACES if pace.name == name), DEFAULT)


def next_pace(pace: Pace, step: int) -> Pace:
    """Return the pace so many steps faster or, below 0, slower; the last one where there is no other."""
    return PACES[min(max(PACES.index(pace) + step, 0), len(PACES) - 1)]


def usual_updates(*architectures: str) -> int:
    """Return how many updates the longest of these trainings usually takes."""
    return max(entry_of(name).updates for name in architectures)
