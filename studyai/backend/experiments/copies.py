"""A copy of a training as it stands, to try things on."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from studyai.backend.training.settings import Settings, Value
from studyai.backend.training.trainer import Trainer


@dataclass(frozen=True)
class Moment:
    """A training at one moment: all that a copy is made from. Batches begin anew, so that all copies see the same."""

    settings: Settings
    updates: int
    device: str
    weights: Mapping[str, Tensor]
    optimiser: dict[str, Any]

    def copy(self, **changes: Value) -> Trainer:
        """Return a training that goes on from there, with other settings (none that rebuild the model)."""
        trainer = Trainer(self.settings, device=self.device)
        trainer.model.load_state_dict(self.weights)
        trainer.optimiser.load_state_dict(copy.deepcopy(self.optimiser))
        trainer.change(changes)
        trainer.updates = self.updates
        return trainer


def moment(trainer: Trainer) -> Moment:
    """Return the training as it is now; it may go on."""
    weights = {name: tensor.detach().clone() for name, tensor in trainer.model.state_dict().items()}
    optimiser = copy.deepcopy(trainer.optimiser.state_dict())
    return Moment(trainer.settings, trainer.updates, str(trainer.device), weights, optimiser)
