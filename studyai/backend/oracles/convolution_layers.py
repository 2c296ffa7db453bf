"""Section 12, what convolution layers cost, see and reach: counted on real layers, measured on their outputs."""

from __future__ import annotations

import warnings
from typing import Literal

import torch
from torch import nn
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from studyai.backend.oracles.givens import Matrix, Size, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("l2-pool")
def l2_pool(X: Matrix, F: Size, S: Size | None = None, P: Size = (0, 0)) -> Answers:
    """Return the root of each window's sum of squares over the map X (H×W), zeros around it."""
    padded = functional.pad(X, (P[1], P[1], P[0], P[0]))  # LPPool2d itself knows no padding
    return {"A": nn.LPPool2d(2, F, stride=S)(padded[None])[0]}


@oracle("conv-parameters")
def conv_parameters(C_in: int, C_out: int, F: Size, bias: Literal["biased", "unbiased"] = "biased") -> Answers:
    """Return the parameters of a convolution layer from C_in to C_out channels, counted."""
    layer = nn.Conv2d(C_in, C_out, F, bias=bias == "biased", device="meta")  # shapes without numbers
    return {"N_k": layer.weight[0].numel(), "N": sum(one.numel() for one in layer.parameters())}


@oracle("conv-macs")
def conv_macs(C_in: int, C_out: int, H: int, W: int, F: Size, S: Size = (1, 1), P: Size = (0, 0)) -> Answers:
    """Return multiply–accumulates of a convolution over a C_in×H×W image, by torch's own counter."""
    layer = nn.Conv2d(C_in, C_out, F, stride=S, padding=P, device="meta")
    with FlopCounterMode(display=False) as counter:
        maps = layer(torch.empty(1, C_in, H, W, device="meta"))  # (1, C_out, O_h, O_w)
    macs = counter.get_total_flops() // 2  # it counts the multiplication and the addition
    return {"O_h": maps.shape[2], "O_w": maps.shape[3], "m": layer.weight[0].numel(), "M": macs}


@oracle("dense-versus-conv")
def dense_versus_conv(C_in: int, C_out: int, H: int, W: int, F: int) -> Answers:
    """Return parameters of a convolution and of a dense layer between the same C_in×H×W input and output."""
    image = torch.empty(1, C_in, H, W, device="meta")
    convolution = nn.Conv2d(C_in, C_out, F, device="meta")
    maps = convolution(image)  # (1, C_out, O_h, O_w)
    dense = nn.Linear(image.numel(), maps.numel(), device="meta")
    N_c, N_d = (sum(one.numel() for one in layer.parameters()) for layer in (convolution, dense))
    return {"N_c": N_c, "n_in": dense.in_features, "n_out": dense.out_features, "N_d": N_d, "r": N_d / N_c}


@oracle("same-padding")
def same_padding(W: int, F: int, D: int = 1) -> Answers:
    """Return zeros that padding='same' puts before and after W entries, seen through kernels with a single 1."""
    layer = nn.Conv1d(1, 1, F, dilation=D, padding="same", bias=False)
    length = max(W, D * F)  # long enough for an end of the kernel to see both zeros and entries
    ones = torch.ones(1, 1, length)
    seen = {}
    for place in (0, -1):  # the kernel's first entry sees the zeros before, its last those after
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch mentions that uneven padding costs it a copy
            layer.weight.zero_()[..., place] = 1
            seen[place] = length - int(layer(ones).count_nonzero())
    return {"P": seen[0] + seen[-1], "P_before": seen[0], "P_after": seen[-1]}


@oracle("transposed-conv-output-size")
def transposed_conv_output_size(
    H: int,
    W: int,
    F: Size,
    S: Size = (1, 1),
    P: Size = (0, 0),
    D: Size = (1, 1),
    Q: Size = (0, 0),
) -> Answers:
    """Return height and width of what a transposed convolution makes of an H×W map; Q is the output padding."""
    layer = nn.ConvTranspose2d(1, 1, F, stride=S, padding=P, dilation=D, output_padding=Q, device="meta")
    maps = layer(torch.empty(1, 1, H, W, device="meta"))
    return {"O_h": maps.shape[2], "O_w": maps.shape[3]}


@oracle("receptive-field")
def receptive_field(F: Vector, S: Vector, D: Vector) -> Answers:
    """Return input entries that the gradient of one output entry reaches, layer by layer, and how far the next lies."""
    layers: list[nn.Conv1d] = []
    answers: Answers = {}
    for number, (kernel, stride, dilation) in enumerate(zip(F, S, D, strict=True), start=1):
        layer = nn.Conv1d(1, 1, int(kernel), stride=int(stride), dilation=int(dilation), bias=False)
        nn.init.ones_(layer.weight)
        layers.append(layer)
        length = 2  # output entries; what they need below, asked of the layers from the top down
        for one in reversed(layers):
            below = functional.conv_transpose1d(
                torch.ones(1, 1, length), one.weight, stride=one.stride, dilation=one.dilation
            )
            length = below.shape[-1]
        entries = torch.ones(1, 1, length, requires_grad=True)
        output = nn.Sequential(*layers)(entries)[0, 0]  # (2,)
        (reached,) = torch.autograd.grad(output[0], entries, retain_graph=True)
        (next_reached,) = torch.autograd.grad(output[1], entries)
        places = reached.nonzero()[:, 2]
        answers[f"r_{number}"] = int(places[-1] - places[0]) + 1
        answers[f"j_{number}"] = int(next_reached.nonzero()[0, 2] - places[0])
    return answers
