"""What can be done in a grid of cells."""

from __future__ import annotations

from studyai.tui.commands import Command

GRID_COMMANDS = (
    Command("grid.up", "up", "Up", "The cell above.", "move(-1,0)", in_footer=False),
    Command("grid.down", "down", "Down", "The cell below.", "move(1,0)", in_footer=False),
    Command("grid.left", "left", "Left", "A character or a cell to the left.", "left", in_footer=False),
    Command("grid.right", "right", "Right", "A character or a cell to the right.", "right", in_footer=False),
    Command(
        "grid.next",
        "tab",
        "Next cell",
        "The next cell (as comma and blank), then out of the grid.",
        "along(1)",
        in_footer=False,
    ),
    Command("grid.back", "shift+tab", "Cell before", "The one before.", "along(-1)", in_footer=False),
    Command("grid.enter", "enter", "Enter", "The next empty cell; then hand the matrix in.", "enter"),
    Command("grid.erase", "backspace", "Erase", "Erase to the left.", "erase(1,0)", in_footer=False),
    Command("grid.delete", "delete", "Delete", "Erase to the right.", "erase(0,1)", in_footer=False),
    Command("grid.start", "home", "Start", "To the beginning of the cell.", "to(0)", in_footer=False),
    Command("grid.end", "end", "End", "To the end of the cell.", "to(1)", in_footer=False),
    Command("grid.clear", "ctrl+u", "Empty", "Empty the cell.", "clear", in_footer=False),
    Command("grid.wider", "ctrl+right", "Wider", "One column more.", "grow(0,1)", in_footer=False),
    Command("grid.narrower", "ctrl+left", "Narrower", "One column less.", "grow(0,-1)", in_footer=False),
    Command("grid.taller", "ctrl+down", "Taller", "One row more.", "grow(1,0)", in_footer=False),
    Command("grid.lower", "ctrl+up", "Lower", "One row less.", "grow(-1,0)", in_footer=False),
)
