"""One definition per command: from it come the key, the footer, the palette entry and the help line.

A screen or widget lists its own commands in `offers` and says `BINDINGS = bindings(offers)`. The command's
id is what a user names in the settings file to give it another key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, Protocol, runtime_checkable

import msgspec
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.keys import _character_to_key
from textual.screen import Screen

from studyai.tui.ranking import rank, score, shown

PRESSED = "{key}"
LETTERS = frozenset(_character_to_key(chr(code)) for code in range(ord("!"), ord("~") + 1))
"""Keys that are text where one types."""


class Command(msgspec.Struct, frozen=True):
    """Something the user can do where it is offered.

    `id` names it for good ("lab.start"); `key` is Textual's key name, or several with commas; `title` is
    the footer's word and the palette's entry; `help` is one sentence for the help screen. The footer shows it
    always, or never, or only where the screen is `wide`. `{key}` in the action is the key that was pressed.
    """

    id: str
    key: str
    title: str
    help: str
    action: str
    in_footer: bool | Literal["wide"] = True
    shown_key: str | None = None
    works_while_typing: bool = False


@runtime_checkable
class OffersCommands(Protocol):
    """A screen or widget with commands of its own, under a heading for the help screen."""

    heading: str
    offers: tuple[Command, ...]


@runtime_checkable
class NamesCommands(Protocol):
    """A screen, or the app, whose commands do now this, now that."""

    def title_of(self, command: Command) -> str:
        """Return what a command is called now."""

    def is_in_footer(self, command: Command) -> bool:
        """Return whether the footer, where it has a place for the command, names it now."""


def title_now(node: DOMNode, command: Command) -> str:
    """Return what a command is called where it is offered now."""
    return node.title_of(command) if isinstance(node, NamesCommands) else command.title


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Return Textual's bindings for commands; each carries the command's id, so a keymap can move it."""
    return [
        Binding(
            key,
            command.action.replace(PRESSED, key),
            command.title,
            show=bool(command.in_footer),
            key_display=command.shown_key,
            tooltip=command.help,
            priority=command.works_while_typing and key not in LETTERS,
            id=command.id,
        )
        for command in commands
        for key in command.key.split(",")
    ]


def offering_nodes(screen: Screen[object]) -> Iterator[tuple[DOMNode, str, tuple[Command, ...]]]:
    """Walk from what has the focus up to the app and yield (node, heading, its commands)."""
    start: DOMNode = screen.focused or screen
    for node in start.ancestors_with_self:
        if isinstance(node, OffersCommands) and node.offers:
            yield node, node.heading, node.offers


class HelpLine(msgspec.Struct, frozen=True):
    """A command as the help screen shows it, with the key that works for it now."""

    key: str
    title: str
    help: str


def help_sections(screen: Screen[object]) -> list[tuple[str, list[HelpLine]]]:
    """Return what can be done on this screen now, nearest to the focus first; then how values are written on it."""
    sections = [
        (heading, [HelpLine(keys_of(item, screen.app), title_now(node, item), item.help) for item in commands])
        for node, heading, commands in offering_nodes(screen)
    ]
    writing: Sequence[HelpLine] = getattr(screen, "writing", ())
    return [*sections, ("How values are written", list(writing))] if writing else sections


def keys_of(command: Command, app: App[object]) -> str:
    """Return all keys of a command as they are written for people, those of the settings where it was moved."""
    moved = app._keymap.get(command.id)
    if moved is None and PRESSED in command.action and command.shown_key:
        return command.shown_key
    keys = (moved or command.key).split(",")
    return " ".join(app.get_key_display(Binding(key, command.action)) for key in keys)


def current_keys(screen: Screen[Any]) -> dict[str, str]:
    """Return command id → the keys that run it now, as they are written for people."""
    keys: dict[str, list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id is not None:
            shown = screen.app.get_key_display(binding)
            if shown not in keys.setdefault(binding.id, []):
                keys[binding.id].append(shown)
    return {command_id: " ".join(shown) for command_id, shown in keys.items()}


class CommandProvider(Provider):
    """Puts the commands of the screen and of the app into the command palette."""

    async def discover(self) -> Hits:
        """Yield every command, before anything is typed."""
        for node, command in self._available():
            yield DiscoveryHit(Content(command.title), self._run(node, command), command.title, _words(command))

    async def search(self, query: str) -> Hits:
        """Yield the commands whose title matches."""
        for node, command in self._available():
            place = rank(query, (command.title.lower(), command.id))
            if place is not None:
                prompt = shown(command.title, query)
                yield Hit(score(place), prompt, self._run(node, command), command.title, _words(command))

    def _available(self) -> Iterator[tuple[DOMNode, Command]]:
        for node, _, commands in offering_nodes(self.screen):
            for command in commands:
                if PRESSED not in command.action:
                    yield node, command

    def _run(self, node: DOMNode, command: Command) -> Runner:
        return Runner(node, command.action)


def _words(command: Command) -> str:
    """Return what a command does, and the name by which the settings give it another key."""
    return f"{command.help}  {command.id}"


class Runner(msgspec.Struct, frozen=True):
    """A palette entry's deed: the command's action, run where the command is offered."""

    node: DOMNode
    action: str

    async def __call__(self) -> None:
        """Run it."""
        await self.node.app.run_action(self.action, default_namespace=self.node)
