"""A step of the optimiser race as an exercise: the same optimiser, from a point of its path, with its gradients."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from studyai.bank.bank import Bank
from studyai.formula.arrays import as_array
from studyai.protocol import Track
from studyai.study.posed import Posed, pose

DIGITS = 4  # of the numbers in the question
LONGEST = 3  # updates that one works by hand; an optimiser that remembers starts from rest
CONVENTIONS: dict[str, dict[str, Any]] = {  # torch's forms of what the exercises leave open
    "momentum": {"convention": "torch", "beta": Fraction(9, 10)},
    "rmsprop": {"beta": Fraction(9, 10)},
    "nadam": {"schedule": "warm-up"},
}
REMEMBERS_NOTHING = ("sgd",)


class NoQuestion(ValueError):
    """That step is no exercise; says which steps are."""


def race_question(bank: Bank, track: Track, step: int) -> Posed:
    """Update ``step`` (from 1) of a track. Raises `NoQuestion`, GivenError."""
    if track.optimiser == "nesterov":
        raise NoQuestion("Nesterov's exercise takes its gradient at the look-ahead point: practise it in section 8.")
    if not track.gradients:
        raise NoQuestion("A network's update has too many numbers for a question; race on a surface.")
    first = step - 1 if track.optimiser in REMEMBERS_NOTHING else 0
    if not 1 <= step <= len(track.gradients) or step - first > LONGEST:
        raise NoQuestion(f"{track.title} remembers: its first {LONGEST} updates are questions. Go back to one of them.")
    gradients = track.gradients[first:step]
    givens = {
        "theta_0": _vector(track.points[first]),
        "g": as_array([[_short(entry) for entry in gradient] for gradient in gradients]),
        "alpha": _short(track.learning_rate),
        **CONVENTIONS.get(track.optimiser, {}),
    }
    about = f"{track.title}, update {step} of the race: θ = (x, y), with the gradients measured there."
    return pose(bank, track.optimiser, givens, f"theta_{step - first}", about)


def _vector(numbers: Sequence[float]) -> Any:
    return as_array([_short(entry) for entry in numbers])


def _short(number: float) -> Fraction:
    """The number as it is asked: a few digits, exactly."""
    return Fraction(Decimal(f"{number:.{DIGITS}g}"))
