"""What can be chosen of a network, written where its constructor takes it: ``hidden_size: HiddenSize = 16``.

An architecture with an option of its own writes it out:
``code_size: Annotated[int, Option("numbers that the code is made of", 1, 64)] = 2``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class Option:
    """What an argument is, in words; of a number the range, both ends included; ``live``: may change in training."""

    help: str
    low: float | None = None
    high: float | None = None
    live: bool = False


HIDDEN = "units of a hidden layer"

HiddenSize = Annotated[int, Option(HIDDEN, 1, 1024)]
EvenHiddenSize = Annotated[int, Option(f"{HIDDEN}, half of them for each direction", 2, 1024)]
SharedHiddenSize = Annotated[int, Option(f"{HIDDEN}, which the heads share evenly", 2, 1024)]
Layers = Annotated[int, Option("layers on top of each other", 1, 12)]
Heads = Annotated[int, Option("attention heads; they share the hidden size", 1, 64)]
DropoutRate = Annotated[float, Option("the probability that a unit is left out of an update", 0.0, 0.95, live=True)]
BatchNormalisation = Annotated[bool, Option("batch normalisation before the activation")]
BETWEEN_LAYERS = Option("the non-linearity between the layers")
