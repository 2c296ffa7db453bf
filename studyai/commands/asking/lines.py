"""Lines that are typed: an answer, or the end."""

from __future__ import annotations

import sys

from studyai.commands.errors import BadInputError
from studyai.commands.input import need_text
from studyai.commands.output import flush, say
from studyai.exercise.mark import GLYPHS, Mark, Verdict


class QuitError(Exception):
    """The learner ended the quiz."""


def typed() -> str:
    """Return the next line; raises QuitError at the end of the input, and for q."""
    say("> ", end="")
    flush()
    text = _line()
    if not text or text.strip() == "q":
        raise QuitError
    return text.strip()


def _line() -> str:
    """Return the next line of standard input, "" at its end. Raises BadInputError for what cannot be read."""
    if sys.stdin is None:
        raise BadInputError("standard input is closed; accepted: a terminal, a file or a pipe with answers")
    try:
        text = sys.stdin.readline()
    except OSError as problem:
        raise BadInputError(f"standard input cannot be read: {problem.strerror or problem}") from problem
    need_text(text, sys.stdin.encoding or "utf-8")
    return text


def say_mark(given: Mark, text: str) -> None:
    """Say what the mark is; under what cannot be read, where."""
    if given.verdict is Verdict.UNREADABLE:
        say("  " + text)
        say("  " + " " * given.position + "^")
    say(f"{GLYPHS[given.verdict]} {given.feedback}")
