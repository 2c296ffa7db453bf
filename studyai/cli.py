"""Every command. Imports nothing heavy: each command's room is imported when it is called.

Exit codes: 0 fine, 1 a check disagrees or an answer is wrong, 2 bad input, 70 a bug (logged), 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

BUG = 70  # EX_SOFTWARE of sysexits.h


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; without a command, the app."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        return _app()  # before anything else is imported: the first paint waits for it
    from studyai.commands.parser import parser

    parsed = parser().parse_args(given)
    if parsed.debug:
        from studyai.log import log_everything

        log_everything()
    return _guarded(parsed) if parsed.run else _app()


def _app() -> int:
    from studyai.tui.shell.app import run

    return run()


def _guarded(arguments: argparse.Namespace) -> int:
    from studyai.commands.output import complain
    from studyai.errors import ToldError

    try:
        run: Callable[[argparse.Namespace], int] = arguments.run
        return run(arguments)
    except ToldError as problem:
        complain(f"studyai: {problem}")
        _show_traceback(arguments)
        return problem.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone; Python would complain again while exiting
        return 0
    except Exception as bug:  # noqa: BLE001 (whatever it is, it is logged)
        from studyai.log import log_bug

        complain(f"studyai: {log_bug(bug)}")
        _show_traceback(arguments)
        return BUG


def _show_traceback(arguments: argparse.Namespace) -> None:
    if arguments.debug:
        import traceback

        traceback.print_exc()


if __name__ == "__main__":
    sys.exit(main())
