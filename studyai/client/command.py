"""What runs the worker when it is not this Python: a line such as ``ssh host studyai worker``."""

from __future__ import annotations

import shlex


def worker_command(line: str) -> list[str] | None:
    """Return the command's words, as a shell would split them, but without a shell; None if the line is empty.

    Raises ValueError for a quotation mark that is not closed.
    """
    try:
        return shlex.split(line) or None
    except ValueError as problem:
        raise ValueError(f"the worker's command {line!r} cannot be read: {problem}") from problem
