"""A training's weights are handed over and taken back."""

from __future__ import annotations

from studyai.backend.training import weights
from studyai.backend.worker.handling import handles
from studyai.backend.worker.running import Running
from studyai.protocol import Done, Load, Save, Saved


@handles(Save)
def save(_: Save, run: Running) -> Saved:
    """Return the weights with what they belong to."""
    settings = run.trainer.settings
    about = {"architecture": settings.architecture.name, "task": settings.task_name}
    options = {name: str(value) for name, value in settings.options().items()}
    return Saved(data=weights.saved(run.trainer.model, about | options | {"replay": run.trainer.replay()}))


@handles(Load)
def load(request: Load, run: Running) -> Done:
    """Go on from those weights. Raises `BadWeights`."""
    run.load(weights.fitting(request.data, run.trainer.model))
    return Done()
