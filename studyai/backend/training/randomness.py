"""Random numbers that nobody else disturbs: torch's own, borrowed for a while, or those of one run.

A run replays from its seed, whatever else draws in the same process, because what it draws while it
trains comes from generators of its own; torch's global one serves only while a model is built.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

_lock = threading.Lock()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let torch's global generator start from ``seed``; inside, no other user of this disturbs it."""
    with _lock:
        torch.default_generator.manual_seed(seed)  # the CPU's; torch.manual_seed asks every device, 100 times slower
        yield


class Dropout(nn.Dropout):
    """Dropout (Srivastava et al. 2014) as torch has it, inverted: what is kept is scaled by 1/(1 − p).

    The mask is drawn from a generator of its own.
    """

    def __init__(self, p: float, generator: torch.Generator) -> None:
        super().__init__(p)
        self.generator = generator

    def forward(self, input: Tensor) -> Tensor:
        """Return the input with units left out; in evaluation the input itself."""
        if not self.training or self.p == 0:
            return input
        kept = torch.empty_like(input).bernoulli_(1 - self.p, generator=self.generator)
        return input * kept.div_(1 - self.p)


def with_own_dropout(model: nn.Module, generator: torch.Generator) -> None:
    """Let every dropout layer draw its masks from that generator."""
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if type(child) is nn.Dropout:
                module.add_module(name, Dropout(child.p, generator))


def set_dropout(model: nn.Module, p: float) -> None:
    """Change the probability of every dropout layer."""
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = p
