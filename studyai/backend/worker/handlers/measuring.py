"""A training's model is measured on all of its training examples."""

from __future__ import annotations

import math

from studyai.backend.experiments.curvature import curvature
from studyai.backend.worker.handling import handles
from studyai.backend.worker.running import Running
from studyai.protocol import MeasureCurvature, MeasuredCurvature, MeasuredLoss, MeasureLoss


@handles(MeasureLoss)
def loss(_: MeasureLoss, run: Running) -> MeasuredLoss:
    """Return the mean loss."""
    value = run.trainer.loss(run.trainer.train)
    return MeasuredLoss(loss=value if math.isfinite(value) else None)


@handles(MeasureCurvature)
def largest_curvature(_: MeasureCurvature, run: Running) -> MeasuredCurvature:
    """Return the Hessian's largest eigenvalue. Raises `TooLarge`."""
    trainer = run.trainer
    found = curvature(trainer)
    return MeasuredCurvature(
        largest=found.value,
        error=found.error,
        products=found.products,
        parameters=sum(one.numel() for one in trainer.model.parameters()),
        examples=len(trainer.train),
    )
