"""Reads a file whole: an ordinary one only, and never more of it than it may have."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

MEBIBYTE = 1 << 20


def read_file(file: Path, most: int) -> bytes:
    """Return the file's bytes; raises OSError, its `strerror` telling why, where it is no ordinary file or too large.

    A named pipe, a device and a socket never end, so they are refused before anything is read from them.
    """
    # Without O_NONBLOCK, opening a named pipe waits for who writes to it.
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "is a folder" if stat.S_ISDIR(mode) else "is no ordinary file", str(file))
        stream = os.fdopen(handle, "rb", closefd=False)
        content = stream.read(most + 1)
    finally:
        os.close(handle)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"is larger than {size_text(most)}", str(file))
    return content


def size_text(size: int) -> str:
    """Return a number of bytes as it is told: 4 MiB."""
    return f"{size // MEBIBYTE} MiB" if size >= MEBIBYTE else f"{size} bytes"
