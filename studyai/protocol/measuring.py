"""What is measured of a run as it stands, on all of its training examples."""

from __future__ import annotations

from studyai.protocol.base import Reply, RunRequest


class MeasuredLoss(Reply, frozen=True, kw_only=True):
    """The mean loss, without dropout or noise; None where it is no number any more."""

    loss: float | None


class MeasureLoss(RunRequest[MeasuredLoss], frozen=True, kw_only=True):
    """Return the mean loss on all training examples."""


class MeasuredCurvature(Reply, frozen=True, kw_only=True):
    """The largest eigenvalue of the Hessian of the training loss with its penalties, ∂²J/∂w∂w over all parameters.

    On a quadratic loss, gradient descent on all examples, without momentum, diverges at rates over 2/``largest``.
    Elsewhere the curvature changes while it trains: then that holds for the first updates only.
    """

    largest: float
    error: float  # some eigenvalue lies no farther from it
    products: int  # of the Hessian with a vector, that were computed
    parameters: int
    examples: int


class MeasureCurvature(RunRequest[MeasuredCurvature], frozen=True, kw_only=True):
    """Return the largest eigenvalue of the Hessian at the weights of now; refused for a model or data too large."""
