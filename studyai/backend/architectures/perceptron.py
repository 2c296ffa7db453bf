"""The perceptron (Rosenblatt 1958): one unit with a threshold, and a rule that learns from its mistakes.

    z = w·x + b          o = step(z): 1 from z = 0 on, else 0
    w ← w + α (y − o) x        b ← b + α (y − o)

The error y − o is 0 when the answer was right, so nothing moves; else the line w·x + b = 0 moves towards the
example. If a line separates the classes, the rule finds one after finitely many mistakes (Novikoff 1962). XOR
has no such line (Minsky & Papert 1969): there it goes round and round.

The step has no useful derivative, so the rule is not the gradient of the error rate. It is the gradient of the
perceptron criterion, (o − y) z with o held fixed: by z that gives −(y − o), so that plain SGD with batches of
one example makes exactly the update above. The task's loss is this criterion when it is given one number z.
"""

from __future__ import annotations

from torch import Tensor, nn

from studyai.backend.architectures.network import Network
from studyai.backend.architectures.registry import Mismatch, Recipe, architecture

RECIPE = Recipe(
    task="iris",
    target=1.0,
    stop_at=1.0,
    learning_rate=0.1,
    batch_size=1,
    epochs=100,
    optimiser="sgd",
    can_explode=False,  # every update is one example times the rate, so the rate only scales the weights
)


@architecture("perceptron", RECIPE)
class Perceptron(Network):
    """Examples (B, in_features) to weighted sums z (B, 1). Raises `Mismatch` unless there are two classes."""

    def __init__(self, in_features: int, classes: int) -> None:
        super().__init__()
        if classes != 2:
            raise Mismatch(f"a perceptron tells two classes apart; this task has {classes}")
        self.unit = nn.Linear(in_features, 1)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the weighted sums."""
        z: Tensor = self.unit(inputs)  # (B, 1)
        return z

    def answer(self, *inputs: Tensor) -> Tensor:
        """Return its outputs o (B), 0 or 1."""
        z: Tensor = self(*inputs)
        return (z[:, 0] >= 0).long()
