"""Batch normalisation (Ioffe & Szegedy 2015) of units, for batches of any size."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional


class BatchNorm(nn.BatchNorm1d):
    """Torch's, except for a batch of one example, as an epoch may end with: that has no variance.

    It is normalised by the running mean and variance, as in evaluation, and leaves them as they are.
    """

    def forward(self, input: Tensor) -> Tensor:
        """Return units (B, features), normalised over the batch, scaled and shifted."""
        if self.training and len(input) == 1:
            return functional.batch_norm(
                input, self.running_mean, self.running_var, self.weight, self.bias, training=False, eps=self.eps
            )
        return super().forward(input)
