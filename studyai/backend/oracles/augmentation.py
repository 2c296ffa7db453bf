"""Section 10, data augmentation: images as tensors, turned, moved, cut and scaled by torch."""

from __future__ import annotations

from typing import Literal

from torch import nn
from torch.nn import functional

from studyai.backend.oracles.givens import GivensError, Matrix, Size
from studyai.backend.oracles.registry import Answers, oracle


@oracle("data-augmentation")
def data_augmentation(
    X: Matrix,
    p: list[int],
    f: Size,
    transform: Literal[
        "mirrored-left-right",
        "mirrored-top-bottom",
        "quarter-turn-left",
        "quarter-turn-right",
        "half-turn",
        "translated",
        "cropped",
        "enlarged",
    ] = "mirrored-left-right",
) -> Answers:
    """Return the image X (H×W) transformed; p is [down, right], the shift or the crop's corner, f the crop's size."""
    if len(p) != 2:
        raise GivensError("p wants [down, right]")
    down, right = p
    match transform:
        case "mirrored-left-right":
            Y = X.fliplr()
        case "mirrored-top-bottom":
            Y = X.flipud()
        case "quarter-turn-left":
            Y = X.rot90(1)
        case "quarter-turn-right":
            Y = X.rot90(-1)
        case "half-turn":
            Y = X.rot90(2)
        case "translated":
            Y = functional.pad(X, (right, -right, down, -down))  # padding below 0 cuts off
        case "cropped":
            Y = X.narrow(0, down, f[0]).narrow(1, right, f[1])
        case "enlarged":
            Y = nn.Upsample(scale_factor=2, mode="nearest")(X[None, None])[0, 0]
    return {"Y": Y}
