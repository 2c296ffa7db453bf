"""What can be chosen for a training, as data: one row per setting, with its range, and how it may be changed.

The penalties and the noise, as they are meant here, with L the loss on a batch and w all weights but biases:

    J = L + l1 · Σ|w| + l2/2 · Σw²                the losses reported are L
    x ← x + input_noise · ε,  ε ~ N(0, 1)          for inputs that are real numbers
    each class that is expected is replaced by a random one with probability label_noise
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from studyai.backend.architectures.registry import Architecture, Choosable
from studyai.backend.training.initialisation import INITIALISATIONS
from studyai.backend.training.optimisers import OPTIMISERS
from studyai.backend.training.schedules import SCHEDULES
from studyai.protocol import Setting

LARGEST_SEED = 2**63 - 1
SMALLEST_LEARNING_RATE, LARGEST_LEARNING_RATE = 1e-12, 1e6
MOST_UPDATES = 10**9

When = Literal["live", "rebuild"]


def number(name: str, value: float, low: float, high: float, help: str, when: When = "live") -> Setting:
    """Return the row of a real number."""
    return Setting(name, "number", value, value, when, help, low, high)


def whole(name: str, value: int, low: int, high: int, help: str, when: When = "live") -> Setting:
    """Return the row of a whole number."""
    return Setting(name, "whole", value, value, when, help, low, high)


def choice(name: str, value: str, choices: Iterable[str], help: str, when: When = "live") -> Setting:
    """Return the row of one word among some."""
    return Setting(name, "choice", value, value, when, help, choices=tuple(choices))


def flag(name: str, value: bool, help: str, when: When = "live") -> Setting:
    """Return the row of what is on or off."""
    return Setting(name, "flag", value, value, when, help)


TRAINING = (
    whole("seed", 0, 0, LARGEST_SEED, "where the random numbers begin: weights, order, noise, dropout", "rebuild"),
    choice("optimiser", "adam", OPTIMISERS, "the rule of the update; another one begins without memory"),
    number("learning_rate", 0.01, SMALLEST_LEARNING_RATE, LARGEST_LEARNING_RATE, "the size of an update"),
    number("momentum", 0.0, 0.0, 0.9999, "how much of the last update goes on, for sgd and rmsprop"),
    choice("schedule", "constant", SCHEDULES, "how the learning rate goes on from there"),
    number("decay", 0.5, 1e-6, 1.0, "the rate's factor after every decay_every updates: step, exponential"),
    whole("decay_every", 200, 1, MOST_UPDATES, "updates, for the schedules step and exponential"),
    whole("warm_up", 0, 0, MOST_UPDATES, "updates in which the rate grows from 0 to its full size"),
    whole("batch_size", 32, 1, MOST_UPDATES, "examples per update"),
    number("l1", 0.0, 0.0, 1e3, "the strength of the penalty on Σ|w|"),
    number("l2", 0.0, 0.0, 1e3, "the strength of the penalty on Σw²/2"),
    number("clip", 0.0, 0.0, 1e6, "the largest norm of the gradient; longer ones are scaled down; 0: none"),
    number("input_noise", 0.0, 0.0, 10.0, "the standard deviation of the noise added to the inputs"),
    number("label_noise", 0.0, 0.0, 1.0, "the share of expected classes that are replaced by random ones"),
    choice("initialisation", "torch", INITIALISATIONS, "how the weights begin", "rebuild"),
    whole("steps", 1000, 1, MOST_UPDATES, "updates after which it ends at the latest"),
)


def option_rows(architecture: Architecture) -> list[Setting]:
    """Return a row for each option of the network, in the constructor's order."""
    return [_option(name, one) for name, one in architecture.options().items()]


def _option(name: str, one: Choosable) -> Setting:
    default, option = one.default, one.option
    when: When = "live" if option.live else "rebuild"
    if one.choices:
        return choice(name, str(default), one.choices, option.help, when)
    if isinstance(default, bool):
        return flag(name, default, option.help, when)
    assert not isinstance(default, str)
    assert option.low is not None
    assert option.high is not None
    if isinstance(default, int):
        return whole(name, default, int(option.low), int(option.high), option.help, when)
    return number(name, default, option.low, option.high, option.help, when)
