"""`studyai worker`: the torch worker by itself, for ssh."""

from __future__ import annotations

from argparse import Namespace

from studyai.backend.__main__ import main


def worker(_: Namespace) -> int:
    """Serve until the input ends."""
    main()
    return 0
