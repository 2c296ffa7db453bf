"""A number inside a captured model, and what is there to explain it with."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from studyai.backend.inside.capture import Call, Capture
from studyai.backend.inside.stages import Place


@dataclass(frozen=True)
class Cell:
    """An entry of a tensor that the module at ``path`` computed; its index is ``place``, without the batch.

    ``part`` names the tensor ("forget_gates", "weights"); it is empty for the module's output.
    """

    captured: Capture
    path: str
    part: str
    place: Place

    @property
    def call(self) -> Call:
        """The module's own last call."""
        return self.captured.last[self.path]

    @property
    def input(self) -> Tensor:
        """What the module was given, without the batch."""
        first: Tensor = self.call.input[0]
        return first

    def inside(self, name: str) -> Tensor:
        """Return what a module inside this one gave, or a tap, without the batch."""
        output: Tensor = self.captured.last[f"{self.path}.{name}" if self.path else name].output[0]
        return output
