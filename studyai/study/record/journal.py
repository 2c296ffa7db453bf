"""The log once more in plain lines beside its backups: what was marked after the last of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from studyai.files import MEBIBYTE, read_file
from studyai.study.record.row import Line, decoder, encoder

NAME = re.compile(r"journal-(\d+)\.jsonl")
LARGEST = 256 * MEBIBYTE


class Journal:
    """Appends lines to the study day's file in a folder. Every line is on its way to the disk when `write` returns.

    It is not waited for until they are there: the record itself is, and this one is for when that is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._day = 0
        self._handle: int | None = None

    def write(self, day: int, lines: Sequence[Line]) -> None:
        """Append the lines. Raises OSError."""
        handle = self._open(day)
        # One write with O_APPEND: the lines of two windows never mix.
        os.write(handle, b"".join(encoder.encode(line) + b"\n" for line in lines))

    def _open(self, day: int) -> int:
        if self._handle is not None and (day != self._day or not os.fstat(self._handle).st_nlink):
            self.close()  # another day, or somebody removed the file
        if self._handle is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._folder / f"journal-{day}.jsonl"
            self._day, self._handle = day, os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return self._handle

    def close(self) -> None:
        """Close the file; the next line opens it again."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def read_journals(folder: Path) -> Iterator[Line]:
    """Yield every line of the journals in their days' order; one that was cut short is left out."""
    for _, file in _journals(folder):
        for text in read_file(file, LARGEST).splitlines():
            try:
                yield decoder.decode(text)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue  # the program or the machine was stopped while it was written


def forget_before(folder: Path, day: int) -> None:
    """Remove the journals of the days before: a backup holds what they hold."""
    for of_day, file in _journals(folder):
        if of_day < day:
            file.unlink(missing_ok=True)


def _journals(folder: Path) -> list[tuple[int, Path]]:
    if not folder.is_dir():
        return []
    found = [(NAME.fullmatch(file.name), file) for file in folder.iterdir()]
    return sorted((int(match[1]), file) for match, file in found if match)
