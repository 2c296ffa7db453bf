"""The torch worker: `python -m studyai.backend`, or `studyai worker`. It ends when its input ends."""

from __future__ import annotations

import contextlib
import os
import sys


def main() -> None:
    """Serves the protocol on standard input and output until the input ends."""
    # Whatever prints must not get between the messages: they keep the real standard output to themselves.
    reports = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(5)  # the screen comes first

    import torch

    from studyai.backend.serve import Server

    torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        Server(sys.stdin.buffer, reports).serve()
    sys.stdout.flush()
    # Trainings run in daemon threads inside torch; ending at once is the one way that never hangs.
    os._exit(0)


if __name__ == "__main__":
    main()
