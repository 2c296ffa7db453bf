"""What can be done in the settings."""

from __future__ import annotations

from studyai.tui.commands import Command

SETTINGS_COMMANDS = (
    Command("settings.less", "left", "Less", "The choice before; half of a number.", "cycle(-1)", False, "←"),
    Command("settings.more", "right", "More", "The next choice; double a number.", "cycle(1)", False, "→"),
    Command("settings.default", "backspace,delete", "Take back", "The architecture's own value.", "default", False),
    Command("settings.close", "escape,q", "Close", "Leave the field, or close the settings.", "close", False),
)
