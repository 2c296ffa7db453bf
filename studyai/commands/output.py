"""Printing: plain lines, JSON, and text that is data without its control characters, whatever the stream can show.

Every letter that a stream's encoding lacks is written in ASCII, in JSON as its escape. A standard output that takes
nothing is told in a line.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from contextlib import suppress
from typing import Any, TextIO

from studyai.commands.errors import BadInputError

IN_ASCII = "studyai.in-ascii"  # the name under which codecs know how letters are replaced


def ready_streams() -> None:
    """Make the standard streams write any letter. Raises BadInputError where standard output is closed."""
    codecs.register_error(IN_ASCII, _replaced)
    _occupy_closed()
    if sys.stderr is None:  # nobody wants to hear of problems; print would tell them on standard output
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 (it stays open)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=IN_ASCII)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")  # so that a line that is no text is told when it is read
    if sys.stdout is None:
        raise BadInputError("standard output is closed; accepted: a terminal, a file or a pipe")


def _occupy_closed() -> None:
    """Open nothing as each closed standard stream: else the next file takes its number, and gets what it is sent."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)


def _replaced(error: UnicodeError) -> tuple[str, int]:
    from studyai.commands.plain_letters import in_ascii

    if not isinstance(error, UnicodeEncodeError):
        raise error
    return in_ascii(error.object[error.start : error.end]), error.end


def say(text: str = "", end: str = "\n") -> None:
    """Print a line; control characters that came in with data are shown as `?`."""
    _put(_printable(text) + end)


def complain(text: str) -> None:
    """Print a line on standard error; if that takes nothing, nobody is left to be told."""
    try:
        print(_printable(text), file=sys.stderr, flush=True)
    except OSError:
        _discard(sys.stderr)


def say_json(value: Any, pretty: bool = True) -> None:
    """Print a JSON document, or one line of JSON, at once."""
    import msgspec

    encoded = msgspec.json.encode(value)
    text = (msgspec.json.format(encoded, indent=2) if pretty else encoded).decode()
    _put("".join(map(_escaped, text)) + "\n" if _lacks(text) else text + "\n")
    flush()


def say_text(text: str) -> None:
    """Print a document of many lines as it is."""
    _put(text + "\n")


def flush() -> None:
    """Hand on all that was said. Raises BadInputError, and BrokenPipeError when its reader has gone."""
    _put("", at_once=True)


def discard_output() -> None:
    """Forget what could not be written: the interpreter would try again while it ends, and complain."""
    _discard(sys.stdout)


def _put(text: str, at_once: bool = False) -> None:
    try:
        if text:  # a full device refuses nothing at all, too
            sys.stdout.write(text)
        if at_once:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        discard_output()
        raise BadInputError(f"standard output cannot be written: {problem.strerror}") from problem


def _discard(stream: TextIO) -> None:
    with suppress(io.UnsupportedOperation):  # a stream of no file keeps nothing back
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in text)


def _lacks(text: str) -> bool:
    """Whether standard output's encoding lacks a letter of the text."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _escaped(letter: str) -> str:
    """Return the letter as JSON may write it in ASCII; letters beyond it stand only inside JSON's strings."""
    if letter.isascii():
        return letter
    units = letter.encode("utf-16-be")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))
