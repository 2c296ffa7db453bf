"""What a run says of itself when it begins and when it ends."""

from __future__ import annotations

from studyai.backend.training import Trainer
from studyai.backend.worker.frames import Frames
from studyai.protocol import Finished, Reason, Started


def started(run: int, trainer: Trainer, frames: Frames, notice: str) -> Started:
    """Return the run as it is now."""
    settings = trainer.settings
    return Started(
        run=run,
        architecture=settings.architecture.name,
        task=settings.task_name,
        seed=settings.whole("seed"),
        learning_rate=settings.number("learning_rate"),
        batch_size=settings.whole("batch_size"),
        steps=settings.whole("steps"),
        evaluate_every=trainer.evaluate_every,
        steps_per_epoch=trainer.steps_per_epoch,
        metric=f"validation {trainer.task.metric}",
        target=settings.architecture.recipe.target,
        structure=repr(trainer.model),
        source=settings.architecture.source(),
        layers=frames.layers,
        probes=frames.probes,
        classes=list(trainer.task.classes),
        examples=len(trainer.test),
        settings=list(settings.rows.values()),
        replay=trainer.replay(),
        device=str(trainer.device),
        notice=notice,
    )


def finished(run: int, reason: Reason, trainer: Trainer, seconds: float, explanation: str | None) -> Finished:
    """Return the end, with the metric on test examples; of a run that failed nothing can be measured."""
    value = 0.0 if reason == "failed" else trainer.evaluate(trainer.test)
    target = trainer.settings.architecture.recipe.target
    return Finished(
        run=run,
        reason=reason,
        metric=f"test {trainer.task.metric}",
        value=value,
        target=target,
        reached=reason not in ("diverged", "failed") and value >= target,
        steps=trainer.updates,
        seconds=seconds,
        explanation=explanation,
    )
