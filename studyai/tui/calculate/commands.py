"""What can be done in Calculate."""

from __future__ import annotations

from studyai.tui.commands import Command

CALCULATE_COMMANDS = (
    Command("calculate.steps", "f10,v", "Cells", "To the steps: arrow keys show each cell's arithmetic.", "to_steps"),
    Command("calculate.givens", "G", "Givens", "Back to the givens.", "to_givens"),
    Command("calculate.letters", "escape", "Letters", "Leave the givens: single letters are commands.", "leave", False),
    Command("calculate.what-if", "enter", "What if", "Another value here; all after it is worked out anew.", "what_if"),
    Command("calculate.take-back", "backspace", "Take back", "This step as the formula gives it again.", "take_back"),
    Command("calculate.torch", "f8,t", "Torch", "What PyTorch computes from these givens.", "torch"),
    Command("calculate.next", "n", "New", "Other numbers.", "next"),
    Command("calculate.level", "ctrl+l,l", "Level", "Numbers of the next level.", "level"),
    Command("calculate.copy", "ctrl+y,y", "Copy", "Givens and values, for other programs.", "copy", False),
    Command("calculate.exercise", "slash", "Exercise", "Choose another exercise.", "choose", False),
)
