"""What is said of a claim: the guess, the verdict, how near the prediction was, why."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from studyai.exercise.mark import GLYPHS, Mark
from studyai.protocol import ClaimCard, Proven, SettingValue
from studyai.tui.exercise.drawn import VERDICT_STYLES
from studyai.tui.prove.knobs import value_text
from studyai.tui.widgets.plain import printable

HOLDS, FAILS = "✓ It holds", "✗ It is false here"


def about(card: ClaimCard, number: int, count: int) -> Content:
    """Return which claim it is."""
    return Content.styled(f"Claim {number} of {count}   section {card.section}", "dim")


def verdict(card: ClaimCard, proven: Proven) -> Content:
    """Return the statement, whether it holds with these knobs, and what was measured."""
    head = (HOLDS, "bold $success") if proven.holds else (FAILS, "bold $error")
    says = Content.styled(printable(card.says), "bold")
    return Content("\n").join([says, Content.assemble(head, f"   {printable(proven.measured)}")])


def prediction(mark: Mark) -> Content:
    """Return how near the prediction was."""
    return Content.styled(f"{GLYPHS[mark.verdict]} {printable(mark.feedback)}", f"bold {VERDICT_STYLES[mark.verdict]}")


def why(card: ClaimCard) -> Content:
    """Return why it is so."""
    return Content(printable(card.why))


def invitation(card: ClaimCard, proven: Proven) -> Content:
    """Return what to do with the knobs now."""
    if proven.holds:
        return Content.assemble(("Make it false: ", "bold $accent"), ("↑ ↓ mark a knob, ← → turn it.", "dim"))
    turned = [
        f"{knob.name} = {value_text(proven.knobs[knob.name])}"
        for knob in card.knobs
        if proven.knobs[knob.name] != knob.default
    ]
    return Content.assemble(("You made it false", "bold $accent"), f" with {', '.join(turned)}.")


def hint(fails: Mapping[str, SettingValue]) -> str:
    """Return a setting at which it is false, in words."""
    return "It is false with " + " and ".join(f"{name} = {value_text(value)}" for name, value in fails.items()) + "."
