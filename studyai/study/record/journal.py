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


def write_down(folder: Path, day: int, lines: Sequence[Line]) -> None:
    """Append the lines to the study day's journal. Raises OSError.

    It is not waited for until they are on the disk: the record itself is, and this one is for when that is damaged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = b"".join(encoder.encode(line) + b"\n" for line in lines)
    # One write with O_APPEND: the lines of two windows never mix.
    handle = os.open(folder / f"journal-{day}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, text)
    finally:
        os.close(handle)


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
