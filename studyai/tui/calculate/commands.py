"""What can be done in Calculate."""

from __future__ import annotations

from studyai.tui.commands import Command

CALCULATE_COMMANDS = (
    Command("calculate.steps", "f6", "Steps", "To the steps: the arrow keys show each cell's arithmetic.", "to_steps"),
    Command("calculate.givens", "f7", "Givens", "Back to the givens.", "to_givens"),
    Command("calculate.what-if", "enter", "What if", "Another value here; all after it is worked out anew.", "what_if"),
    Command("calculate.take-back", "backspace", "Take back", "This step as the formula gives it again.", "take_back"),
    Command("calculate.torch", "f8", "Torch", "What PyTorch computes from these givens.", "torch"),
    Command("calculate.next", "ctrl+n", "New", "Other numbers.", "next"),
    Command("calculate.level", "ctrl+l", "Level", "Numbers of the next level.", "level"),
    Command("calculate.copy", "ctrl+y", "Copy", "Givens and values, for other programs.", "copy", False),
    Command("calculate.exercise", "ctrl+e", "Exercise", "Choose another exercise.", "choose", False),
)
