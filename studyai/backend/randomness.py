"""Torch's global random numbers, borrowed by one thread at a time: a run replays from its seed alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import torch

_lock = threading.Lock()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Inside, torch's global generator starts from ``seed`` and no other user of this disturbs it."""
    with _lock:
        torch.default_generator.manual_seed(seed)  # the CPU's; torch.manual_seed asks every device, 100 times slower
        yield
