"""What can be done with a claim."""

from __future__ import annotations

from studyai.tui.commands import Command

PROVE_COMMANDS = (
    Command(
        "prove.enter", "enter", "Answer", "Hand the prediction in; then type a value for the marked knob.", "enter"
    ),
    Command("prove.less", "left", "Less", "Turn the marked knob down, and run again.", "turn(-1)", False),
    Command("prove.more", "right", "More", "Turn the marked knob up, and run again.", "turn(1)", False),
    Command("prove.run", "space", "Run", "Run it again with these knobs, where it was stopped.", "run"),
    Command("prove.hint", "f6,h", "Hint", "A setting at which the statement is false.", "hint"),
    Command("prove.reset", "r", "Reset", "Every knob as it was.", "reset"),
    Command("prove.next", "n", "Next", "The next claim.", "next"),
    Command("prove.choose", "slash", "Claims", "Choose a claim.", "choose"),
    Command("prove.source", "z", "Code", "Read the claim's code, as it is run.", "source", False),
    Command("prove.up", "pageup", "Page up", "Scroll the page up.", "scroll_page(-1)", False),
    Command("prove.down", "pagedown", "Page down", "Scroll the page down.", "scroll_page(1)", False),
    Command("prove.leave", "escape", "Leave", "Leave the field, or stop what runs.", "leave"),
)
