"""Section 12, convolution and pooling. F, S, P and D are one number, or [height, width]."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix, Scalar, Size, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("conv-output-size")
def conv_output_size(H: int, W: int, F: Size, S: Size = (1, 1), P: Size = (0, 0), D: Size = (1, 1)) -> Answers:
    """Return height and width of what a convolution layer makes of an H×W image."""
    layer = nn.Conv2d(1, 1, kernel_size=F, stride=S, padding=P, dilation=D, device="meta")
    maps = layer(torch.empty(1, 1, H, W, device="meta"))  # shapes without numbers
    return {"O_h": maps.shape[2], "O_w": maps.shape[3]}


@oracle("conv-forward")
def conv_forward(
    X: Matrix, K: Matrix, b: Scalar | None = None, S: Size = (1, 1), P: Size = (0, 0), D: Size = (1, 1)
) -> Answers:
    """Return activation map of a kernel K (kh×kw) and a bias b over an image X (H×W); the kernel is not flipped."""
    bias = None if b is None else b.reshape(1)
    maps = functional.conv2d(X[None, None], K[None, None], bias, stride=S, padding=P, dilation=D)
    return {"A": maps[0, 0]}


@oracle("conv-forward-channels")
def conv_forward_channels(X: Tensor, K: Tensor, b: Vector, S: Size = (1, 1), P: Size = (0, 0)) -> Answers:
    """Return activation maps of kernels K (M×C×kh×kw) with biases b (M) over an image X (C×H×W)."""
    maps = functional.conv2d(X[None], K, b, stride=S, padding=P)[0]  # (M, O_h, O_w)
    return {f"A_{m}": activation for m, activation in enumerate(maps, start=1)}


@oracle("max-pool")
def max_pool(X: Matrix, F: Size, S: Size | None = None, P: Size = (0, 0), ceil_mode: bool = False) -> Answers:
    """Return the largest entry in each window of the map X (H×W); the stride is the window's size if not given."""
    pool = nn.MaxPool2d(F, stride=S, padding=P, ceil_mode=ceil_mode)
    return {"A": pool(X[None])[0]}


@oracle("average-pool")
def average_pool(
    X: Matrix,
    F: Size,
    S: Size | None = None,
    P: Size = (0, 0),
    ceil_mode: bool = False,
    convention: Literal["counted", "ignored"] = "counted",
) -> Answers:
    """Return the mean of each window of the map X (H×W), the padding's zeros counted or ignored."""
    pool = nn.AvgPool2d(F, stride=S, padding=P, ceil_mode=ceil_mode, count_include_pad=convention == "counted")
    return {"A": pool(X[None])[0]}
