"""What can be done in the race."""

from __future__ import annotations

from studyai.tui.commands import Command

RACE_COMMANDS = (
    Command("race.play", "space", "Play", "Play the race; while it plays, pause.", "play"),
    Command("race.step", "n,right", "Step", "One update.", "step(1)", shown_key="n"),
    Command("race.back", "left", "Step back", "One update back.", "step(-1)", False),
    Command("race.restart", "r", "Reset", "Back to the start.", "restart", False),
    Command("race.end", "E", "To the end", "To the last update.", "end", False),
    Command("race.surface", "slash", "Surface", "Choose a surface; the last is a real network.", "surface"),
    Command("race.toggle", "j", "In or out", "Let the marked optimiser race, or not.", "in_or_out"),
    Command("race.halve", "left_square_bracket", "Halve rate", "Halve its learning rate.", "scale(0.5)", False),
    Command("race.double", "right_square_bracket", "Double rate", "Double it.", "scale(2.0)", False),
    Command("race.ask", "a", "Ask me", "The marked optimiser's update here, as an exercise.", "ask"),
)
"""[ and ] halve and double the marked optimiser's rate."""
