"""`studyai export` and `studyai import`: a record on its way to another machine, merged there."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path

from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say, say_text
from studyai.files import read_file
from studyai.study.record.export import LARGEST, ExportError, exported, read_export
from studyai.study.record.row import Line, Row
from studyai.study.record.store import Record
from studyai.worksheet.output import OutputError, Outputs


def export(arguments: Namespace) -> int:
    """Write the whole log."""
    with closing(Record(tell=complain)) as record:
        lines = record.lines()
    texts = exported(lines)
    if arguments.output is None:
        say_text(b"".join(texts).decode())
        return 0
    file = Path(arguments.output)
    try:
        with Outputs([file]) as outputs:
            outputs.write(0, b"".join(texts))
            outputs.commit()
    except OutputError as problem:
        raise BadInputError(f"-o {problem}") from problem
    say(f"{file}: {_marks(lines)}")
    return 0


def take_in(arguments: Namespace) -> int:
    """Merge the files into the record: all of them, or nothing where one cannot be read."""
    lines = [line for name in arguments.files for line in _read(Path(name))]
    with closing(Record(tell=complain)) as record:
        record.look_after()  # a backup first
        new = record.merge(lines)
        say(f"{new} of {len(lines)} were new; the record has {_marks(record.lines())}")
    return 0


def _read(file: Path) -> list[Line]:
    try:
        return read_export(read_file(file, LARGEST))
    except ExportError as problem:
        raise BadInputError(f"{file}: {problem}; nothing was taken in") from problem
    except OSError as problem:
        raise BadInputError(f"{file} cannot be read: {problem.strerror}; nothing was taken in") from problem


def _marks(lines: list[Line]) -> str:
    count = sum(isinstance(line, Row) for line in lines)
    return f"{count:,} mark{'' if count == 1 else 's'}"
