"""The app: its screens, its looks, its one worker and its one way out."""

from __future__ import annotations

import asyncio
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NoReturn

import msgspec
from textual import events
from textual.command import CommandPalette, Provider
from textual.reactive import var
from textual.signal import Signal

from studyai.settings_file import settings_path
from studyai.tui.commands import Command, CommandProvider, HelpLine, bindings, current_keys, help_sections
from studyai.tui.shell.desk import Desk
from studyai.tui.shell.leaving import leave, leave_in_time, leave_on_signals
from studyai.tui.shell.places import PLACES, place_named
from studyai.tui.shell.settings import load_settings, save_settings
from studyai.tui.shell.study import Study
from studyai.tui.shell.themes import DEFAULT_THEME, TERMINAL, THEMES
from studyai.tui.shell.torch_link import LinkState, TorchLink
from studyai.tui.widgets.panel import FIND, HELP, QUIT

if TYPE_CHECKING:
    from rich.console import RenderableType

    from studyai.client.worker import Worker

SMALLEST_WIDTH, SMALLEST_HEIGHT = 60, 18
THREADS_TURN = 0.001  # seconds: Textual's threads read the keys and write the screen, and must not wait for ours

KEYS_OF_ONES_OWN = (
    "Keys of your own",
    [
        HelpLine("", "settings", 'In the settings file, which "studyai doctor" names: {"keys": {"lab.step": "u"}}.'),
        HelpLine("", "names", "Ctrl+P (or / or :) shows each command with its name, such as lab.step."),
    ],
)
BACK = "app.back"
TO_FIND = "an exercise, a question, a claim, a page, an architecture …"

APP_COMMANDS = (
    *(
        Command(f"app.{place.name}", place.keys, place.title, f"Go to {place.title}.", f"go('{place.name}')", False)
        for place in PLACES
    ),
    HELP,
    FIND,
    Command("app.theme", "f9,D", "Theme", "Dark, light, or the terminal's own colours.", "next_theme", False),
    Command(BACK, "escape", "Back", "Back to where this screen was reached from.", "back"),
    Command("app.restart-torch", "R", "Restart torch", "Start the torch worker again.", "restart_torch"),
    QUIT,
)


def _find_provider() -> type[Provider]:
    """Import what finds exercises, questions and the like, when the palette first opens."""
    provider: type[Provider] = import_module("studyai.tui.find.provider").FindProvider
    return provider


