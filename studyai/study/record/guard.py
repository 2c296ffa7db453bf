"""Whether the record's file is still the one that was opened: it may vanish, be replaced or cut while it is open."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path


class Trouble(StrEnum):
    """What has happened to the file."""

    VANISHED = "removed"
    REPLACED = "replaced by another"
    DAMAGED = "damaged"


class Guard:
    """Knows the file by its place on the disk and its size: it never shrinks."""

    def __init__(self, file: Path) -> None:
        self.file = file
        status = file.stat()
        self._identity, self._size = _identity(status), status.st_size

    def trouble(self) -> Trouble | None:
        """Return what has happened since it was opened; None where all is well. Raises OSError."""
        try:
            status = self.file.stat()
        except FileNotFoundError:
            return Trouble.VANISHED
        if _identity(status) != self._identity:
            return Trouble.REPLACED
        if status.st_size < self._size:
            return Trouble.DAMAGED
        self._size = status.st_size
        return None


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
