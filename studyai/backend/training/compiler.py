"""torch.compile's machinery stays unloaded: nothing here is compiled, and loading it takes as long as torch itself.

Making an optimiser, and each of its steps, loads ``torch._dynamo`` only to keep the compiler out of that code. Until
something wants more of it than that, a stand-in says so in its place.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import torch

NAME = "torch._dynamo"


class _NothingCompiled(ModuleType):
    """What ``torch.optim`` asks of ``torch._dynamo``; anything else loads the real one, which then takes over."""

    @staticmethod
    def disable(function: Callable[..., Any], recursive: bool = True, *, wrapping: bool = True) -> Callable[..., Any]:
        """Return the function as it is: there is no compiler to keep from it."""
        return function

    @staticmethod
    def graph_break(msg: str = "") -> None:
        """Do nothing: no graph is recorded, so there is none to break."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":  # whoever lists the modules asks for these
            raise AttributeError(name)
        if sys.modules.get(NAME) is self:
            del sys.modules[NAME]
            del torch._dynamo
        return getattr(importlib.import_module(NAME), name)


def leave_unloaded() -> None:
    """Put the stand-in in place, where nothing has loaded the real one yet."""
    if NAME not in sys.modules:
        stand_in = _NothingCompiled(NAME)
        sys.modules[NAME] = stand_in
        torch._dynamo = stand_in
