"""What would happen: predicted by the learner, found out by doing it to copies of the training."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from studyai import protocol
from studyai.backend.experiments.copies import Moment
from studyai.backend.registry import Unknown
from studyai.backend.training.health import Diverged
from studyai.backend.training.setting_rows import LARGEST_LEARNING_RATE
from studyai.backend.training.trainer import Trainer

UPDATES = 50
FASTER = 10.0
CLEAR = 0.1  # a loss that differs by less than this share counts as about the same
SLIGHT = 1e-6  # the same for a single update
NOTHING = 1e-12  # a loss below it is 0 to all intents

TRENDS = ("lower, by more than 10 %", "about the same", "higher, by more than 10 %")
DIVERGED = "no number at all: it diverges"
DIRECTIONS = ("it falls", "it stays as it is", "it rises")


@dataclass(frozen=True)
class Outcome:
    """Which of the choices it was, and what was measured."""

    right: int
    measured: str


@dataclass(frozen=True)
class Experiment:
    """A question about the future, its choices, and what to do to find out."""

    ask: str
    choices: tuple[str, ...]
    run: Callable[[Moment], Outcome]


def _trend(before: float, after: float) -> int:
    """Return the choice's number: 0 lower, 1 about the same, 2 higher, 3 diverged."""
    if not math.isfinite(after):
        return 3
    if abs(after - before) <= CLEAR * max(before, NOTHING):
        return 1
    return 0 if after < before else 2


def _after(trainer: Trainer) -> float:
    """Return the validation loss after UPDATES more; infinite if the training diverges on the way."""
    try:
        for _ in range(UPDATES):
            trainer.step()
    except Diverged:
        return math.inf
    return trainer.loss(trainer.validation)


def _words(loss: float) -> str:
    return f"{loss:.4g}" if math.isfinite(loss) else "none, it diverged"


def _going_on(moment: Moment) -> Outcome:
    trainer = moment.copy()
    before = trainer.loss(trainer.validation)
    after = _after(trainer)
    return Outcome(
        _trend(before, after), f"Validation loss now {_words(before)}, {UPDATES} updates later {_words(after)}."
    )


def _faster(moment: Moment) -> Outcome:
    rate = moment.settings.number("learning_rate")
    faster = min(FASTER * rate, LARGEST_LEARNING_RATE)
    usual, fast = _after(moment.copy()), _after(moment.copy(learning_rate=faster))
    measured = f"At rate {rate:g}: {_words(usual)}; at {faster:g}: {_words(fast)}."
    return Outcome(_trend(usual, fast), f"Validation loss after {UPDATES} updates. {measured}")


def _turned(moment: Moment) -> Outcome:
    """Return what becomes of the training loss when −Δw is made in place of the update Δw."""
    trainer = moment.copy()
    parameters = list(trainer.model.parameters())
    before = [one.detach().clone() for one in parameters]
    at_start = trainer.loss(trainer.train)
    try:
        trainer.step()
    except Diverged as problem:
        return Outcome(1, f"No update can be made: {problem}")
    onward = trainer.loss(trainer.train)
    with torch.no_grad():
        for one, start in zip(parameters, before, strict=True):
            one.copy_(2 * start - one)
    flipped = trainer.loss(trainer.train)
    change = flipped - at_start
    right = 1 if abs(change) <= SLIGHT * max(abs(at_start), NOTHING) else 2 if change > 0 else 0
    after = f"after the update {onward:.6g}; after the flipped one {flipped:.6g}"
    return Outcome(right, f"Training loss before {at_start:.6g}; {after}.")


EXPERIMENTS = {
    "ten-times-the-rate": Experiment(
        f"From here, {UPDATES} updates at ten times the learning rate, and {UPDATES} at the rate as it is, on the same "
        "batches. How is the validation loss at ten times the rate, compared with the other?",
        (*TRENDS, DIVERGED),
        _faster,
    ),
    "update-turned": Experiment(
        "The next update is made with its sign flipped: w − Δw in place of w + Δw. What does the training loss do?",
        DIRECTIONS,
        _turned,
    ),
    "going-on": Experiment(
        f"After {UPDATES} more updates just as now, how is the validation loss compared with now?",
        (*TRENDS, DIVERGED),
        _going_on,
    ),
}


def predictions() -> list[protocol.Prediction]:
    """Return all there are."""
    return [protocol.Prediction(name, one.ask, list(one.choices)) for name, one in EXPERIMENTS.items()]


def see(name: str, moment: Moment) -> Outcome:
    """Return what the prediction's experiment shows. Raises `Unknown`."""
    if name not in EXPERIMENTS:
        raise Unknown("prediction", name, EXPERIMENTS)
    return EXPERIMENTS[name].run(moment)
