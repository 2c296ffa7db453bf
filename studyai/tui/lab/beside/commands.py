"""What can be done with two runs."""

from __future__ import annotations

from studyai.tui.commands import Command

BESIDE_COMMANDS = (
    Command("beside.play", "space", "Train both", "Train both; while they train, pause.", "play"),
    Command("beside.step", "n", "Step both", "One update of both.", "step"),
    Command("beside.faster", "f", "Faster", "Train both at a faster pace, up to full speed.", "pace(1)"),
    Command("beside.slower", "F", "Slower", "Train both at a slower pace.", "pace(-1)", False),
    Command("beside.reset", "r", "Reset", "Build both anew.", "reset", False),
    Command("beside.other", "B", "Other", "The other run's inside, where there is room for one only.", "other"),
    Command("beside.before", "left", "Before", "The test example before.", "leaf(-1)", False, "←"),
    Command("beside.after", "right", "Example", "The next test example.", "leaf(1)", shown_key="→"),
    Command("beside.close", "escape,q", "Back", "Back to the lab.", "close"),
)
