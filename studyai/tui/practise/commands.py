"""What can be done while practising."""

from __future__ import annotations

from studyai.tui.commands import Command

PRACTISE_COMMANDS = (
    Command("practise.hint", "f6,h", "Hint", "The next hint: formula, numbers, first operation, value.", "hint"),
    Command("practise.work", "f7,w", "Work it", "Show this step; it earns no credit.", "work"),
    Command("practise.keep", "ctrl+g,k", "Go on", "Go on with your value; later steps are marked from it.", "keep"),
    Command("practise.torch", "f8,t", "Torch", "What PyTorch computes, with which code.", "torch"),
    Command("practise.choices", "o", "Choices", "Choose among values instead of typing, or type.", "choices"),
    Command("practise.next", "n", "New", "The same exercise with new numbers.", "next"),
    Command("practise.calculate", "c", "Calculate", "These numbers, once all is answered.", "calculate", False),
    Command("practise.cells", "f10,v", "Cells", "The steps so far, cell by cell.", "cells", False),
    Command("practise.page", "K", "Page", "The sheet's page on this section.", "page", False),
    Command("practise.copy", "ctrl+y,y", "Copy", "Givens and found values, for other programs.", "copy", False),
    Command("practise.retry", "ctrl+r,r", "Retry", "The same numbers from the start.", "retry", False),
    Command("practise.level", "ctrl+l,l", "Level", "The next level, then the first again.", "level(1)", False),
    Command("practise.harder", "plus", "Harder", "One level up.", "level_by(1)", False),
    Command("practise.easier", "minus", "Easier", "One level down.", "level_by(-1)", False),
    Command("practise.up", "pageup", "Page up", "Scroll the page up.", "scroll_page(-1)", False),
    Command("practise.down", "pagedown", "Page down", "Scroll the page down.", "scroll_page(1)", False),
    Command("practise.letters", "escape", "Letters", "Leave the answer: single letters are commands.", "leave", False),
    Command(
        "practise.enter",
        "enter",
        "Answer",
        "To the answer; on from a worked step; when done, new numbers.",
        "enter",
        False,
    ),
)
