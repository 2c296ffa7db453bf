"""A pack file's bytes, and what they are known by."""

from __future__ import annotations

import hashlib
from pathlib import Path

from studyai.files import MEBIBYTE, read_file

LARGEST_FILE = 4 * MEBIBYTE


def read_content(file: Path) -> bytes:
    """Return the file's bytes; raises OSError where it cannot be read, is no ordinary file or is too large."""
    return read_file(file, LARGEST_FILE)


def content_key(content: bytes) -> str:
    """Return what a file's content is known by."""
    return hashlib.sha256(content).hexdigest()
