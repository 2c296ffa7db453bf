"""A step of the optimiser race as an exercise: the same optimiser, from where it stands and what it remembers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from studyai.bank.bank import Bank
from studyai.formula.arrays import as_array
from studyai.protocol import Track
from studyai.study.items.live import LiveItem, pose

DIGITS = 6  # significant ones of the numbers in the question: the point reached is right with all its digits
CONVENTIONS: dict[str, dict[str, Any]] = {  # torch's forms of what the exercises leave open
    "momentum": {"convention": "torch", "beta": Fraction(9, 10)},
    "nesterov": {"convention": "torch", "beta": Fraction(9, 10)},
    "rmsprop": {"beta": Fraction(9, 10)},
    "nadam": {"schedule": "warm-up"},
}
COUNTED = ("adam", "adamax", "nadam")  # whose rounds go on from the number of updates
PARABOLAS = {"bowl": (0, 1), "saddle": (0, 1), "ravine": (1, 25)}
"""Surfaces that are ½ a θ² along a coordinate (0: x, 1: y), as Nesterov's exercise wants it, and that a."""


class NoQuestion(ValueError):
    """That step is no exercise; says why."""


def race_question(bank: Bank, track: Track, step: int, surface: str) -> LiveItem:
    """Update ``step`` (from 1) of a track. Raises `NoQuestion`, GivenError."""
    if not track.gradients:
        raise NoQuestion("A network's update has too many numbers for a question; race on a surface.")
    if not 1 <= step <= len(track.gradients):
        raise NoQuestion(f"{track.title} has made its last update. Go back to one of them.")
    if track.optimiser == "nesterov":
        return _nesterov(bank, track, step, surface)
    state = track.states[step - 1]
    givens = {
        "theta_0": _short(track.points[step - 1]),
        "g": as_array([_short(track.gradients[step - 1])]),
        "alpha": _short(track.learning_rate),
        **CONVENTIONS.get(track.optimiser, {}),
        **{name: value if isinstance(value, int) else _short(value) for name, value in state.items()},
    }
    about = f"{track.title}, update {step} of the race: θ = (x, y), with the gradient measured there"
    memory = ", and what the optimiser remembers." if state else "."
    key = f"theta_{step if track.optimiser in COUNTED else 1}"
    return pose(bank, track.optimiser, givens, key, about + memory)


def _nesterov(bank: Bank, track: Track, step: int, surface: str) -> LiveItem:
    """Return of one coordinate: the exercise takes the gradient itself, of a parabola."""
    if surface not in PARABOLAS:
        raise NoQuestion(f"Nesterov's exercise takes its gradient on a parabola: race on {', '.join(PARABOLAS)}.")
    coordinate, curvature = PARABOLAS[surface]
    velocity = track.states[step - 1].get("v_0", [0.0, 0.0])[coordinate]
    givens = {
        "theta_0": _short(track.points[step - 1][coordinate]),
        "v_0": _short(velocity),
        "a": curvature,
        "c": 0,
        "T": 1,
        "alpha": _short(track.learning_rate),
        **CONVENTIONS["nesterov"],
    }
    about = f"{track.title}, update {step} of the race: θ is {'xy'[coordinate]}, along which the ground is a parabola."
    return pose(bank, "nesterov", givens, "theta_1", about)


def _short(value: Any) -> Any:
    """Return the number as it is asked: a few digits, exactly."""
    if isinstance(value, list | tuple):
        return as_array([_short(entry) for entry in value])
    number = Fraction(Decimal(f"{value:.{DIGITS}g}"))
    return int(number) if number.denominator == 1 else number
