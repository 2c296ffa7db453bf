"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import BinaryIO, NoReturn

from studyai.errors import ToldError

PART_SUFFIX = ".part"


class OutputError(ToldError):
    """A file that cannot be written: which, and why."""

    def __init__(self, file: Path, problem: OSError):
        super().__init__(f"{file}: {problem.strerror or problem}; nothing was written")


@dataclass(frozen=True, slots=True)
class Output:
    """A file being written under another name beside its place."""

    named: Path  # as the user wrote it
    place: Path  # where that leads, symbolic links followed
    part: Path
    stream: BinaryIO


class Outputs:
    """Files written beside their places under other names, and put there together at the very end.

    Used with `with`: leaving it without `commit` removes what was written, by a signal too. Raises `OutputError`.
    """

    def __init__(self, files: Sequence[Path]):
        self._files = files
        self._outputs: list[Output] = []
        self._handlers: dict[signal.Signals, signal.Handlers] = {}

    def __enter__(self) -> Outputs:
        self._handlers = _end_by_exception()
        for file in self._files:
            try:
                self._outputs.append(_opened(file))
            except OSError as problem:
                self._leave()
                raise OutputError(file, problem) from problem
        return self

    def write(self, number: int, data: bytes) -> None:
        """Add to a file, counted from 0."""
        output = self._outputs[number]
        try:
            output.stream.write(data)
        except OSError as problem:
            raise OutputError(output.named, problem) from problem

    def commit(self) -> None:
        """Put every file in its place, once all of them are safe on the disk."""
        for output in self._outputs:
            try:
                output.stream.flush()
                os.fsync(output.stream.fileno())
                output.stream.close()
            except OSError as problem:
                raise OutputError(output.named, problem) from problem
        for output in self._outputs:
            try:
                output.part.replace(output.place)
            except OSError as problem:
                raise OutputError(output.named, problem) from problem

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def _leave(self) -> None:
        for output in self._outputs:
            with contextlib.suppress(OSError):  # on a full disk closing fails like writing
                output.stream.close()
            output.part.unlink(missing_ok=True)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)


def _end_by_exception() -> dict[signal.Signals, signal.Handlers]:
    """Let signals that would end the process at once raise SystemExit; return their handlers until now."""
    ending = (signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else []))
    if threading.current_thread() is not threading.main_thread():
        return {}  # Python hears of signals in the main thread only
    deadly = [number for number in ending if signal.getsignal(number) is signal.SIG_DFL]
    for number in deadly:
        signal.signal(number, _end)
    return dict.fromkeys(deadly, signal.SIG_DFL)


def _end(number: int, _: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def _opened(named: Path) -> Output:
    place = Path(os.path.realpath(named))
    if place.exists() and not place.is_file():
        raise OSError(0, "is no ordinary file")
    if place.exists() and not os.access(place, os.W_OK):
        raise OSError(0, "may not be written")
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=PART_SUFFIX)
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)  # mkstemp's own mode would keep everybody else out
    return Output(named, place, Path(name), os.fdopen(handle, "wb"))
