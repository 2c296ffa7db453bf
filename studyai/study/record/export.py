"""A record as a file that another studyai takes in: its log in lines of JSON, and a checksum over them at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NoReturn

import msgspec

from studyai.errors import ToldError
from studyai.files import MEBIBYTE
from studyai.study import clock
from studyai.study.record.review import STEP
from studyai.study.record.row import Line, Row, Undone, decoder, encoder

FORMAT = 1  # raise it when an older studyai could not read a newer file
LARGEST = 512 * MEBIBYTE
AHEAD = timedelta(days=2)  # of two machines' clocks and time zones
OF_A_STEP = ("section", "variant", "exercise", "level", "seed", "step", "is_last")


class ExportError(ToldError):
    """A file that is no export, or no whole one; ``line`` is where it goes wrong, 0 of the file as a whole."""

    def __init__(self, problem: str, line: int = 0):
        super().__init__(f"line {line}: {problem}" if line else problem)


class Head(msgspec.Struct, frozen=True, tag="studyai-record", forbid_unknown_fields=True):
    """The first line."""

    format: int


class End(msgspec.Struct, frozen=True, tag="end", forbid_unknown_fields=True):
    """The last line: how many stand before it, and the SHA-256 of all of them with the first."""

    lines: int
    sha256: str


def exported(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield the lines of the file."""
    digest, count = hashlib.sha256(), 0
    for line in (Head(FORMAT), *lines):
        text = encoder.encode(line) + b"\n"
        digest.update(text)
        count += not isinstance(line, Head)
        yield text
    yield encoder.encode(End(count, digest.hexdigest())) + b"\n"


def read_export(content: bytes) -> list[Line]:
    """Return the log that a file holds, each line of which could have been written here. Raises ExportError."""
    texts = content.splitlines(keepends=True)
    _read_head(texts[0] if texts else b"")
    end = _read_end(texts[-1])
    body = texts[1:-1]
    if end.lines != len(body):
        raise ExportError(f"it has {len(body)} lines of the {end.lines} that were written; export it again")
    if hashlib.sha256(b"".join(texts[:-1])).hexdigest() != end.sha256:
        raise ExportError("its checksum does not agree: it was changed or damaged on its way; export it again")
    return [_read(text, number) for number, text in enumerate(body, start=2)]


def _read_head(text: bytes) -> None:
    try:
        head = msgspec.json.decode(text, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ExportError("this is no file that studyai export wrote") from None
    if head.format > FORMAT:
        raise ExportError(
            f"it was written by a newer studyai (format {head.format}, this one reads up to {FORMAT}): update studyai"
        )


def _read_end(text: bytes) -> End:
    try:
        return msgspec.json.decode(text, type=End)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ExportError("its end is missing: it is not whole; export it again") from None


def _read(text: bytes, number: int) -> Line:
    try:
        line = decoder.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ExportError(str(problem), number) from None
    _check_time(line, number)
    if isinstance(line, Row) and line.kind == STEP:
        missing = [name for name in OF_A_STEP if getattr(line, name) is None]
        if missing:
            raise ExportError(f"a step without its {missing[0]}", number)
    return line


def _check_time(line: Row | Undone, number: int) -> None:
    try:
        at = datetime.fromisoformat(line.at)
        offset = at.utcoffset()
    except ValueError:
        _refuse_time(line.at, number)
    if offset != timedelta():
        _refuse_time(line.at, number)
    if at > clock.now() + AHEAD:
        raise ExportError(f"{line.at} is still to come; is this machine's clock right?", number)
    if isinstance(line, Row) and abs(line.day - clock.study_day(at)) > AHEAD.days:
        raise ExportError(f"{line.at} is not on day {line.day}", number)


def _refuse_time(at: str, number: int) -> NoReturn:
    raise ExportError(f"{at!r:.60} is no time as 2026-05-31T08:00:00.000000+00:00", number)
