"""The optimisers a training can use, by name, as torch has them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from torch import nn

OPTIMISERS: dict[str, type[torch.optim.Optimizer]] = {
    "sgd": torch.optim.SGD,
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
    "adadelta": torch.optim.Adadelta,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "adamax": torch.optim.Adamax,
    "nadam": torch.optim.NAdam,
}


def build(
    name: str, parameters: Iterable[nn.Parameter], learning_rate: float, more: Mapping[str, Any]
) -> torch.optim.Optimizer:
    """Return the optimiser of that name.

    Of ``more`` it takes what its torch class knows (momentum is SGD's and RMSprop's).
    """
    make: Callable[..., torch.optim.Optimizer] = OPTIMISERS[name]
    known = inspect.signature(make).parameters
    return make(parameters, lr=learning_rate, **{key: value for key, value in more.items() if key in known})
