"""All questions about a training as it stands."""

from __future__ import annotations

from operator import itemgetter

import torch

from studyai import protocol
from studyai.backend.experiments.copies import Moment
from studyai.backend.experiments.next_update import updates
from studyai.backend.inside.layer_kind import Turn, asks
from studyai.backend.inside.outputs import scores
from studyai.backend.inside.scene import Scene, scene_of
from studyai.backend.training.settings import BadSetting
from studyai.backend.training.trainer import Trainer

MOST_OF_A_KIND = 12


def questions(trainer: Trainer, moment: Moment, example: int) -> list[protocol.LiveNumber]:
    """Return several of every kind that this model has; ``moment`` is the same training. Raises `BadSetting`."""
    if not 0 <= example < len(trainer.test):
        raise BadSetting(f"example {example} is not from 0 to {len(trainer.test) - 1}")
    by_kind: dict[str, list[protocol.LiveNumber]] = {}
    for one in _all(scene_of(trainer, example), moment):
        by_kind.setdefault(one.kind, []).append(one)
    return [one for kind in by_kind.values() for one in kind[:MOST_OF_A_KIND]]


def _all(scene: Scene, moment: Moment) -> list[protocol.LiveNumber]:
    """Return the questions of the model's layers, of what it puts out, and of its next update, each in its turn."""
    turns = [*asks(), (Turn.SCORES, scores), (Turn.UPDATES, lambda scene: updates(scene, moment))]
    asked: list[protocol.LiveNumber] = []
    for turn, ask in sorted(turns, key=itemgetter(0)):
        with torch.set_grad_enabled(turn is Turn.UPDATES):
            asked += ask(scene)
    return asked
