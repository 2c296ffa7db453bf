"""`studyai completion`: what a shell needs to complete commands, options, files and exercise ids."""

from __future__ import annotations

from argparse import Action, ArgumentParser, Namespace
from collections.abc import Iterator

import shtab

from studyai.commands.output import say_text

IDS = "studyai list --ids"
COMPLETED = {"exercise": shtab.cmd(IDS), "pack": shtab.DIRECTORY, **dict.fromkeys(("FILE",), shtab.FILE)}
"""An argument's name, or what stands for its value in the help → how it is completed."""


def completion(parser: ArgumentParser, arguments: Namespace) -> int:
    """Print the script for a shell."""
    for action in _actions(parser):
        how = COMPLETED.get(action.dest) or COMPLETED.get(str(action.metavar))
        if how is not None and action.choices is None:
            vars(action)["complete"] = how  # how shtab wants it
    say_text(shtab.complete(parser, arguments.shell))
    return 0


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    for action in parser._actions:
        yield action
        for inner in (action.choices or {}).values() if isinstance(action.choices, dict) else ():
            yield from _actions(inner)
