"""Every command. Imports nothing heavy: each command's room is imported when it is called.

Exit codes: 0 fine, 1 a check disagrees or an answer is wrong, 2 bad input, 70 a bug (logged), 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import argparse

BUG = 70  # EX_SOFTWARE of sysexits.h
LONGEST = 2000  # characters: what was typed is quoted in what is told, however much it was


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; without a command, the app."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given and _has_terminal():
        _app()  # before anything else is imported: the first paint waits for it
    return _guarded(given)


def _has_terminal() -> bool:
    """Whether all three standard streams are a terminal: the app reads keys, draws, and asks for its size there."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return all(stream is not None and stream.isatty() for stream in streams)


def _app() -> NoReturn:
    from studyai.tui.shell.app import run

    run()


def _guarded(given: list[str]) -> int:
    from studyai.commands.output import complain, discard_output
    from studyai.errors import ToldError

    try:
        return _run(given)
    except ToldError as problem:
        complain(f"studyai: {problem!s:.{LONGEST}}")
        _show_traceback(given)
        return problem.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        discard_output()  # the reader has gone
        return 0
    except Exception as bug:  # noqa: BLE001 (whatever it is, it is logged)
        from studyai.log import log_bug

        complain(f"studyai: {log_bug(bug)}")
        _show_traceback(given)
        return BUG


def _run(given: list[str]) -> int:
    """Do what the command line asks for; all that was said has left when it returns."""
    from studyai.commands.output import flush, ready_streams

    ready_streams()
    try:
        arguments = _parsed(given)
        run: Callable[[argparse.Namespace], int] = arguments.run or _app_or_why_not
        return run(arguments)
    finally:
        flush()


def _parsed(given: list[str]) -> argparse.Namespace:
    from studyai.commands.input import need_text
    from studyai.commands.parser import parser

    for one in given:
        need_text(one, sys.getfilesystemencoding())
    parsed = parser().parse_args(given)
    if parsed.profile is not None:
        _use_profile(parsed.profile)
    if parsed.debug:
        from studyai.log import log_everything

        log_everything()
    return parsed


def _use_profile(name: str) -> None:
    """Use it in this process and in those that it starts. Raises RecordError for what is no name."""
    from studyai.study.record import places

    os.environ[places.PROFILE] = name
    places.profile()


def _app_or_why_not(_: argparse.Namespace) -> NoReturn:
    if _has_terminal():
        _app()
    from studyai.commands.errors import BadInputError

    raise BadInputError(
        "the app needs a terminal for what it reads and what it shows; "
        "studyai quiz asks in plain lines, studyai help names the other commands"
    )


def _show_traceback(given: list[str]) -> None:
    if "--debug" in given:
        import traceback

        from studyai.commands.output import complain

        complain(traceback.format_exc().rstrip())


if __name__ == "__main__":
    sys.exit(main())
