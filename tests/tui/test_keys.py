"""Every command of every screen and panel: one meaning for a key, no key of a browser's, a way in every terminal."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from textual.binding import Binding

from studyai.tui.commands import LETTERS, Command, bindings
from studyai.tui.shell.own_keys import every_command
from studyai.tui.shell.places import PLACES

MOVES = {"up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab"}
MOVES |= {f"ctrl+{side}" for side in ("up", "down", "left", "right")}
EDITS = {"backspace", "delete", "ctrl+u"}
BY_NUMBER = set("0123456789")
FAMILIES = {
    "enter": "do it here: choose, answer, explain, what if",
    "escape": "out of here: of a field, a panel, a screen",
    "space": "go, and pause",
    "slash": "find or choose among what there is here",
    **dict.fromkeys(MOVES, "move"),
    **dict.fromkeys(EDITS, "take out what is here"),
    **dict.fromkeys(BY_NUMBER, "by its number"),
}
SAME = [  # titles for one thing
    {"New", "Next", "Step", "Step both"},  # n: the next numbers, question, update
    {"Reset", "Retry", "Ask again"},  # r: again, from the start
    {"Copy", "Copy line"},
]
CLOSE = "Close"  # what opens a panel closes it as well
OF_BROWSERS = {"ctrl+n", "ctrl+t", "ctrl+w", "f11", "f12"}
SAFE = {"enter", "escape", "space", *MOVES, *EDITS}  # no terminal, multiplexer, editor or browser keeps these


COMMANDS = every_command()


def test_the_commands_of_all_screens_and_panels_are_found() -> None:
    rooms = {name.split(".")[0] for name in COMMANDS}
    assert {"app", "today", "practise", "calculate", "lab", "race", "beside", "settings", "ask", "torch"} <= rooms
    assert {"chooser", "choice", "grid", "heat", "copy", "cells", "source", "what-if", "help"} <= rooms


def test_a_key_means_one_thing_on_every_screen_and_panel() -> None:
    titles = defaultdict(set)
    for command in COMMANDS.values():
        for key in command.key.split(","):
            titles[key].add(command.title)
    for key, of_key in titles.items():
        meant = of_key - {CLOSE} if len(of_key) > 1 else of_key
        assert len(meant) == 1 or key in FAMILIES or any(meant <= same for same in SAME), (key, meant)


def test_a_title_means_one_idea_and_so_has_one_key() -> None:
    """The same word on two screens is the same key."""
    keys = defaultdict(list)
    places = {f"app.{place.name}" for place in PLACES}  # capital letters: p practises what is marked, P goes there
    for command in COMMANDS.values():
        if command.id not in places:
            keys[command.title].append(set(command.key.split(",")))
    for title, of_title in keys.items():
        if title != CLOSE:
            assert set.intersection(*of_title), (title, of_title)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_key_is_one_that_a_browser_keeps(command: Command) -> None:
    assert not OF_BROWSERS & set(command.key.split(","))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_command_has_a_key_that_every_terminal_passes_on(command: Command) -> None:
    """F-keys and Ctrl belong to browsers, editors and multiplexers: a letter or a sign does it too."""
    keys = command.key.split(",")
    assert any(key in SAFE or key in LETTERS for key in keys), keys


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_letter_is_never_taken_from_who_types(command: Command) -> None:
    for binding in bindings([command]):
        assert not (isinstance(binding, Binding) and binding.priority and binding.key in LETTERS), binding


KEYS_PAGE = Path(__file__).parents[2] / "docs" / "keys.md"


def written(command: Command) -> str:
    """The command's line in docs/keys.md."""
    keys = " ".join(f"`{key}`" for key in command.key.split(","))
    return f"| `{command.id}` | {keys} | {command.title} | {command.help} |"


def test_the_page_of_keys_has_every_command() -> None:
    """Where this fails, take the lines from what it prints."""
    page = KEYS_PAGE.read_text(encoding="utf-8").splitlines()
    lines = [line for line in page if line.startswith("| `")]
    assert lines == [written(COMMANDS[name]) for name in sorted(COMMANDS)]
