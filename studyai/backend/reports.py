"""What a run says of itself when it begins and when it ends."""

from __future__ import annotations

from typing import Literal, TypeAlias

from studyai import protocol
from studyai.backend.training.trainer import Trainer

Reason: TypeAlias = Literal["finished", "diverged", "stopped"]


def started(
    id: int, run: int, trainer: Trainer, layers: list[protocol.Layer], probes: list[protocol.Probe], notice: str
) -> protocol.Started:
    """Return the run as it is now."""
    settings = trainer.settings
    return protocol.Started(
        id=id,
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
        layers=layers,
        probes=probes,
        classes=list(trainer.task.classes),
        examples=len(trainer.test),
        settings=list(settings.rows.values()),
        replay=trainer.replay(),
        device=str(trainer.device),
        notice=notice,
    )


def finished(run: int, reason: Reason, trainer: Trainer, seconds: float, explanation: str | None) -> protocol.Finished:
    """Return the end, with the metric on test examples."""
    value, target = trainer.evaluate(trainer.test), trainer.settings.architecture.recipe.target
    return protocol.Finished(
        run=run,
        reason=reason,
        metric=f"test {trainer.task.metric}",
        value=value,
        target=target,
        reached=reason != "diverged" and value >= target,
        steps=trainer.updates,
        seconds=seconds,
        explanation=explanation,
    )
