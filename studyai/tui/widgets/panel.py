"""What every panel over a screen has: help, the palette and the way out, as on the screens themselves."""

from __future__ import annotations

from typing import ClassVar

from textual.screen import ModalScreen, ScreenResultType

from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.steady import Steady

HELP = Command("app.help", "f1,question_mark", "Help", "What can be done here, and with which key.", "app.help")
FIND = Command(
    "app.find", "ctrl+p,slash,colon", "Find", "Exercises, sections, architectures, commands.", "app.command_palette"
)
QUIT = Command("app.quit", "ctrl+q,Q", "Quit", "Leave StudyAI.", "app.quit", works_while_typing=True)


class Panel(Steady, ModalScreen[ScreenResultType]):
    """Subclasses give `heading`, `offers` and `BINDINGS = bindings(offers)`; one of these closes the panel."""

    heading = ""
    offers: ClassVar[tuple[Command, ...]] = ()
    BINDINGS = bindings((HELP, FIND, QUIT))
