"""Keys that the settings give to commands: whether there are such commands. It imports every screen."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module

import studyai.tui
from studyai.tui.commands import Command


def every_command() -> dict[str, Command]:
    """Return the commands of every screen, panel and widget by their names."""
    found: dict[str, Command] = {}
    for module in pkgutil.walk_packages(studyai.tui.__path__, "studyai.tui."):
        names = vars(import_module(module.name)).values()
        offered = [getattr(name, "offers", ()) for name in names if isinstance(name, type)]
        for value in [*names, *offered]:
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Command):
                    assert found.setdefault(item.id, item) == item, f"two commands are called {item.id}"
    return found


def unknown_names(names: Iterable[str]) -> str:
    """Return what is said of names that no command has; nothing where every one is a command's."""
    known = every_command()
    told = [
        f"{name}{f' (did you mean {near[0]}?)' if (near := get_close_matches(name, known, n=1)) else ''}"
        for name in names
        if name not in known
    ]
    return f"No command is called {', '.join(told)}: that key of the settings does nothing." if told else ""
