"""The torch worker: `python -m studyai.backend`, or `studyai worker`. It ends when its input ends."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
from types import ModuleType

from studyai.packages import MissingPackage, require
from studyai.protocol import SAID_WHY


def _cores() -> int:
    """Return the cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _give_up(failure: threading.ExceptHookArgs) -> None:
    """Let a thread that fails take the worker with it: a dead worker is told, a dead thread is waited for."""
    threading.__excepthook__(failure)
    sys.stderr.flush()
    os._exit(1)


def _torch() -> ModuleType:
    """Return torch, or end with words that say how to get it."""
    try:
        require("torch")
    except MissingPackage as missing:
        print(missing, file=sys.stderr, flush=True)
        sys.exit(SAID_WHY)
    import torch

    return torch


def main() -> None:
    """Serve the protocol on standard input and output until the input ends."""
    # Whatever prints must not get between the messages: they keep the real standard output to themselves.
    reports = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(5)  # the screen comes first

    gc.disable()  # while modules load, nothing becomes garbage: looking for it takes a fifth of the time
    torch = _torch()

    from studyai.backend.training.compiler import leave_unloaded
    from studyai.backend.worker.serve import Server

    leave_unloaded()
    gc.freeze()
    gc.enable()

    torch.set_num_threads(max(1, _cores() - 1))
    threading.excepthook = _give_up
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        Server(sys.stdin.buffer, reports).serve()
    sys.stdout.flush()
    # Trainings run in daemon threads inside torch; ending at once is the one way that never hangs.
    os._exit(0)


if __name__ == "__main__":
    main()
