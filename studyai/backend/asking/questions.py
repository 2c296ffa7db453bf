"""All questions about a training as it stands."""

from __future__ import annotations

import torch

from studyai import protocol
from studyai.backend.asking.attention import attention
from studyai.backend.asking.forward import forward
from studyai.backend.asking.gates import gates
from studyai.backend.asking.scene import look
from studyai.backend.asking.sizes import sizes
from studyai.backend.experiments.copies import Moment
from studyai.backend.experiments.next_update import updates
from studyai.backend.training.settings import BadSetting
from studyai.backend.training.trainer import Trainer

MOST_OF_A_KIND = 12


def questions(trainer: Trainer, moment: Moment, example: int) -> list[protocol.LiveNumber]:
    """Return several of every kind that this model has; ``moment`` is the same training. Raises `BadSetting`."""
    if not 0 <= example < len(trainer.test):
        raise BadSetting(f"example {example} is not from 0 to {len(trainer.test) - 1}")
    scene = look(trainer, example)
    found: dict[str, list[protocol.LiveNumber]] = {}
    with torch.no_grad():
        inside = [*attention(scene), *gates(scene), *forward(scene)]
    for one in (*inside, *updates(scene, moment), *sizes(scene)):
        found.setdefault(one.kind, []).append(one)
    return [one for kind in found.values() for one in kind[:MOST_OF_A_KIND]]
