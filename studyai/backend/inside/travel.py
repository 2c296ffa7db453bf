"""A tensor as it travels to the app: packed, and where it is large, shrunk; and the mean that a cell of it then is."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from studyai import protocol
from studyai.backend.inside.stages import Explanation, Place, check_place, one, products, stage

LONGEST_SIDE = 64  # of a tensor that is sent; longer ones are averaged down


def packed(tensor: Tensor) -> protocol.Tensor:
    """Return the tensor as it travels: float32, row-major, little-endian."""
    array = tensor.detach().to("cpu", torch.float32).contiguous().numpy()
    return protocol.Tensor(tuple(tensor.shape), array.astype("<f4", copy=False).tobytes())


def is_shrunk(tensor: Tensor) -> bool:
    """Return whether the tensor is too large to be sent as it is."""
    return bool(tensor.shape) and max(tensor.shape) > LONGEST_SIDE


def shrunk(tensor: Tensor) -> Tensor:
    """Return the same with no side over `LONGEST_SIDE`: rows and columns averaged, of other axes the first ones."""
    if not is_shrunk(tensor):
        return tensor
    *outer, rows, columns = (1, *tensor.shape) if tensor.dim() == 1 else tensor.shape
    flat = tensor.reshape(-1, 1, rows, columns).float()
    small = functional.adaptive_avg_pool2d(flat, (min(rows, LONGEST_SIDE), min(columns, LONGEST_SIDE)))
    small = small.reshape(*outer, *small.shape[2:])[tuple(slice(LONGEST_SIDE) for _ in outer)]
    return small[0] if tensor.dim() == 1 else small


def mean_at(tensor: Tensor, place: Place) -> Explanation:
    """Return a cell of a tensor that is shrunk: the mean of what it stands for, as adaptive pooling takes it."""
    shape = tuple(min(side, LONGEST_SIDE) for side in tensor.shape)
    check_place(place, shape)
    averaged = len(shape) - 2
    cut = tuple(
        slice(index, index + 1) if axis < averaged else slice(index * full // small, -((-(index + 1) * full) // small))
        for axis, (index, full, small) in enumerate(zip(place, tensor.shape, shape, strict=True))
    )
    entries = tensor[cut].float()
    parts = [protocol.Part("entries", products(entries)), one("count", entries.numel())]
    value = entries.mean().item()
    return Explanation(value, [stage("shown smaller", "the mean of the entries here", "quotient", parts, value)])
