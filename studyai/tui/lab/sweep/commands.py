"""What can be done with a sweep."""

from __future__ import annotations

from studyai.tui.commands import Command

SWEEP_COMMANDS = (
    Command("sweep.run", "space", "Run", "Run the sweep, or go on with it; while it runs, stop.", "run"),
    Command("sweep.values", "enter", "Values", "Type values: 1e-4..1, or 4,8,16.", "type"),
    Command("sweep.setting", "slash", "Setting", "Choose the setting that is swept.", "choose"),
    Command("sweep.reset", "r", "Reset", "Forget what has been run.", "reset", False),
    Command("sweep.copy", "y", "Copy line", "Copy the command that does this sweep.", "copy", "wide"),
    Command("sweep.up", "pageup", "Page up", "Scroll the table up.", "scroll_page(-1)", False),
    Command("sweep.down", "pagedown", "Page down", "Scroll the table down.", "scroll_page(1)", False),
    Command("sweep.close", "escape,q", "Back", "Leave the field; else stop and go back. What is done stays.", "close"),
)
