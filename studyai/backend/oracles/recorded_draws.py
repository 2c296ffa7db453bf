"""What a piece of torch code asks its random number generator for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

DRAWN = (torch.ops.aten.uniform_.default, torch.ops.aten.normal_.default)
DEFAULTS = (0.0, 1.0)  # of both; torch leaves an argument out where it is the default


@contextmanager
def recorded_draws() -> Iterator[list[tuple[float, ...]]]:
    """Yield the two parameters of every `uniform_` (bounds) and `normal_` (mean, deviation) drawn within."""
    draws: list[tuple[float, ...]] = []

    class Recorder(TorchDispatchMode):
        def __torch_dispatch__(self, function: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None) -> Any:
            if function in DRAWN:
                given = args[1:]
                draws.append((*given, *DEFAULTS[len(given) :]))
            return function(*args, **(kwargs or {}))

    with Recorder():  # type: ignore[no-untyped-call]
        yield draws
