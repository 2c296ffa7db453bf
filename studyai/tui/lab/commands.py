"""What can be done in the lab."""

from __future__ import annotations

from studyai.tui.commands import Command

LAB_COMMANDS = (
    Command("lab.toggle", "space", "Train", "Train; while training, pause.", "start_or_pause"),
    Command("lab.step", "n", "Step", "Do one update.", "step", "wide"),
    Command("lab.faster", "f", "Faster", "Train at a faster pace, up to full speed.", "pace(1)", "wide"),
    Command("lab.slower", "F", "Slower", "Train at a slower pace.", "pace(-1)", False),
    Command("lab.choose", "slash", "Architecture", "Choose an architecture.", "choose"),
    Command("lab.settings", "S", "Settings", "How it is built and trained.", "settings"),
    Command("lab.beside", "b", "Beside", "Two runs with one difference on one screen.", "beside", "wide"),
    Command("lab.explain", "x,enter", "Why", "The arithmetic of the number at the cursor.", "explain", shown_key="x"),
    Command("lab.ask", "a", "Ask me", "Questions about this model as it is now, from its own numbers.", "ask"),
    Command("lab.demos", "m", "Demos", "Ready-made comparisons that say what to look at.", "demos"),
    Command("lab.sweep", "U", "Sweep", "Train with many values of one setting, on all cores.", "sweep", False),
    Command("lab.race", "O", "Race", "Optimisers race down a surface.", "app.go('race')", "wide"),
    Command("lab.reset", "r", "Reset", "Build the model anew, from the same seed.", "reset", False),
    Command("lab.halve", "left_square_bracket", "Halve rate", "Halve the learning rate.", "scale_rate(0.5)", False),
    Command("lab.double", "right_square_bracket", "Double rate", "Double it.", "scale_rate(2.0)", False),
    Command("lab.rate", "e", "Rate", "Type a learning rate.", "type('rate')", False),
    Command("lab.seed", "s", "Seed", "Type a seed; the model is built anew from it.", "type('seed')", False),
    Command("lab.word", "W", "Word", "Type a word to see its neighbours.", "type('word')", False),
    Command("lab.leave", "escape", "Leave", "Leave the field as it was, or close the arithmetic.", "leave", False),
    Command("lab.read", "d", "Read on", "Read the arithmetic on.", "read(1)", False),
    Command("lab.read-back", "u", "Read back", "Read it back.", "read(-1)", False),
    Command("lab.probe", "i", "Inside", "Show the next inner tensor of the marked part.", "next_probe(1)", False),
    Command("lab.probe-back", "I", "Inside, back", "Show the one before.", "next_probe(-1)", False),
    Command("lab.probes", "A", "All inside", "Choose among all inner tensors.", "probes", False),
    Command("lab.signals", "g", "Gradients", "Gradient and update ratio of each layer, or shapes.", "signals", False),
    Command("lab.source", "z", "Code", "Read the architecture's code, as it is run.", "source", False),
    Command("lab.replay", "y", "Copy line", "Copy the line from which this run can be done again.", "replay", False),
    Command("lab.before", "left,comma", "Before", "The test example before.", "leaf(-1)", False, "←"),
    Command("lab.after", "right,full_stop", "Example", "The next test example.", "leaf(1)", False, "→"),
)
"""[ and ] halve and double the rate; ← and → leaf through the examples."""