class StudyApp(Study):
    """StudyAI in the terminal.

    Screens reach the torch worker through `torch` (`await app.torch.ready()`) and hear of it coming and
    going through `torch_changed`.
    """

    TITLE = "studyai"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    MODES = {place.name: place.build for place in PLACES}  # noqa: RUF012 (Textual declares it)
    DEFAULT_MODE = PLACES[0].name
    COMMANDS = {CommandProvider, _find_provider}  # noqa: RUF012 (Textual declares it)
    BINDINGS = bindings(APP_COMMANDS)
    ENABLE_COMMAND_PALETTE = True
    heading = "Everywhere"
    offers: ClassVar[tuple[Command, ...]] = APP_COMMANDS

    torch_state: var[LinkState] = var("off")

    def __init__(
        self, worker: Worker | None = None, settings_file: Path | None = None, desk: Desk | None = None
    ) -> None:
        # With NO_COLOR, Textual drops colours altogether only if it believes the theme is the terminal's.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._settings_file = settings_file or settings_path()
        self.animation_level = "none"  # nothing here moves for show, least of all at the rate of the screen's clock
        loaded = load_settings(self._settings_file)
        self.settings, self._settings_notice = loaded.settings, loaded.notice
        self.desk = desk or Desk()
        self.torch = TorchLink(self._own_worker if worker is None else lambda: worker, self._note_torch)
        self.proofs = TorchLink(self._own_worker if worker is None else lambda: worker, lambda: None)
        self.torch_changed = Signal(self, "torch-changed")
        for theme in THEMES.values():
            self.register_theme(theme)
        known = self.settings.theme in THEMES
        self.theme = TERMINAL.name if self.no_color else self.settings.theme if known else DEFAULT_THEME

    def on_mount(self) -> None:
        """Obey the user's keys."""
        self.set_keymap(self.settings.keys)
        if self._settings_notice:
            self.call_after_refresh(self.tell, self._settings_notice, severity="warning")
        if self.settings.keys:
            self.call_after_refresh(lambda: self.run_worker(self._check_keys(), exit_on_error=False))
        self._leave_on_signals()

    async def _check_keys(self) -> None:
        """Tell of keys that move no command: their names may be misspelt."""
        own_keys = await asyncio.to_thread(import_module, "studyai.tui.shell.own_keys")
        if said := await asyncio.to_thread(own_keys.unknown_names, self.settings.keys):
            self.tell(said, severity="warning")

    async def on_unmount(self) -> None:
        """Leave no worker behind, whichever way the app ends."""
        await self.torch.close()
        await self.proofs.close()

    # Screens

    def action_command_palette(self) -> None:
        """Find an exercise, a section, an architecture or a command."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=TO_FIND))

    async def action_back(self) -> None:
        """Go to the screen that this one was reached from."""
        place = self.way_back
        self.trail.back()
        await self.switch_mode(place)

    @property
    def way_back(self) -> str:
        """The screen that this one was reached from, else the one that it belongs to."""
        return self.trail.last or self._belongs_to

    def title_of(self, command: Command) -> str:
        """Return what a command is called now: the way back says where it leads."""
        return f"Back to {place_named(self.way_back).title}" if command.id == BACK else command.title

    def is_in_footer(self, command: Command) -> bool:
        """Return whether the footer names a command now: the way back to where a screen belongs is known to all."""
        return command.id != BACK or self.way_back != self._belongs_to

    @property
    def _belongs_to(self) -> str:
        """The screen that this one is within, else the first."""
        return place_named(self.current_mode).within or self.DEFAULT_MODE

    def action_help(self) -> None:
        """Show what can be done here; on the help itself, close it."""
        from studyai.tui.shell.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen([*help_sections(self.screen), KEYS_OF_ONES_OWN]))

    def on_resize(self, event: events.Resize) -> None:
        """Cover the screen with a notice while the terminal is too small, and uncover it when it grows."""
        from studyai.tui.shell.too_small import TooSmallScreen

        small = event.size.width < SMALLEST_WIDTH or event.size.height < SMALLEST_HEIGHT
        covered = isinstance(self.screen, TooSmallScreen)
        if small and not covered:
            self.push_screen(TooSmallScreen(SMALLEST_WIDTH, SMALLEST_HEIGHT))
        elif covered and not small:
            self.pop_screen()

    # Looks and keys

    def action_next_theme(self) -> None:
        """Go on to the next theme and remember it."""
        names = list(THEMES)
        self.use_theme(names[(names.index(self.theme) + 1) % len(names)])

    def use_theme(self, name: str) -> None:
        """Use a theme now and the next time."""
        self.theme = name
        self.remember(theme=name)

    def remember(self, **choices: str) -> None:
        """Change settings by their names, now and for the next time."""
        self.settings = msgspec.structs.replace(self.settings, **choices)
        if problem := save_settings(self._settings_file, self.settings):
            self.tell(problem, severity="warning")

    def action_help_quit(self) -> None:
        """Ctrl+C copies what is selected and otherwise only says how to quit: an answer may be unfinished."""
        key = current_keys(self.screen).get("app.quit", "Ctrl+Q")
        self.tell(f"{key} quits. Ctrl+C copies what is selected.")

    # The worker

    def _own_worker(self) -> Worker:
        from studyai.client.command import worker_command
        from studyai.client.worker import Worker

        try:
            return Worker(worker_command(self.settings.worker_command))
        except ValueError as problem:
            self.tell(f"{problem}. Torch runs on this machine instead.", severity="warning")
            return Worker()

    def action_restart_torch(self) -> None:
        """Start the worker again."""
        self.torch.begin()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense now."""
        if action == "restart_torch":
            return self.torch_state == "lost"
        if action == "back":
            return self.current_mode != self.DEFAULT_MODE
        return True

    def _note_torch(self) -> None:
        self.torch_state = self.torch.state
        self.torch_changed.publish(self.torch.state)
        self.refresh_bindings()
        if self.torch.state == "lost":
            key = current_keys(self.screen).get("app.restart-torch", "R")
            self.tell(self.torch.told(f"{key} restarts it."), severity="warning" if self.torch.missing else "error")

    # The way out

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave, whatever still waits for a file, a thread or the worker."""
        super().exit(result, return_code, message)
        if not self.is_headless:
            leave_in_time(return_code)

    def _leave_on_signals(self) -> None:
        if sys.platform != "win32" and not self.is_headless:
            leave_on_signals(lambda code: self.exit(return_code=code))


def run() -> NoReturn:
    """Run the app, and end the process with its exit code."""
    sys.setswitchinterval(THREADS_TURN)
    asyncio.run(_run_and_leave(StudyApp()))
    raise AssertionError("the process has ended")


async def _run_and_leave(app: StudyApp) -> NoReturn:
    await app.run_async()
    leave(app.return_code or 0)
