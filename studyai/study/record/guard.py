"""Whether the record's file is still the one that was opened: it may vanish, be replaced or cut while it is open."""

from __future__ import annotations

import os
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

BESIDE = ("-wal", "-shm")  # SQLite's own files of a record that is open


class Trouble(StrEnum):
    """What has happened to the file."""

    VANISHED = "removed"
    REPLACED = "replaced by another"
    PARTED = "parted from SQLite's own log of it"
    DAMAGED = "damaged"


class Guard:
    """Knows the file by its place on the disk and its size: it never shrinks."""

    def __init__(self, file: Path) -> None:
        self.file = file
        status = file.stat()
        self._identity, self._size = _identity(status), status.st_size
        beside = [file.with_name(file.name + end) for end in BESIDE]
        self._beside = {one: _identity(one.stat()) for one in beside if one.exists()}

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
        # What is written now would go to a log that nobody finds again.
        return None if all(one.exists() for one in self._beside) else Trouble.PARTED

    def forget_its_log(self) -> None:
        """Remove SQLite's log of a file that is gone: it would be written into the one that has its name now.

        That of another window, which works with the new file, is another file and stays. Raises OSError.
        """
        if self.trouble() not in (Trouble.VANISHED, Trouble.REPLACED):
            return
        for one, identity in self._beside.items():
            with suppress(FileNotFoundError):
                if _identity(one.stat()) == identity:
                    one.unlink()


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
